import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AMOUNT_MINOR_MAX, formatAmount, isAmountMinor, parseAmountMinor } from './money.ts';

describe('an amount on the wire', () => {
  it.each([
    ['1', 1],
    ['10', 10],
    ['2147483647', 2_147_483_647],
    ['2147483648', 2_147_483_648],
    ['4294967296', 4_294_967_296],
    ['99999999999', 99_999_999_999],
  ])('may be %s', (text, amountMinor) => expect(parseAmountMinor(text)).toBe(amountMinor));

  it.each([
    '',
    '0',
    '-1',
    '+1',
    '1.0',
    '1.',
    '.1',
    '1e3',
    '0x10',
    '01',
    '00',
    ' 10',
    '10 ',
    '1 0',
    '1,000',
    '1_000',
    '10\n',
    '\0' + '10',
    '٣',
    '１０',
    'ten',
    'NaN',
    'Infinity',
    '100000000000',
    '9007199254740993',
    '99999999999999999999',
    '10HKD',
  ])('may not be %j', (text) => expect(parseAmountMinor(text)).toBeUndefined());

  it('is read exactly over its whole range', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: AMOUNT_MINOR_MAX }), (amountMinor) => {
        expect(parseAmountMinor(String(amountMinor))).toBe(amountMinor);
        expect(parseAmountMinor(`0${amountMinor}`)).toBeUndefined();
        expect(isAmountMinor(amountMinor)).toBe(true);
      }),
    );
  });

  it('is what isAmountMinor takes, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('0123456789.-+eE ')) }), (text) => {
        const amountMinor = parseAmountMinor(text);
        if (amountMinor === undefined) return;
        expect(isAmountMinor(amountMinor)).toBe(true);
        expect(String(amountMinor)).toBe(text);
      }),
    );
  });
});

it('is a whole number from 1 to eleven digits', () => {
  expect(AMOUNT_MINOR_MAX).toBe(99_999_999_999);
  for (const value of [1, 1_000, AMOUNT_MINOR_MAX]) expect(isAmountMinor(value)).toBe(true);
  for (const value of [
    0,
    -0,
    -1,
    0.5,
    1.000_001,
    AMOUNT_MINOR_MAX + 1,
    2 ** 53,
    Number.NaN,
    Infinity,
    -Infinity,
  ]) {
    expect(isAmountMinor(value)).toBe(false);
  }
});

describe('an amount for people', () => {
  it.each([
    [1, 'HKD', 'HKD 0.01'],
    [10, 'HKD', 'HKD 0.10'],
    [100, 'HKD', 'HKD 1.00'],
    [1_050, 'HKD', 'HKD 10.50'],
    [AMOUNT_MINOR_MAX, 'USD', 'USD 999999999.99'],
    [1, 'JPY', 'JPY 1'],
    [1_000, 'JPY', 'JPY 1000'],
  ] as const)('writes %d %s as %s', (amountMinor, currency, text) => {
    expect(formatAmount(amountMinor, currency)).toBe(text);
  });

  it('has the digits of the amount and no others', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: AMOUNT_MINOR_MAX }), (amountMinor) => {
        const text = formatAmount(amountMinor, 'HKD');
        expect(text).toMatch(/^HKD (0|[1-9]\d*)\.\d\d$/);
        expect(Number(text.slice(4).replace('.', ''))).toBe(amountMinor);
      }),
    );
  });
});
