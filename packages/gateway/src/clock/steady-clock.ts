import type { Clock } from './clock.ts';

/**
 * Time for what is due: the wall clock at the start of the process, carried on by the monotonic clock. A wall clock
 * that jumps neither hastens a deadline nor holds one up (invariant I15).
 */
export class SteadyClock {
  readonly #clock: Clock;
  readonly #offsetMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#offsetMs = clock.nowMs() - clock.monotonicMs();
  }

  /** Milliseconds since 1970-01-01 UTC as the process has counted them, whole. */
  nowMs(): number {
    return Math.floor(this.#offsetMs + this.#clock.monotonicMs());
  }
}
