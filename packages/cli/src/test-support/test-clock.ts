import type { CommandClock } from '../context.ts';

/** Waits this long and longer are time-outs; they end only when a test says so. */
const TIME_OUT_MS = 10_000;

/** A clock for tests: pauses end at once and move the time on, time-outs wait for {@link TestClock.timeOut}. */
export class TestClock implements CommandClock {
  #nowMs: number;
  readonly #timeOuts = new Set<() => void>();

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    if (delayMs >= TIME_OUT_MS) {
      this.#timeOuts.add(callback);
      return () => void this.#timeOuts.delete(callback);
    }
    const pause = setImmediate(() => {
      this.#nowMs += delayMs;
      callback();
    });
    return () => clearImmediate(pause);
  }

  /** Ends every time-out that is running. */
  timeOut(): void {
    this.#nowMs += TIME_OUT_MS;
    for (const callback of this.#timeOuts) callback();
  }
}
