const CHUNK = 65_536;
/** Numbers the first chunk begins with: most shops have few movements a day, and a book has more than a dozen columns. */
const CHUNK_FIRST = 256;

/** A growing list of numbers outside of the garbage collector's reach; once it is long it grows without being copied. */
export class NumberColumn {
  readonly #chunks: Float64Array[] = [new Float64Array(CHUNK_FIRST)];
  #length = 0;
  /** How many numbers the chunks have room for. */
  #room = CHUNK_FIRST;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#room) this.#grow();
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

  #grow(): void {
    const [first] = this.#chunks;
    if (first !== undefined && first.length < CHUNK) {
      const larger = new Float64Array(Math.min(first.length * 4, CHUNK));
      larger.set(first);
      this.#chunks[0] = larger;
      this.#room = larger.length;
      return;
    }
    this.#chunks.push(new Float64Array(CHUNK));
    this.#room += CHUNK;
  }
}
