import { describe, expect, it } from 'vitest';
import { readDocument } from './markdown-documents.ts';
import { shellSteps, splitNpmLines } from './shell-step.ts';

function steps(text: string) {
  return shellSteps(readDocument('page.md', text));
}

describe('the steps of a document', () => {
  it('are its sh blocks with their exit code and output', () => {
    const text =
      'Say:\n\n```sh exit=5\nopencpm pay 1\n```\n\n```output\nPENDING\n```\n\n```json\n{}\n```\n\n```sh stopped\nls\n```\n';
    expect(steps(text)).toEqual([
      { place: 'page.md:3', script: 'opencpm pay 1', exitCode: 5, stopped: false, output: 'PENDING' },
      { place: 'page.md:15', script: 'ls', exitCode: 0, stopped: true, output: undefined },
    ]);
  });

  it('leave no room for misspelt words and stray output', () => {
    expect(() => steps('```sh exits=5\nls\n```\n')).toThrow('page.md:1: "exits=5" means nothing');
    expect(() => steps('```sh\nls\n```\n\nprints\n\n```output\nx\n```\n')).toThrow(
      'page.md:7: an output block',
    );
    expect(() => steps('```sh\nls\n')).toThrow('page.md:1: this block is not closed');
  });
});

describe('npm in a block', () => {
  it('is told from what is run', () => {
    expect(splitNpmLines('npm ci && npm start\nls -l\nnpm run check')).toEqual({
      npmScripts: ['ci', 'start', 'check'],
      rest: 'ls -l',
    });
    expect(splitNpmLines('npm install left-pad')).toEqual({ npmScripts: [], rest: 'npm install left-pad' });
  });
});
