import type { PaySignals } from './pay-progress.ts';
import type { ClientClock } from './surroundings.ts';

/** Measures the age of an attempt from the scan on, and waits. */
export class StopWatch {
  readonly #clock: ClientClock;
  readonly #startMs: number;

  /** @param ageMs of the attempt now; 0 for one that was scanned just now. */
  constructor(clock: ClientClock, ageMs = 0) {
    this.#clock = clock;
    this.#startMs = clock.monotonicMs() - ageMs;
  }

  /** Milliseconds since the scan. */
  ageMs(): number {
    return this.#clock.monotonicMs() - this.#startMs;
  }

  /**
   * Waits; ends early when the caller stops, and at age `cancelFromMs` when the cashier has cancelled or cancels.
   */
  wait(
    delayMs: number,
    { stop, cancel }: PaySignals,
    cancelFromMs = Number.POSITIVE_INFINITY,
  ): Promise<void> {
    return new Promise((resolve) => {
      const endings: (() => void)[] = [];
      const end = (): void => {
        for (const ending of endings) ending();
        resolve();
      };
      const on = (signal: AbortSignal | undefined, then: () => void): void => {
        if (signal === undefined) return;
        if (signal.aborted) {
          then();
          return;
        }
        signal.addEventListener('abort', then, { once: true });
        endings.push(() => signal.removeEventListener('abort', then));
      };
      endings.push(this.#clock.after(Math.max(0, delayMs), end));
      if (Number.isFinite(cancelFromMs)) {
        on(cancel, () => endings.push(this.#clock.after(Math.max(0, cancelFromMs - this.ageMs()), end)));
      }
      on(stop, end);
    });
  }
}
