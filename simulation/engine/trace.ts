/**
 * Everything that happens in a world, as one hash: two runs of a seed are the same run exactly when their hashes are.
 * The lines themselves are kept only when somebody wants to read them.
 */
export class Trace {
  readonly #lines: string[] | undefined;
  #low = 0x811c9dc5;
  #high = 0x1234567;

  constructor(keepLines: boolean) {
    this.#lines = keepLines ? [] : undefined;
  }

  note(atMs: number, text: string): void {
    let low = mixLow(this.#low, atMs);
    let high = mixHigh(this.#high, low, atMs);
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      low = mixLow(low, code);
      high = mixHigh(high, low, code);
    }
    this.#low = low;
    this.#high = high;
    this.#lines?.push(`${String(atMs).padStart(9)} ${text}`);
  }

  /** 16 hex digits. */
  get hash(): string {
    return [this.#high, this.#low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }

  /** One line for every event, the oldest first; empty unless they are kept. */
  get lines(): readonly string[] {
    return this.#lines ?? [];
  }
}

function mixLow(low: number, value: number): number {
  return Math.imul(low ^ value, 0x01000193);
}

function mixHigh(high: number, low: number, value: number): number {
  return Math.imul(high ^ (value + (low >>> 15)), 0x85ebca6b);
}
