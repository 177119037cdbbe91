import { NumberColumn } from './number-column.ts';
import type { TextPool } from './text-pool.ts';

const SLOTS_FIRST = 1_024;
/** At more than this share of slots in use the table doubles. */
const LOAD_MAX = 0.6;

/** Finds what belongs to a text: a hash table of numbers over texts that lie in a pool. */
export class TextIndex {
  readonly #pool: TextPool;
  readonly #texts = new NumberColumn();
  readonly #values = new NumberColumn();
  readonly #hashes = new NumberColumn();
  /** Entry and one, or 0 for a free slot. */
  #slots = new Uint32Array(SLOTS_FIRST);

  constructor(pool: TextPool) {
    this.#pool = pool;
  }

  /** What belongs to a text. */
  find(text: string): number | undefined {
    const entry = this.#slots[this.#slotOf(text).slot] ?? 0;
    return entry === 0 ? undefined : this.#values.at(entry - 1);
  }

  /** Lets a value belong to a text that has none yet. @returns the number of the text in the pool. */
  add(text: string, value: number): number {
    if (this.#texts.length + 1 > this.#slots.length * LOAD_MAX) this.#grow();
    const { slot, hash } = this.#slotOf(text);
    const number = this.#pool.put(text);
    this.#texts.push(number);
    this.#values.push(value);
    this.#hashes.push(hash);
    this.#slots[slot] = this.#texts.length;
    return number;
  }

  /** The slot that holds a text, or the free one it belongs into. */
  #slotOf(text: string): { readonly slot: number; readonly hash: number } {
    const length = this.#pool.write(text);
    const hash = this.#pool.hash(length);
    const last = this.#slots.length - 1;
    let slot = hash & last;
    for (;;) {
      const entry = this.#slots[slot] ?? 0;
      if (entry === 0) return { slot, hash };
      const same = this.#hashes.at(entry - 1) === hash;
      if (same && this.#pool.scratchIs(length, this.#texts.at(entry - 1))) return { slot, hash };
      slot = (slot + 1) & last;
    }
  }

  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const last = slots.length - 1;
    for (let entry = 0; entry < this.#hashes.length; entry += 1) {
      let slot = this.#hashes.at(entry) & last;
      while (slots[slot] !== 0) slot = (slot + 1) & last;
      slots[slot] = entry + 1;
    }
    this.#slots = slots;
  }
}
