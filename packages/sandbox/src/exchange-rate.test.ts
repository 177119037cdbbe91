import { CURRENCIES, type CurrencyCode } from '@opencpm/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertMinor, MICRO_YUAN_PER_UNIT } from './exchange-rate.ts';

const currency = fc.constantFrom(...([...CURRENCIES.keys()] as CurrencyCode[]));
const amountMinor = fc.integer({ min: 1, max: 99_999_999_999 });

describe('the fixed exchange rates', () => {
  it.each([
    [10_000, 'HKD', 'CNY', 9_200],
    [9_200, 'CNY', 'HKD', 10_000],
    [1_000, 'JPY', 'CNY', 4_800],
    [1, 'JPY', 'HKD', 5],
    [10_000, 'USD', 'HKD', 78_261],
    [1, 'IDR', 'CNY', 1],
    [99_999_999_999, 'EUR', 'HKD', 847_826_086_948],
    [1050, 'HKD', 'HKD', 1050],
  ] as const)('turn %i %s into %s %i', (amount, from, to, expected) => {
    expect(convertMinor(amount, from, to)).toBe(expected);
  });

  it('have a rate for every currency of the wire', () => {
    expect(Object.keys(MICRO_YUAN_PER_UNIT).sort()).toEqual([...CURRENCIES.keys()].sort());
  });

  it('give whole amounts from 1 that grow with the sale', () => {
    fc.assert(
      fc.property(amountMinor, currency, currency, (amount, from, to) => {
        const converted = convertMinor(amount, from, to);
        expect(Number.isSafeInteger(converted)).toBe(true);
        expect(converted).toBeGreaterThanOrEqual(1);
        expect(convertMinor(amount + 1, from, to)).toBeGreaterThanOrEqual(converted);
      }),
    );
  });
});
