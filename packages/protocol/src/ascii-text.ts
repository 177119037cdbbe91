const ROOM_AT_FIRST = 4096;
const HEX_DIGITS = '0123456789abcdef';

const ascii = new TextDecoder();

/**
 * Gathers a long ASCII text as bytes. A string that is built from hundreds of pieces is a tree of them, and whoever hashes
 * or sends it puts them together again.
 */
export class AsciiText {
  #bytes = new Uint8Array(ROOM_AT_FIRST);
  #length = 0;

  /** Begins a new text. */
  clear(): void {
    this.#length = 0;
  }

  /** Adds text that is known to be ASCII. */
  add(text: string): void {
    const bytes = this.#roomFor(text.length);
    let end = this.#length;
    for (let index = 0; index < text.length; index += 1) bytes[end++] = text.charCodeAt(index);
    this.#length = end;
  }

  /**
   * Adds text between quotes if it stands for itself in JSON: printable ASCII without quotes and backslashes.
   *
   * @returns whether it did.
   */
  addQuoted(text: string): boolean {
    const bytes = this.#roomFor(text.length + 2);
    let end = this.#length;
    bytes[end++] = 0x22;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) return false;
      bytes[end++] = code;
    }
    bytes[end++] = 0x22;
    this.#length = end;
    return true;
  }

  /** Adds text with lower-case `\u` escapes for everything from DEL on. */
  addEscaped(text: string): void {
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code < 0x7f) this.add(text.charAt(index));
      else this.add(`\\u${hexDigits(code)}`);
    }
  }

  toString(): string {
    return ascii.decode(this.#bytes.subarray(0, this.#length));
  }

  /** The bytes, with room for more behind the text. */
  #roomFor(more: number): Uint8Array {
    const needed = this.#length + more;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(2 * needed);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    return this.#bytes;
  }
}

function hexDigits(code: number): string {
  const digit = (shift: number): string => HEX_DIGITS.charAt((code >> shift) & 0xf);
  return digit(12) + digit(8) + digit(4) + digit(0);
}
