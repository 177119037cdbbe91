import type { Clock, Timers } from './clock.ts';

interface Waiting {
  readonly atMs: number;
  readonly callback: () => void;
}

/** A clock and timers that move only when told. Begins at 2026-03-01 12:00:00 in UTC+8. */
export class ManualTime implements Clock, Timers {
  #nowMs = Date.UTC(2026, 2, 1, 4);
  #monotonicMs = 1_000;
  readonly #waiting = new Set<Waiting>();

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const waiting = { atMs: this.#monotonicMs + delayMs, callback };
    this.#waiting.add(waiting);
    return () => this.#waiting.delete(waiting);
  }

  /** How many timers are running. */
  get running(): number {
    return this.#waiting.size;
  }

  /** Lets time pass and calls what has become due, the earliest first. */
  advance(durationMs: number): void {
    this.#nowMs += durationMs;
    this.#monotonicMs += durationMs;
    const due = [...this.#waiting].filter(({ atMs }) => atMs <= this.#monotonicMs);
    for (const waiting of due.sort((left, right) => left.atMs - right.atMs)) {
      if (this.#waiting.delete(waiting)) waiting.callback();
    }
  }

  /** Sets the wall clock forwards or back, as an administrator or NTP does; no timer is touched. */
  jump(byMs: number): void {
    this.#nowMs += byMs;
  }
}
