import { AMOUNT_MINOR_MAX } from '@opencpm/protocol';

/**
 * An amount after more digits were typed: they fill from the smallest unit, `1`, `10`, `105` make 1.05. What would be more
 * than the gateway takes is not typed.
 */
export function withDigits(amountMinor: number, digits: string): number {
  let amount = amountMinor;
  for (const digit of digits) {
    const next = amount * 10 + Number(digit);
    if (next > AMOUNT_MINOR_MAX) return amount;
    amount = next;
  }
  return amount;
}

/** An amount without its last digit. */
export function withoutLastDigit(amountMinor: number): number {
  return Math.floor(amountMinor / 10);
}
