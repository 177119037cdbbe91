import { describe, expect, it } from 'vitest';
import { integer, optionalInteger, text } from './column-values.ts';

describe('values of columns', () => {
  it('are handed on as they are', () => {
    expect(integer(0)).toBe(0);
    expect(integer(-7)).toBe(-7);
    expect(optionalInteger(7)).toBe(7);
    expect(optionalInteger(null)).toBeUndefined();
    expect(text('')).toBe('');
    expect(text('x')).toBe('x');
  });

  it.each([null, undefined, '7', 7n, new Uint8Array()])('are no whole number: %o', (value) => {
    const problem = new TypeError('a whole number is missing in the database');
    expect(() => integer(value)).toThrow(problem);
    if (value !== null) expect(() => optionalInteger(value)).toThrow(problem);
  });

  it.each([null, undefined, 7, new Uint8Array()])('are no text: %o', (value) => {
    expect(() => text(value)).toThrow(new TypeError('a text is missing in the database'));
  });
});
