import type { Clock } from './clock.ts';

/**
 * The clock behind `sysdtm` and `syssn`: follows the wall clock but never runs backwards, not even over a restart.
 * When the wall clock jumps back it stands still until time has caught up (invariant I15).
 */
export class BusinessClock {
  readonly #clock: Clock;
  #latestMs: number;

  /** @param latestMs the latest instant already stored, so that a restart continues after it. */
  constructor(clock: Clock, latestMs: number) {
    this.#clock = clock;
    this.#latestMs = latestMs;
  }

  /** Milliseconds since 1970-01-01 UTC, never below an earlier answer. */
  nowMs(): number {
    this.#latestMs = Math.max(this.#latestMs, this.#clock.nowMs());
    return this.#latestMs;
  }
}
