import { AMOUNT_MINOR_MAX, isCurrencyCode, minorUnitsOf } from '@opencpm/protocol';
import { language } from '../language/language.ts';

/** Decimals of a currency. */
function decimalsOf(currency: string): number {
  return isCurrencyCode(currency) ? minorUnitsOf(currency) : 2;
}

/** An amount for people: `HK$10.50`. Below zero with a minus sign. */
export function moneyText(amountMinor: number, currency: string, tag: string): string {
  const decimals = decimalsOf(currency);
  return new Intl.NumberFormat(tag, {
    style: 'currency',
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(amountMinor / 10 ** decimals);
}

/** An amount in the language spoken now. */
export function money(amountMinor: number, currency: string): string {
  return moneyText(amountMinor, currency, language());
}

/** An amount with its sign, for differences: `+HK$1.00`. */
export function signedMoney(amountMinor: number, currency: string): string {
  return `${amountMinor > 0 ? '+' : ''}${money(amountMinor, currency)}`;
}

/** An amount as a field shows it: `1234.50`. */
export function amountField(amountMinor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(amountMinor)).padStart(decimals + 1, '0');
  const sign = amountMinor < 0 ? '-' : '';
  return decimals === 0
    ? `${sign}${digits}`
    : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/**
 * Reads an amount as people write it, `1,234.5` for example, digit by digit and never through a fraction.
 *
 * @returns minor units; `undefined` when it is no amount, has more decimals than the currency, or is too large.
 */
export function readAmount(text: string, currency: string): number | undefined {
  const decimals = decimalsOf(currency);
  const [, sign = '', whole = '', part = ''] =
    /^\s*(-?)(\d{1,11}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d*))?\s*$/.exec(text) ?? [];
  if (whole === '' || part.length > decimals) return undefined;
  const amountMinor = Number(`${whole.replaceAll(',', '')}${part.padEnd(decimals, '0')}`);
  if (amountMinor > AMOUNT_MINOR_MAX) return undefined;
  return sign === '' || amountMinor === 0 ? amountMinor : -amountMinor;
}
