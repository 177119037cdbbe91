/** Sends one HTTP request; the standard `fetch`. */
export type Fetch = (url: string, request: RequestInit) => Promise<Response>;

/** Time as the client sees it. */
export interface ClientClock {
  /** Milliseconds since 1970-01-01 UTC; for times that are written down, never for durations. */
  nowMs(): number;
  /** Milliseconds since an arbitrary start; never runs backwards. */
  monotonicMs(): number;
  /**
   * Calls back once after at least `delayMs`.
   *
   * @returns a function that calls the waiting off.
   */
  after(delayMs: number, callback: () => void): () => void;
}

/** Everything the client takes from the machine it runs on. Handed in, so that a simulation can run it. */
export interface Surroundings {
  readonly fetch: Fetch;
  readonly clock: ClientClock;
  /** Unpredictable bytes. */
  readonly randomBytes: (length: number) => Uint8Array;
}
