import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDifference } from './e2e/compare-output.ts';
import { readMarkdownDocuments, ROOT } from './e2e/markdown-documents.ts';
import { ReaderShell } from './e2e/reader-shell.ts';
import { shellSteps, splitNpmLines } from './e2e/shell-step.ts';

const documents = readMarkdownDocuments().map((document) => ({ ...document, steps: shellSteps(document) }));
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

describe('commands in documents', () => {
  it('stand in sh blocks, where they are run', () => {
    const strangers = documents.flatMap(({ path, blocks }) =>
      blocks
        .filter(({ info: [language = ''] }) => /^(bash|shell|console|zsh|)$/.test(language))
        .map(({ line }) => `${path}:${line}`),
    );
    // The README of the examples is proved by the tests of the examples.
    expect(strangers.filter((place) => !place.startsWith('examples/'))).toEqual([]);
  });

  it('are there', () => {
    expect(documents.flatMap(({ steps }) => steps).length).toBeGreaterThan(10);
  });
});

describe.each(documents.filter(({ steps }) => steps.length > 0))('the commands of $path', ({ steps }) => {
  let shell: ReaderShell;
  beforeAll(async () => {
    shell = ReaderShell.open();
    await shell.start();
  });
  afterAll(() => shell.leave());

  it.each(steps)('$place works as shown', async ({ script, exitCode, stopped, output }) => {
    const { npmScripts, rest } = splitNpmLines(script);
    for (const name of npmScripts) expect([...Object.keys(scripts), 'ci']).toContain(name);
    if (rest.trim() === '') {
      if (output !== undefined) expectOutput(output, shell.welcome);
      return;
    }
    if (stopped) await shell.stop();
    const run = await shell.run(rest);
    if (stopped) await shell.start();
    expect(run.exitCode, run.output).toBe(exitCode);
    if (output !== undefined) expectOutput(output, run.output);
  });
});

function expectOutput(expected: string, actual: string): void {
  expect(
    findDifference(expected, actual),
    `this line of the document does not fit:\n${actual}`,
  ).toBeUndefined();
}
