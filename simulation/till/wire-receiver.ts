/** One life of a till's program: from its start to the moment it is switched off. */
export interface Life {
  readonly alive: boolean;
}

/** The receiving end of one request. Takes one answer or one failure; what comes later is dropped. */
export class WireReceiver {
  readonly signal: AbortSignal | undefined;
  readonly #life: Life;
  readonly #resolve: (response: Response) => void;
  readonly #reject: (error: Error) => void;

  constructor(
    life: Life,
    signal: AbortSignal | undefined,
    resolve: (response: Response) => void,
    reject: (error: Error) => void,
  ) {
    this.#life = life;
    this.signal = signal;
    this.#resolve = resolve;
    this.#reject = reject;
    signal?.addEventListener('abort', () => this.fail(new DOMException('aborted', 'AbortError')), {
      once: true,
    });
  }

  /** Whether nobody listens any more. */
  get letGo(): boolean {
    return !this.#life.alive || this.signal?.aborted === true;
  }

  take(response: Response): void {
    if (!this.letGo) this.#resolve(response);
  }

  fail(error: Error): void {
    if (this.#life.alive) this.#reject(error);
  }
}
