import { describe, expect, it } from 'vitest';
import { moneyText } from './money.ts';

describe('an amount on the phone', () => {
  it.each([
    [1050, 'HKD', 'en', 'HK$10.50'],
    [1050, 'CNY', 'zh-Hans', '¥10.50'],
    [1050, 'HKD', 'zh-Hant', 'HK$10.50'],
    [1050, 'JPY', 'en', '¥1,050'],
    [1050, 'IDR', 'en', 'IDR\u00a010.50'],
    [99_999_999_999, 'HKD', 'en', 'HK$999,999,999.99'],
  ])('%i of %s in %s is %s', (amountMinor, currency, language, text) => {
    expect(moneyText(amountMinor, currency, language)).toBe(text);
  });
});
