import type { SteadyClock } from '../clock/steady-clock.ts';

/**
 * Allows so many calls a second, and no more than a second's worth at once. Calls that may not wait are taken on credit
 * and hold back the ones after them.
 */
export class TokenBucket {
  readonly #clock: SteadyClock;
  readonly #perSecond: number;
  #tokens: number;
  #countedAtMs: number;

  constructor(clock: SteadyClock, perSecond: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
    this.#tokens = perSecond;
    this.#countedAtMs = clock.nowMs();
  }

  /** Calls that may be made now; never negative. */
  available(): number {
    const nowMs = this.#clock.nowMs();
    const earned = ((nowMs - this.#countedAtMs) * this.#perSecond) / 1_000;
    this.#tokens = Math.min(this.#perSecond, this.#tokens + earned);
    this.#countedAtMs = nowMs;
    return Math.max(0, Math.floor(this.#tokens));
  }

  take(calls: number): void {
    this.#tokens -= calls;
  }
}
