import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isForTests, ROOT, readSources } from './source-file.ts';

/** Where an event of the log gets its name. */
const NAMES: readonly RegExp[] = [
  /[lL]og(?:\.(?:alert|warn|info)|\[[^\]]+\])\(\s*'([a-z_]+)'/g,
  /\bdie(?:Of\(log\))?\('([a-z_]+)'\)/g,
  /\bfailure: '([a-z_]+)'/g,
];
/** A call of a merchant is logged under a name of its own. */
const CALL_NAME = /^ {4}event: '([a-z_]+)',$/gm;
/** These two calls share their code, which gets the name as an argument. */
const SHARED_CALLS = ['reversal', 'close'];

function namesIn(text: string, pattern: RegExp): readonly string[] {
  return Array.from(text.matchAll(pattern), ([, name = '']) => name);
}

/** The names in the first column of the tables under the heading "Logs". */
function documentedNames(): readonly string[] {
  const page = readFileSync(join(ROOT, 'docs/guides/operate.md'), 'utf8');
  const [, after = ''] = page.split('\n## Logs\n');
  const [section = ''] = after.split('\n## ');
  return namesIn(section, /^\| (`.+?`) \|/gm).flatMap((cell) => namesIn(cell, /`([a-z_]+)`/g));
}

it('explains every event of the log to operators, once, and none that is gone', () => {
  const sources = readSources('packages/{gateway,till,cli}/src/**/*.ts').filter(
    ({ path }) => !isForTests(path),
  );
  const logged = sources.flatMap(({ path, text }) => [
    ...NAMES.flatMap((pattern) => namesIn(text, pattern)),
    ...(path.startsWith('packages/gateway/src/http/') ? namesIn(text, CALL_NAME) : []),
  ]);
  const documented = documentedNames();
  expect(documented.length).toBeGreaterThan(50);
  expect(documented.toSorted()).toEqual([...new Set([...logged, ...SHARED_CALLS])].toSorted());
});
