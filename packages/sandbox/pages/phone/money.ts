import { isCurrencyCode, minorUnitsOf } from '@opencpm/protocol';

/** An amount for people, in their language: `HK$10.50`. */
export function moneyText(amountMinor: number, currency: string, language: string): string {
  const decimals = isCurrencyCode(currency) ? minorUnitsOf(currency) : 2;
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(amountMinor / 10 ** decimals);
}
