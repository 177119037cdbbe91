/** Bytes that grow as a file does. */
export class FileContent {
  #bytes: Buffer;
  #size: number;

  constructor(bytes: Uint8Array = Buffer.alloc(0)) {
    this.#bytes = Buffer.from(bytes);
    this.#size = bytes.length;
  }

  /** What stands in the file now. */
  read(): Buffer {
    return this.#bytes.subarray(0, this.#size);
  }

  copy(): FileContent {
    return new FileContent(this.read());
  }

  /** Writes; a gap between the end and the offset reads as zeros. */
  write(offset: number, bytes: Uint8Array): void {
    const end = offset + bytes.length;
    this.#reserve(end);
    this.#bytes.set(bytes, offset);
    this.#size = Math.max(this.#size, end);
  }

  truncate(size: number): void {
    this.#reserve(size);
    if (size < this.#size) this.#bytes.fill(0, size, this.#size);
    this.#size = size;
  }

  #reserve(size: number): void {
    if (size <= this.#bytes.length) return;
    const larger = Buffer.alloc(Math.max(size, this.#bytes.length * 2));
    this.read().copy(larger);
    this.#bytes = larger;
  }
}
