import type { SteadyClock } from '../clock/steady-clock.ts';

/** Pause between two asks about work that is older than the process: 20 a second. */
export const OLD_WORK_PAUSE_MS = 50;

/**
 * When wallets are asked next, seen from one process: how long it has been up, and how fast it goes through the work
 * that earlier processes left behind. Keeps nothing of any single payment.
 */
export class AskPace {
  readonly #clock: SteadyClock;
  readonly #startedAtMs: number;
  #firstOwnId = 0;
  #oldWorkMs = 0;

  constructor(clock: SteadyClock) {
    this.#clock = clock;
    this.#startedAtMs = clock.nowMs();
  }

  /** When the process began, on the steady clock. */
  get startedAtMs(): number {
    return this.#startedAtMs;
  }

  /**
   * Takes over what earlier processes left behind.
   *
   * @param firstOwnId the first running number of this process; smaller ones are older than it.
   * @param backlog how many transactions are due, one after the other in {@link OLD_WORK_PAUSE_MS}.
   */
  takeOver(firstOwnId: number, backlog: number): void {
    this.#firstOwnId = firstOwnId;
    this.#oldWorkMs = this.#clock.nowMs() + backlog * OLD_WORK_PAUSE_MS;
  }

  /**
   * Whether a waiting time has passed for certain: if the process has not been up so long, the wait may have been cut
   * short by a restart, and must not bring a deadline nearer.
   */
  hasServed(waitMs: number): boolean {
    return this.#clock.nowMs() - this.#startedAtMs >= waitMs;
  }

  /** When a transaction is due that waits; older work goes to the end of its queue, never before its wait is over. */
  dueMs(id: number, waitMs: number): number {
    const nowMs = this.#clock.nowMs();
    if (id >= this.#firstOwnId) return nowMs + waitMs;
    const placeMs = Math.max(this.#oldWorkMs, nowMs);
    this.#oldWorkMs = placeMs + OLD_WORK_PAUSE_MS;
    return Math.max(placeMs, nowMs + waitMs);
  }
}
