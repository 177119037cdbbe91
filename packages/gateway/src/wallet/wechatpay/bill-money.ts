import { CURRENCIES } from '@opencpm/protocol';

/** Decimals of a currency's minor unit; 2 for one that nobody has listed. */
function decimalsOf(currency: string): number {
  const known = CURRENCIES.get(currency);
  if (known !== undefined) return known.minorUnits;
  // A bill of an institution may hold any of 132 currencies.
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return maximumFractionDigits ?? 2;
}

const MAJOR = /^(-?)(\d{1,12})(?:\.(\d{1,8}))?$/;

/**
 * Reads an amount as bills write it: major units with decimals, such as `128.80`.
 *
 * @param excess what becomes of digits below the minor unit: fees are `rounded` half up, money must have none (`none`).
 * @returns whole minor units, or undefined when it is no such amount.
 */
export function minorOfMajor(text: string, currency: string, excess: 'none' | 'rounded'): number | undefined {
  const match = MAJOR.exec(text);
  if (match === null || !/^[A-Z]{3}$/.test(currency)) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const decimals = decimalsOf(currency);
  const digits = fraction.padEnd(decimals + 1, '0');
  const below = digits.slice(decimals);
  if (excess === 'none' && /[1-9]/.test(below)) return undefined;
  const minor =
    Number(`${whole}${digits.slice(0, decimals)}`) + (below[0] !== undefined && below[0] >= '5' ? 1 : 0);
  if (!Number.isSafeInteger(minor)) return undefined;
  return sign === '-' && minor > 0 ? -minor : minor;
}
