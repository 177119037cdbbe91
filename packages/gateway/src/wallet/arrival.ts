import type { OrderReference } from './connector.ts';

/**
 * Age of a payment, in milliseconds, below which a wallet that does not know it may still get it: for as long as its code
 * could be valid, and a little longer. Until then "no such order" is no end.
 */
export const MAY_YET_ARRIVE_MS = 120_000;

/**
 * How old a payment is at least: what the gateway has counted, where it tells it. A clock that was set tells nothing: one that
 * jumped ahead makes a payment look old whose request is still on its way, one that was set back makes all look young.
 *
 * @param nowMs the time of the clock, for payments whose age nobody has counted.
 */
export function ageOf(
  { createdAtMs, countedAgeMs }: Pick<OrderReference, 'createdAtMs' | 'countedAgeMs'>,
  nowMs: number,
): number {
  return countedAgeMs ?? nowMs - createdAtMs;
}
