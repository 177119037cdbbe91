import { CURRENCIES, type CurrencyCode } from '@opencpm/protocol';

/**
 * The sandbox's fixed rates: millionths of a yuan for one major unit (one dollar, one yen). Round numbers near the
 * real ones, so that a test can foresee every debit.
 */
export const MICRO_YUAN_PER_UNIT: Readonly<Record<CurrencyCode, number>> = {
  AED: 1_960_000,
  AUD: 4_700_000,
  CAD: 5_200_000,
  CNY: 1_000_000,
  EUR: 7_800_000,
  HKD: 920_000,
  IDR: 450,
  JPY: 48_000,
  MMK: 3_400,
  MYR: 1_650_000,
  SGD: 5_400_000,
  THB: 210_000,
  USD: 7_200_000,
};

function minorUnitsPerUnit(currency: CurrencyCode): bigint {
  return 10n ** BigInt(CURRENCIES.get(currency)?.minorUnits ?? 0);
}

/**
 * What a sale costs in the currency of the payer's account, by {@link MICRO_YUAN_PER_UNIT}: computed with integers,
 * rounded half up to a minor unit, at least 1.
 *
 * @param amountMinor whole minor units of `from`.
 * @returns whole minor units of `to`.
 */
export function convertMinor(amountMinor: number, from: CurrencyCode, to: CurrencyCode): number {
  if (from === to) return amountMinor;
  // An amount times a rate exceeds 2^53, hence bigint.
  const dividend = BigInt(amountMinor) * BigInt(MICRO_YUAN_PER_UNIT[from]) * minorUnitsPerUnit(to);
  const divisor = BigInt(MICRO_YUAN_PER_UNIT[to]) * minorUnitsPerUnit(from);
  const rounded = (2n * dividend + divisor) / (2n * divisor);
  return rounded < 1n ? 1 : Number(rounded);
}
