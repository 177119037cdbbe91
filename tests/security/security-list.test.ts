import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const HERE = new URL('.', import.meta.url);
const list = readFileSync(new URL('../../docs/security-list.md', HERE), 'utf8');

/** Row numbers with the test file each names. */
const rows = Array.from(
  list.matchAll(/^\| (\d+) \|.*\(\.\.\/tests\/security\/([a-z-]+\.test\.ts)\) \|$/gm),
  ([, row = '', file = '']) => ({
    row,
    file,
  }),
);

it('the security list has a row for each attack, from 1 to 25', () => {
  const numbers = Array.from(list.matchAll(/^\| (\d+)(?:–(\d+))? \|/gm), ([, from, to]) => [
    Number(from),
    Number(to ?? from),
  ]);
  const covered = numbers.flatMap(([from = 0, to = 0]) =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index),
  );
  expect(covered).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  expect(rows).toHaveLength(19);
});

it.each(rows)('row $row is held by tests of that number in $file', ({ row, file }) => {
  const path = fileURLToPath(new URL(file, HERE));
  expect(existsSync(path)).toBe(true);
  expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`(it|it\\.each\\(.*)[\\s\\S]*?['"]row ${row}: `));
});

it('every test file here is named in the list', () => {
  const files = readdirSync(HERE).filter(
    (name) => name.endsWith('.test.ts') && name !== 'security-list.test.ts',
  );
  for (const file of files) expect(list).toContain(`(../tests/security/${file})`);
});
