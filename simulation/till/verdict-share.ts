/** A sale has its verdict within this time of the scan, although the network was cut for up to 30 s. */
export const VERDICT_WITHIN_MS = 65_000;

/** Which call of a sale was struck by the cut. */
const CASES = ['payment call', 'call in the first 30 s', 'later call'] as const;
export type VerdictCase = (typeof CASES)[number];

interface Counter {
  reach(situation: string): void;
}

/** Counts a sale. Whether its verdict was right is judged when the books are walked. */
export function verdictReached(world: Counter, which: VerdictCase, inTime: boolean): void {
  world.reach(`sale cut in the ${which}`);
  if (inTime) world.reach(`sale cut in the ${which}, verdict in time`);
}

/** Of the sales that were cut, how many had their verdict in time. */
export interface VerdictShare {
  readonly which: VerdictCase;
  readonly sales: number;
  readonly inTime: number;
}

/** The shares in the counts of a run; empty when no till ran the SDK. */
export function verdictShares(reached: Readonly<Record<string, number>>): readonly VerdictShare[] {
  return CASES.map((which) => ({
    which,
    sales: reached[`sale cut in the ${which}`] ?? 0,
    inTime: reached[`sale cut in the ${which}, verdict in time`] ?? 0,
  })).filter(({ sales }) => sales > 0);
}

/** Of the sales whose network was cut early, so many at least have their verdict in time. */
const SHARE_LEAST = 0.999;

/**
 * Whether enough sales had their verdict in time. A cut that begins later may last beyond the time itself; such sales
 * are counted and not judged.
 */
export function isSoonEnough(reached: Readonly<Record<string, number>>): boolean {
  return verdictShares(reached).every(
    ({ which, sales, inTime }) => which === 'later call' || inTime >= SHARE_LEAST * sales,
  );
}
