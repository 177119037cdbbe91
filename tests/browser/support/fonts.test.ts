import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const CHECKOUT = fileURLToPath(new URL('../../../', import.meta.url));
/** Ideographs, and the punctuation and forms that go with them. */
const CHINESE = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/gu;

describe('the fonts of the browser tests', () => {
  it('have every Chinese character of the pages', () => {
    const drawn = new Set(readFileSync(new URL('fonts/characters.txt', import.meta.url), 'utf8'));
    const files = globSync('packages/*/pages/**/*.{ts,tsx,html}', { cwd: CHECKOUT });
    const used = new Set(
      files.flatMap((file) => readFileSync(`${CHECKOUT}/${file}`, 'utf8').match(CHINESE) ?? []),
    );
    expect(used.size).toBeGreaterThan(100);
    expect([...used].filter((character) => !drawn.has(character))).toEqual([]);
  });
});
