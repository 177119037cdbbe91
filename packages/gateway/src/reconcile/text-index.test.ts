import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextIndex } from './text-index.ts';
import { TEXT_BYTES_MAX, TextPool, TextTooLong } from './text-pool.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });

describe('TextPool', () => {
  it('gives back every text it was given, also over the ends of its blocks', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 50 }), (texts) => {
        const pool = new TextPool();
        const filler = 'x'.repeat(TEXT_BYTES_MAX);
        for (let count = 0; count < 1_020; count += 1) pool.put(filler);
        const numbers = texts.map((one) => pool.put(one));
        expect(numbers.map((number) => pool.textAt(number))).toEqual(texts);
        expect(new Set(numbers).size).toBe(texts.length);
      }),
      { numRuns: 20 },
    );
  });

  it('gives back millions of bytes', () => {
    const pool = new TextPool();
    const texts = Array.from({ length: 3_000 }, (_, index) => `${index}`.padStart(1_000, '.'));
    const numbers = texts.map((one) => pool.put(one));
    expect(numbers.map((number) => pool.textAt(number))).toEqual(texts);
  });

  it('refuses a text that is longer than any number', () => {
    expect(() => new TextPool().put('1'.repeat(TEXT_BYTES_MAX + 1))).toThrow(TextTooLong);
    expect(() => new TextPool().put('奶'.repeat(TEXT_BYTES_MAX / 2))).toThrow(TextTooLong);
  });
});

describe('TextIndex', () => {
  it('finds what a map finds', () => {
    fc.assert(
      fc.property(fc.uniqueArray(text, { maxLength: 300 }), fc.array(text), (known, asked) => {
        const index = new TextIndex(new TextPool());
        const map = new Map(known.map((one, value) => [one, value] as const));
        for (const [one, value] of map) index.add(one, value);
        for (const one of [...known, ...asked]) expect(index.find(one)).toBe(map.get(one));
      }),
    );
  });

  it('tells texts of the same hash apart, and grows', () => {
    const index = new TextIndex(new TextPool());
    // A known collision of FNV-1a with 32 bits.
    for (const [value, one] of ['costarring', 'liquid'].entries()) index.add(one, value);
    for (let value = 2; value < 20_000; value += 1) index.add(`P${value}`, value);
    expect(index.find('costarring')).toBe(0);
    expect(index.find('liquid')).toBe(1);
    for (let value = 2; value < 20_000; value += 1) expect(index.find(`P${value}`)).toBe(value);
    expect(index.find('P20000')).toBeUndefined();
  });
});
