import type { OrderReference } from './connector.ts';

/**
 * Age of a payment, in milliseconds, below which a wallet that does not know it may still get it: for as long as its code
 * could be valid, and a little longer. Until then "no such order" is no end.
 */
export const MAY_YET_ARRIVE_MS = 120_000;

/** How old a payment is at least: by the clock, or by running time when the clock was set back meanwhile. */
export function ageOf(
  { createdAtMs, countedAgeMs = 0 }: Pick<OrderReference, 'createdAtMs' | 'countedAgeMs'>,
  nowMs: number,
): number {
  return Math.max(nowMs - createdAtMs, countedAgeMs);
}
