import { type CurrencyCode, minorUnitsOf } from './currency.ts';

/** The largest amount the gateway takes in one payment, in minor units (eleven digits, contract section 4). */
export const AMOUNT_MINOR_MAX = 99_999_999_999;

const AMOUNT_TEXT = /^[1-9][0-9]{0,10}$/;

/**
 * Reads a wire amount (`txamt`): a positive whole number of minor units in ASCII digits, without sign,
 * decimal point, exponent, separators, blanks or leading zeros.
 *
 * @returns the amount in minor units, or `undefined` when the text is not such a number.
 */
export function parseAmountMinor(text: string): number | undefined {
  return AMOUNT_TEXT.test(text) ? Number(text) : undefined;
}

/** Whether a number can be an amount of money: a whole number of minor units from 1 to {@link AMOUNT_MINOR_MAX}. */
export function isAmountMinor(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value <= AMOUNT_MINOR_MAX;
}

/**
 * Writes an amount for people: `1050, 'HKD'` becomes `HKD 10.50`, `1000, 'JPY'` becomes `JPY 1000`.
 * Built from digits, never by floating-point division.
 */
export function formatAmount(amountMinor: number, currency: CurrencyCode): string {
  const decimals = minorUnitsOf(currency);
  if (decimals === 0) return `${currency} ${amountMinor}`;
  const digits = String(amountMinor).padStart(decimals + 1, '0');
  return `${currency} ${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
