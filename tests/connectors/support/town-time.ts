import type { Clock, Timers } from '../../../packages/gateway/src/index.ts';

/** 2026-03-02 10:00 in UTC+8. */
const BEGIN_MS = Date.UTC(2026, 2, 2, 2);
/** Timers this close to each other fire in one step. */
const STEP_MS = 100;

interface Waiting {
  readonly atMs: number;
  readonly callback: () => void;
}

/** One clock for gateway and wallets. It goes on when everybody has come to rest. */
export class TownTime implements Clock, Timers {
  #nowMs = BEGIN_MS;
  readonly #waiting = new Set<Waiting>();

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const waiting = { atMs: this.#nowMs + delayMs, callback };
    this.#waiting.add(waiting);
    return () => this.#waiting.delete(waiting);
  }

  /** Lets time pass, step by step. */
  async pass(durationMs: number, settle: () => Promise<void>): Promise<void> {
    const endMs = this.#nowMs + durationMs;
    await settle();
    while (this.#nowMs < endMs) {
      this.#nowMs = Math.min(endMs, Math.max(this.#nextMs() ?? endMs, this.#nowMs) + STEP_MS);
      for (const waiting of this.#due()) if (this.#waiting.delete(waiting)) waiting.callback();
      await settle();
    }
  }

  #nextMs(): number | undefined {
    let nextMs: number | undefined;
    for (const { atMs } of this.#waiting) if (nextMs === undefined || atMs < nextMs) nextMs = atMs;
    return nextMs;
  }

  #due(): readonly Waiting[] {
    return [...this.#waiting]
      .filter(({ atMs }) => atMs <= this.#nowMs)
      .sort((left, right) => left.atMs - right.atMs);
  }
}
