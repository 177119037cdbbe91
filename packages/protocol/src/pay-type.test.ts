import { describe, expect, it } from 'vitest';
import { CURRENCIES, type CurrencyCode } from './currency.ts';
import { describePayType, isPayType, PAY_TYPES, payTypeTakesCurrency } from './pay-type.ts';

describe('pay types', () => {
  it('are the six of consumer-presented payments', () => {
    expect([...PAY_TYPES].sort()).toEqual(['800008', '800108', '800208', '800708', '801008', '805808']);
  });

  it.each(['800101', '800201', '802901', '80000', '8000080', ' 800008', '８00008', '', 'length'])(
    'do not include %j',
    (text) => expect(isPayType(text)).toBe(false),
  );

  it('describe themselves', () => {
    const names = PAY_TYPES.map((payType) => {
      expect(isPayType(payType)).toBe(true);
      expect(describePayType(payType).payType).toBe(payType);
      return describePayType(payType).name;
    });
    expect(new Set(names).size).toBe(6);
    expect(describePayType('805808').name).toBe('PayMe');
  });
});

describe('currencies of a pay type', () => {
  const all = [...CURRENCIES.values()].map(({ code }) => code);

  it.each([
    ['800008', all],
    ['800108', all],
    ['800208', all],
    ['800708', all],
    ['801008', ['HKD']],
    ['805808', ['HKD']],
  ] as const)('%s takes %j', (payType, currencies: readonly CurrencyCode[]) => {
    expect(all.filter((currency) => payTypeTakesCurrency(payType, currency))).toEqual(currencies);
  });
});
