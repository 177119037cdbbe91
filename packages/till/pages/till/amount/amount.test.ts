import { AMOUNT_MINOR_MAX } from '@opencpm/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withDigits, withoutLastDigit } from './digits.ts';
import { amountField, moneyText, readAmount } from './money.ts';

describe('digits of the keypad', () => {
  it('fill from the smallest unit', () => {
    expect(withDigits(0, '1')).toBe(1);
    expect(withDigits(1, '05')).toBe(105);
    expect(withDigits(0, '00')).toBe(0);
    expect(withDigits(105, '00')).toBe(10_500);
    expect(withoutLastDigit(105)).toBe(10);
    expect(withoutLastDigit(0)).toBe(0);
  });

  it('never make more than the gateway takes', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{0,20}$/), (digits) => {
        const amount = withDigits(0, digits);
        expect(amount).toBeLessThanOrEqual(AMOUNT_MINOR_MAX);
        expect(Number.isSafeInteger(amount)).toBe(true);
      }),
    );
  });
});

describe('an amount in a field', () => {
  it.each([
    ['10.5', 'HKD', 1_050],
    ['10.50', 'HKD', 1_050],
    ['1,234.50', 'HKD', 123_450],
    ['7', 'HKD', 700],
    ['7.', 'HKD', 700],
    ['-3.20', 'HKD', -320],
    ['0', 'HKD', 0],
    ['-0', 'HKD', 0],
    ['1000', 'JPY', 1_000],
    ['10.5', 'JPY', undefined],
    ['10.505', 'HKD', undefined],
    ['1,23', 'HKD', undefined],
    ['', 'HKD', undefined],
    ['ten', 'HKD', undefined],
    ['1e3', 'HKD', undefined],
    ['99999999999', 'HKD', undefined],
  ])('%j %s is %s', (text, currency, amountMinor) => {
    expect(readAmount(text, currency)).toBe(amountMinor);
  });

  it('reads what it shows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -AMOUNT_MINOR_MAX, max: AMOUNT_MINOR_MAX }),
        fc.constantFrom('HKD', 'JPY'),
        (amountMinor, currency) => {
          expect(readAmount(amountField(amountMinor, currency), currency)).toBe(amountMinor + 0);
        },
      ),
    );
  });

  it('is shown with the decimals of its currency', () => {
    expect(moneyText(1_050, 'HKD', 'en')).toBe('HK$10.50');
    expect(moneyText(1_050, 'JPY', 'en')).toBe('¥1,050');
    expect(moneyText(-1, 'HKD', 'en')).toBe('-HK$0.01');
  });
});
