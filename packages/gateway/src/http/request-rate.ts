/** How often a merchant may call: at most `count` requests in any `windowMs`. */
interface RateWindow {
  readonly count: number;
  readonly windowMs: number;
}

/** Times of the latest requests in a ring; exact, whatever way the requests bunch. */
class RecentRequests {
  readonly window: RateWindow;
  readonly #times: Float64Array;
  #next = 0;

  constructor(window: RateWindow) {
    this.window = window;
    this.#times = new Float64Array(window.count).fill(Number.NEGATIVE_INFINITY);
  }

  /** Milliseconds until one more request fits, 0 when it fits now. */
  waitMs(nowMs: number): number {
    // Always inside the ring, which has a place or more because limits begin at one.
    const oldest = this.#times[this.#next] as number;
    return Math.max(0, oldest + this.window.windowMs - nowMs);
  }

  add(nowMs: number): void {
    this.#times[this.#next] = nowMs;
    this.#next = (this.#next + 1) % this.#times.length;
  }
}

/** Limits of one merchant. */
export interface RequestLimits {
  readonly requestsPerSecondMax: number;
  readonly requestsPerMinuteMax: number;
}

/**
 * Holds merchants to their request limits (contract section 9: 100 a second and 400 a minute unless set otherwise).
 * Counts authenticated requests only, so that a stranger cannot use up somebody's allowance.
 */
export class RequestRate {
  readonly #merchants = new Map<string, readonly RecentRequests[]>();

  /**
   * Counts a request if it fits.
   *
   * @param monotonicMs a clock that never runs backwards.
   * @returns 0 when it fits, else the milliseconds until it would; nothing is counted then.
   */
  admit(appCode: string, limits: RequestLimits, monotonicMs: number): number {
    const recent = this.#recentOf(appCode, limits);
    const waitMs = Math.max(...recent.map((requests) => requests.waitMs(monotonicMs)));
    if (waitMs === 0) for (const requests of recent) requests.add(monotonicMs);
    return waitMs;
  }

  #recentOf(appCode: string, limits: RequestLimits): readonly RecentRequests[] {
    const known = this.#merchants.get(appCode);
    const counts = [limits.requestsPerSecondMax, limits.requestsPerMinuteMax];
    if (known?.every(({ window }, index) => window.count === counts[index])) return known;
    const fresh = [
      new RecentRequests({ count: limits.requestsPerSecondMax, windowMs: 1_000 }),
      new RecentRequests({ count: limits.requestsPerMinuteMax, windowMs: 60_000 }),
    ];
    this.#merchants.set(appCode, fresh);
    return fresh;
  }
}
