import type { ClientClock } from '../surroundings.ts';

/** 2026-03-02 12:00:00 in UTC+8. */
export const TEST_NOW_MS = Date.UTC(2026, 2, 2, 4);

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** Time that moves only while somebody waits, from one timer to the next. */
export class VirtualClock implements ClientClock {
  /** Added to the wall clock, as when somebody sets it. */
  wallOffsetMs = 0;
  #elapsedMs = 0;
  readonly #timers = new Set<Timer>();

  nowMs(): number {
    return TEST_NOW_MS + this.#elapsedMs + this.wallOffsetMs;
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer: Timer = { dueMs: this.#elapsedMs + Math.max(0, delayMs), callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Timers that nobody has called off. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Moves time until something has happened. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const done = (): void => {
      settled = true;
    };
    promise.then(done, done);
    for (;;) {
      await allWork();
      if (settled) return promise;
      if (!this.#fireNext()) throw new Error('everybody waits, and no timer is left');
    }
  }

  #fireNext(): boolean {
    let next: Timer | undefined;
    for (const timer of this.#timers) if (next === undefined || timer.dueMs < next.dueMs) next = timer;
    if (next === undefined) return false;
    this.#timers.delete(next);
    this.#elapsedMs = Math.max(this.#elapsedMs, next.dueMs);
    next.callback();
    return true;
  }
}

/** Lets everything run that needs no time. */
async function allWork(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
