/** Source of random bytes, handed in. */
export type RandomBytes = (count: number) => Uint8Array;

const BYTES_OF_A_CHOICE = 4;

/** Choices made by a source of random bytes: the same bytes make the same choices. Ends with any source, a stuck one too. */
export class Choice {
  readonly #randomBytes: RandomBytes;

  constructor(randomBytes: RandomBytes) {
    this.#randomBytes = randomBytes;
  }

  /** A whole number from 0 and below `limit`, which is far below 2^32, so that no number is noticeably preferred. */
  below(limit: number): number {
    return this.bytes(BYTES_OF_A_CHOICE).reduce((sum, byte) => sum * 0x100 + byte, 0) % limit;
  }

  /** Whether something happens that happens once in `times`. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  /** One element of a list. */
  of<T>(list: readonly [T, ...T[]]): T {
    return list[this.below(list.length)] ?? list[0];
  }

  /** The elements of a list in any order. */
  shuffled<T>(list: readonly T[]): readonly T[] {
    const left = [...list];
    const drawn: T[] = [];
    while (left.length > 0) drawn.push(...left.splice(this.below(left.length), 1));
    return drawn;
  }

  /** Random digits, zeros in front among them. */
  digits(count: number): string {
    const number = BigInt(`0x${this.hex(16)}`);
    return String(number % 10n ** BigInt(count)).padStart(count, '0');
  }

  /** Random bytes as hexadecimal. */
  hex(count: number): string {
    return Buffer.from(this.bytes(count)).toString('hex');
  }

  bytes(count: number): Uint8Array {
    return this.#randomBytes(count);
  }
}
