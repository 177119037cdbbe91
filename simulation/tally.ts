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

/** A tally that grows history by history, without being copied for each. */
export class RunningTally {
  readonly #reached = new Map<string, number>();
  readonly #failures: Failure[] = [];
  #histories = 0;
  #payments = 0;
  #events = 0;
  #virtualMs = 0;
  #replayed = 0;

  get failed(): boolean {
    return this.#failures.length > 0;
  }

  count({ seed, violations, reached, payments, events, virtualMs }: HistoryResult): void {
    this.#histories += 1;
    this.#payments += payments;
    this.#events += events;
    this.#virtualMs += virtualMs;
    if (violations.length > 0) this.#failures.push({ seed, violations });
    for (const [situation, times] of reached) {
      this.#reached.set(situation, (this.#reached.get(situation) ?? 0) + times);
    }
  }

  /** Counts a seed that was run a second time. */
  countReplayed(): void {
    this.#replayed += 1;
  }

  /** Records something that no history said of itself: the machinery of the simulation is broken. */
  fail(seed: number, text: string): void {
    this.#failures.push({ seed, violations: [{ rule: 'T1', text }] });
  }

  /** What was counted so far. */
  sum(): Tally {
    return {
      histories: this.#histories,
      payments: this.#payments,
      events: this.#events,
      virtualMs: this.#virtualMs,
      replayed: this.#replayed,
      failures: [...this.#failures],
      reached: Object.fromEntries(this.#reached),
    };
  }
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
