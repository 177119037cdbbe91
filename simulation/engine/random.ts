/**
 * A stream of random numbers that follows from a seed alone (generator sfc32). Parts of a world draw from streams of
 * their own, made by {@link Random.fork}, so that a change in one part does not reshuffle all others.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number) {
    this.#a = seed | 0;
    this.#b = (seed / 4_294_967_296) | 0;
    this.#c = 0x9e3779b9;
    for (let turns = 0; turns < 12; turns += 1) this.bits();
  }

  /** 32 random bits as a whole number from 0. */
  bits(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** From 0 up to, but not including, 1. */
  unit(): number {
    return this.bits() / 4_294_967_296;
  }

  /** Whether something of this probability happens. Draws nothing when it is impossible. */
  chance(probability: number): boolean {
    return probability > 0 && this.unit() < probability;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1));
  }

  /** One of some values. */
  pick<T>(values: readonly [T, ...T[]]): T {
    return values[Math.floor(this.unit() * values.length)] ?? values[0];
  }

  /** A whole number of milliseconds whose logarithm is evenly spread: short waits often, long ones now and then. */
  wait(lowMs: number, highMs: number): number {
    return Math.round(lowMs * (highMs / lowMs) ** this.unit());
  }

  /** A stream of its own that depends on the label. */
  fork(label: string): Random {
    let hash = this.bits();
    for (let index = 0; index < label.length; index += 1) {
      hash = Math.imul(hash ^ label.charCodeAt(index), 0x01000193);
    }
    return new Random((hash >>> 0) + this.bits() * 1_048_576);
  }
}
