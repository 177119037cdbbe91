/** Counts calls of each signer and kind by the second of the wallet's clock. */
export class RateWatch {
  #second = Number.NaN;
  readonly #counts = new Map<string, number>();

  /** Counts a call. @returns whether it is one too many. */
  exceeds(key: string, limit: number | undefined, nowMs: number): boolean {
    if (limit === undefined) return false;
    const second = Math.floor(nowMs / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#counts.clear();
    }
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count > limit;
  }
}
