import type { Clock, Timers } from '../../../packages/gateway/src/index.ts';

interface RunningTimer {
  readonly delayMs: number;
  readonly atMs: number;
  readonly callback: () => void;
}

/** Time that moves only when told, for gateway and wallets alike. Starts at 2026-03-15 12:00:00 in UTC+8. */
export class VirtualTime implements Clock, Timers {
  #nowMs = Date.UTC(2026, 2, 15, 4);
  readonly #running = new Set<RunningTimer>();
  #watchers: { readonly delayMs: number; readonly seen: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { delayMs, atMs: this.#nowMs + delayMs, callback };
    this.#running.add(timer);
    for (const watcher of this.#watchers.filter((each) => each.delayMs === delayMs)) watcher.seen();
    this.#watchers = this.#watchers.filter((each) => each.delayMs !== delayMs);
    return () => void this.#running.delete(timer);
  }

  /** How many waits are under way. */
  get running(): number {
    return this.#running.size;
  }

  /** Moves time and calls what becomes due on the way, each at its own instant. */
  advance(durationMs: number): void {
    const endMs = this.#nowMs + durationMs;
    for (let timer = this.#next(endMs); timer !== undefined; timer = this.#next(endMs)) {
      this.#running.delete(timer);
      this.#nowMs = Math.max(this.#nowMs, timer.atMs);
      timer.callback();
    }
    this.#nowMs = endMs;
  }

  /** Moves time to an instant that is not in the past. */
  advanceTo(instantMs: number): void {
    this.advance(instantMs - this.#nowMs);
  }

  /** Resolves as soon as somebody waits for exactly this long: the moment to move time. */
  whenWaiting(delayMs: number): Promise<void> {
    if ([...this.#running].some((timer) => timer.delayMs === delayMs)) return Promise.resolve();
    return new Promise((seen) => this.#watchers.push({ delayMs, seen }));
  }

  #next(endMs: number): RunningTimer | undefined {
    const due = [...this.#running].filter(({ atMs }) => atMs <= endMs);
    return due.sort((left, right) => left.atMs - right.atMs)[0];
  }
}
