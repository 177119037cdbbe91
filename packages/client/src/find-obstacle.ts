import type { Attempt } from './attempt.ts';

/** A code seen within this time was scanned twice; wallets show a new one every minute. */
export const CODE_REUSE_MS = 24 * 3_600_000;

/**
 * The attempt that forbids a new one, or `undefined`:
 *
 * - any with the same order number;
 * - one for the same basket that is paid, or open and not released: charging a basket again while the first attempt may
 *   still charge is how customers pay twice;
 * - one that has taken the same code to the gateway during the last day.
 */
export function findObstacle(attempts: Iterable<Attempt>, fresh: Attempt): Attempt | undefined {
  for (const attempt of attempts) {
    if (attempt.orderNumber === fresh.orderNumber) return attempt;
    if (attempt.basketId === fresh.basketId && holdsBasket(attempt)) return attempt;
    const usedCode =
      attempt.authCodeHash === fresh.authCodeHash &&
      attempt.verdict?.kind !== 'not_begun' &&
      fresh.startedAtMs - attempt.startedAtMs < CODE_REUSE_MS;
    if (usedCode) return attempt;
  }
  return undefined;
}

function holdsBasket({ verdict, release }: Attempt): boolean {
  return verdict === undefined ? release === undefined : verdict.kind === 'paid';
}
