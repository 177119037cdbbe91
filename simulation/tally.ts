import type { HistoryResult } from './history.ts';
import type { Violation } from './world.ts';

/** A history in which a rule did not hold. */
interface Failure {
  readonly seed: number;
  readonly violations: readonly Violation[];
}

/** What many histories came to. Plain data, so that it passes between threads. */
export interface Tally {
  readonly histories: number;
  readonly payments: number;
  readonly events: number;
  readonly virtualMs: number;
  /** Seeds that were run a second time and had to bring the same trace. */
  readonly replayed: number;
  readonly failures: readonly Failure[];
  readonly reached: Readonly<Record<string, number>>;
}

/** Nothing counted yet. */
export const EMPTY_TALLY: Tally = {
  histories: 0,
  payments: 0,
  events: 0,
  virtualMs: 0,
  replayed: 0,
  failures: [],
  reached: {},
};

/** One history as a tally. */
export function tallyOf(result: HistoryResult): Tally {
  const { seed, violations, payments, events, virtualMs } = result;
  return {
    histories: 1,
    payments,
    events,
    virtualMs,
    replayed: 0,
    failures: violations.length === 0 ? [] : [{ seed, violations }],
    reached: Object.fromEntries(result.reached),
  };
}

/** Two tallies as one. */
export function add(left: Tally, right: Tally): Tally {
  const reached: Record<string, number> = { ...left.reached };
  for (const [situation, times] of Object.entries(right.reached)) {
    reached[situation] = (reached[situation] ?? 0) + times;
  }
  return {
    histories: left.histories + right.histories,
    payments: left.payments + right.payments,
    events: left.events + right.events,
    virtualMs: left.virtualMs + right.virtualMs,
    replayed: left.replayed + right.replayed,
    failures: [...left.failures, ...right.failures],
    reached,
  };
}
