import type { RequestMaker } from './request-maker.ts';

/** Different requests of a stock that repeats itself. */
const REPEATED = 5_000;

/** Requests made ahead of their use. */
export class RequestStock {
  readonly #maker: RequestMaker;
  readonly #repeating: boolean;
  #requests: Buffer[] = [];
  #taken = 0;

  /** @param repeating whether requests may be sent again, because to the server they are all the same. */
  constructor(maker: RequestMaker, repeating: boolean) {
    this.#maker = maker;
    this.#repeating = repeating;
  }

  /** Makes requests until at least so many are in stock; that takes about ten microseconds each. */
  fill(count: number): void {
    if (!this.#repeating) {
      this.#requests = this.#requests.slice(this.#taken);
      this.#taken = 0;
    }
    const wanted = this.#repeating ? REPEATED : count;
    while (this.#requests.length < wanted) this.#requests.push(this.#maker.make());
  }

  /** The next request, or `undefined` when all are used up. */
  take(): Buffer | undefined {
    if (this.#repeating && this.#taken === this.#requests.length) this.#taken = 0;
    const request = this.#requests[this.#taken];
    if (request !== undefined) this.#taken += 1;
    return request;
  }
}
