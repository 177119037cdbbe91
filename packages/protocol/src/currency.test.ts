import { describe, expect, it } from 'vitest';
import { CURRENCIES, isCurrencyCode, minorUnitsOf } from './currency.ts';

describe('the currencies of the wire', () => {
  it('are thirteen with the decimals of ISO 4217', () => {
    const minorUnits = [...CURRENCIES].map(([code, currency]) => `${code} ${currency.minorUnits}`);
    expect(minorUnits).toEqual([
      'AED 2',
      'AUD 2',
      'CAD 2',
      'CNY 2',
      'EUR 2',
      'HKD 2',
      'IDR 2',
      'JPY 0',
      'MMK 2',
      'MYR 2',
      'SGD 2',
      'THB 2',
      'USD 2',
    ]);
  });

  it('stand under their own code and have a name', () => {
    for (const [code, currency] of CURRENCIES) {
      expect(currency.code).toBe(code);
      expect(minorUnitsOf(currency.code)).toBe(currency.minorUnits);
      expect(currency.name).toMatch(/^[A-Z][A-Za-z ]+$/);
    }
    expect(new Set([...CURRENCIES.values()].map(({ name }) => name)).size).toBe(13);
  });

  it('are known by their exact code', () => {
    for (const code of CURRENCIES.keys()) {
      expect(isCurrencyCode(code)).toBe(true);
      expect(isCurrencyCode(code.toLowerCase())).toBe(false);
    }
    for (const text of ['', 'XXX', 'HKD ', ' HKD', 'HK', 'HKDD', 'GBP', 'toString', '__proto__']) {
      expect(isCurrencyCode(text)).toBe(false);
    }
  });
});
