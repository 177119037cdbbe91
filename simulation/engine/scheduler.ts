import type { Random } from './random.ts';

/** Looks whether something is to happen: it did, or the delay after which to look again. */
export type Look = () => number | undefined;

interface Event {
  atMs: number;
  /** Decides among events of the same millisecond. */
  tie: number;
  /** What happens; neither is set once it was called off. */
  callback: (() => void) | undefined;
  look: Look | undefined;
}

/**
 * Owns the time of one world: every wait of every part is an event here. Events run in the order of their time; the
 * seed decides among those of the same millisecond.
 */
export class Scheduler {
  readonly #random: Random;
  readonly #heap: Event[] = [];
  #nowMs = 0;
  #ran = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Milliseconds since the world began. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** How many events have run. */
  get ran(): number {
    return this.#ran;
  }

  /**
   * Calls back once after a delay.
   *
   * @returns a function that calls the waiting off.
   */
  after(delayMs: number, callback: () => void): () => void {
    return this.#begin({ atMs: 0, tie: 0, callback, look: undefined }, delayMs);
  }

  /**
   * Looks after a delay, and again for as long as nothing happens.
   *
   * @returns a function that calls the waiting off.
   */
  watch(delayMs: number, look: Look): () => void {
    return this.#begin({ atMs: 0, tie: 0, callback: undefined, look }, delayMs);
  }

  /** Resolves after a delay. */
  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayMs, resolve);
    });
  }

  /**
   * Runs the next event; `false` when there is none. Events that were called off cost no step, nor do looks that found
   * nothing.
   */
  step(): boolean {
    for (;;) {
      const event = this.#pop();
      if (event === undefined) return false;
      const { callback, look } = event;
      if (callback === undefined && look === undefined) continue;
      this.#nowMs = event.atMs;
      const againMs = look?.();
      if (againMs !== undefined) {
        this.#wait(event, againMs);
        continue;
      }
      this.#ran += 1;
      callback?.();
      return true;
    }
  }

  #begin(event: Event, delayMs: number): () => void {
    this.#wait(event, delayMs);
    return () => {
      event.callback = undefined;
      event.look = undefined;
    };
  }

  #wait(event: Event, delayMs: number): void {
    event.atMs = this.#nowMs + Math.max(0, Math.ceil(delayMs));
    event.tie = this.#random.bits();
    this.#push(event);
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(event);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (parent === undefined || !isBefore(event, parent)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = event;
  }

  #pop(): Event | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let childIndex = 2 * index + 1;
      let child = heap[childIndex];
      const right = heap[childIndex + 1];
      if (child === undefined) break;
      if (right !== undefined && isBefore(right, child)) {
        childIndex += 1;
        child = right;
      }
      if (!isBefore(child, last)) break;
      heap[index] = child;
      index = childIndex;
    }
    heap[index] = last;
    return first;
  }
}

function isBefore(left: Event, right: Event): boolean {
  return left.atMs < right.atMs || (left.atMs === right.atMs && left.tie < right.tie);
}
