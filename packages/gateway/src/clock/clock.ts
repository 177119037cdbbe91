/** Time as the gateway sees it. Handed in, so that a simulation or a test can run it. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. May jump; never used to measure a duration. */
  nowMs(): number;
  /** Milliseconds since an arbitrary start. Never runs backwards. */
  monotonicMs(): number;
}

/** Waiting as the gateway does it. */
export interface Timers {
  /**
   * Calls back once after at least `delayMs`.
   *
   * @returns a function that calls the waiting off; calling it later has no effect.
   */
  after(delayMs: number, callback: () => void): () => void;
}
