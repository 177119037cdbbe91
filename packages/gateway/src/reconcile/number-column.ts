const CHUNK = 65_536;

/** A growing list of numbers outside of the garbage collector's reach; grows without being copied. */
export class NumberColumn {
  readonly #chunks: Float64Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#chunks.length * CHUNK) this.#chunks.push(new Float64Array(CHUNK));
    this.#length += 1;
    this.set(this.#length - 1, value);
  }

  /** 0 outside of the list. */
  at(index: number): number {
    return this.#chunks[Math.floor(index / CHUNK)]?.[index % CHUNK] ?? 0;
  }

  /** Replaces a value that is in the list. */
  set(index: number, value: number): void {
    const chunk = this.#chunks[Math.floor(index / CHUNK)];
    if (chunk !== undefined) chunk[index % CHUNK] = value;
  }
}
