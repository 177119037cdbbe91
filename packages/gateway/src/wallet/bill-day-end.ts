/**
 * Time of day in UTC+8 at which the day of a wallet's bill ends. What happens later that evening is in the bill of the next
 * calendar day. Most wallets cut at midnight; UnionPay clears at 23:00.
 */
export type BillDayEnd = '23:00' | '24:00';

/** How much earlier than at midnight a bill's day ends, in milliseconds. */
export function leadOf(end: BillDayEnd): number {
  return (24 - Number(end.slice(0, 2))) * 3_600_000;
}
