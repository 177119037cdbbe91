import { performance } from 'node:perf_hooks';
import type { Clock, Timers } from '../../packages/gateway/src/index.ts';

/**
 * Real time that runs faster, the same in every process that is given the same beginning: what a payment does in a
 * minute ends in a second, and a process that starts again finds the clock where it would have been.
 */
export class ScaledTime implements Clock, Timers {
  readonly #beginMs: number;
  readonly #scale: number;

  /** @param beginMs instant, on the machine's clock, at which both clocks showed the same. */
  constructor(beginMs: number, scale: number) {
    this.#beginMs = beginMs;
    this.#scale = scale;
  }

  nowMs(): number {
    return Math.floor(this.#beginMs + (Date.now() - this.#beginMs) * this.#scale);
  }

  monotonicMs(): number {
    return performance.now() * this.#scale;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = setTimeout(callback, delayMs / this.#scale);
    return () => clearTimeout(timer);
  }
}
