/** Bytes of a block; every text lies in one of them as a whole. */
const BLOCK_BYTES = 1_048_576;
/** What the first block begins with: most shops have few movements a day. */
const BLOCK_BYTES_FIRST = 8_192;
/** Two bytes in front of a text say how long it is. */
const LENGTH_BYTES = 2;

/** A text of more bytes than any number of a wallet has. */
export class TextTooLong extends RangeError {}

/** Longest text a pool takes, in bytes of UTF-8. */
export const TEXT_BYTES_MAX = 1_024;

/**
 * Millions of short texts outside of the garbage collector's reach, each by the number it was given. As strings they
 * would need several times the memory, and time at every collection.
 */
export class TextPool {
  readonly #blocks: Buffer[] = [];
  readonly #scratch = Buffer.alloc(TEXT_BYTES_MAX + 4);
  /** The last block, and how much of it is in use. */
  #block = Buffer.alloc(0);
  #used = 0;

  /** Keeps a text. @returns its number. @throws TextTooLong */
  put(text: string): number {
    const length = this.write(text);
    if (this.#used + LENGTH_BYTES + length > this.#block.length) this.#grow();
    const at = this.#used;
    this.#block.writeUInt16LE(length, at);
    this.#scratch.copy(this.#block, at + LENGTH_BYTES, 0, length);
    this.#used = at + LENGTH_BYTES + length;
    return (this.#blocks.length - 1) * BLOCK_BYTES + at;
  }

  /** The text of a number. */
  textAt(number: number): string {
    const { block, from, to } = this.#placeOf(number);
    return block.toString('utf8', from, to);
  }

  /** Writes a text where {@link scratchIs} and {@link hash} look at it. @returns its length in bytes. @throws TextTooLong */
  write(text: string): number {
    const length = this.#scratch.write(text, 'utf8');
    if (length > TEXT_BYTES_MAX) throw new TextTooLong(`a number of more than ${TEXT_BYTES_MAX} bytes`);
    return length;
  }

  /** Whether the text written last, of a length, is that of a number. */
  scratchIs(length: number, number: number): boolean {
    const { block, from, to } = this.#placeOf(number);
    return to - from === length && block.compare(this.#scratch, 0, length, from, to) === 0;
  }

  /** FNV-1a of the text written last, 32 bits. */
  hash(length: number): number {
    let hash = 0x81_1c_9d_c5;
    for (let index = 0; index < length; index += 1) {
      hash = Math.imul(hash ^ (this.#scratch[index] ?? 0), 0x01_00_01_93);
    }
    return hash >>> 0;
  }

  /** Makes room for one more text of any length: in a larger first block, and once that is whole, in a next one. */
  #grow(): void {
    if (this.#blocks.length === 1 && this.#block.length < BLOCK_BYTES) {
      const larger = Buffer.allocUnsafe(Math.min(this.#block.length * 4, BLOCK_BYTES));
      this.#block.copy(larger, 0, 0, this.#used);
      this.#block = larger;
      this.#blocks[0] = larger;
      return;
    }
    this.#block = Buffer.allocUnsafe(this.#blocks.length === 0 ? BLOCK_BYTES_FIRST : BLOCK_BYTES);
    this.#used = 0;
    this.#blocks.push(this.#block);
  }

  #placeOf(number: number): { readonly block: Buffer; readonly from: number; readonly to: number } {
    const block = this.#blocks[Math.floor(number / BLOCK_BYTES)] ?? Buffer.alloc(LENGTH_BYTES);
    const at = number % BLOCK_BYTES;
    const from = at + LENGTH_BYTES;
    return { block, from, to: from + block.readUInt16LE(at) };
  }
}
