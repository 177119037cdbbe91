import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fillParts, generateDocuments } from './documents.ts';

describe('the generated documentation', () => {
  it('is what the code gives now', async () => {
    const documents = await generateDocuments();
    expect(documents.length).toBeGreaterThan(0);
    for (const { path, text } of documents) {
      const committed = existsSync(path) ? readFileSync(path, 'utf8') : '';
      expect(committed, `${path} is out of date: run npm run docs`).toBe(text);
    }
  });

  it('comes out the same twice', async () => {
    expect(await generateDocuments()).toEqual(await generateDocuments());
  });
});

describe('a part of a page', () => {
  const page = 'before\n<!-- generated: words -->\nold\n<!-- end -->\nafter\n';

  it('replaces what stands between its marks and nothing else', () => {
    const filled = fillParts(page, { words: () => 'new' });
    expect(filled).toBe('before\n<!-- generated: words -->\n\nnew\n\n<!-- end -->\nafter\n');
    expect(fillParts(filled, { words: () => 'new' })).toBe(filled);
  });

  it('must have its marks', () => {
    expect(() => fillParts(page, { other: () => 'new' })).toThrow('no marks for the generated part other');
  });
});
