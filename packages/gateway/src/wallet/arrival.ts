import type { OrderReference, RefundOrder } from './connector.ts';

/**
 * Age of a payment, in milliseconds, below which a wallet that does not know it may still get it: for as long as its code
 * could be valid, and a little longer. Until then "no such order" is no end.
 */
export const MAY_YET_ARRIVE_MS = 120_000;

/**
 * How old a payment or refund is at least: as the gateway tells it, which knows what was done to the clock. One that jumped
 * ahead makes a payment look old whose request is still on its way, one that was set back makes all look young.
 *
 * @param nowMs the time of the clock, for those of which nobody tells.
 */
export function ageOf(
  { createdAtMs, leastAgeMs }: Pick<OrderReference | RefundOrder, 'createdAtMs' | 'leastAgeMs'>,
  nowMs: number,
): number {
  return leastAgeMs ?? nowMs - createdAtMs;
}
