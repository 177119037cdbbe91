/** Lets work on one number run one after the other, so that two requests at once cannot both be the first. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Does work when everything before it under the same key is done. */
  async take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    }
  }
}
