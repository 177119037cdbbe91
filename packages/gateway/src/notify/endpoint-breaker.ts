/** Most tries to one endpoint at a time. */
const TRIES_PER_ENDPOINT_MAX = 4;
/** Failures in a row after which an endpoint is only probed. */
const FAILURES_MAX = 5;
/** Pause between two probes. */
const PROBE_PAUSE_MS = 15_000;

/** How many more tries an endpoint may have now. */
export interface Allowance {
  readonly tries: number;
  /** When it may have more although no open try has ended; absent while an open try has to end first. */
  readonly againAtMs: number | undefined;
}

interface Health {
  failures: number;
  probeAtMs: number;
}

/**
 * Keeps endpoints that fail from taking the sender's time: after five failures in a row an endpoint gets one try at a
 * time with a pause in between, until one is acknowledged.
 */
export class EndpointBreaker {
  readonly #failing = new Map<string, Health>();

  /** @param open tries to this endpoint that have not ended. */
  allowance(endpoint: string, open: number, nowMs: number): Allowance {
    const health = this.#failing.get(endpoint);
    if (health === undefined || health.failures < FAILURES_MAX) {
      return { tries: TRIES_PER_ENDPOINT_MAX - open, againAtMs: undefined };
    }
    if (open > 0) return { tries: 0, againAtMs: undefined };
    return nowMs < health.probeAtMs
      ? { tries: 0, againAtMs: health.probeAtMs }
      : { tries: 1, againAtMs: undefined };
  }

  acknowledged(endpoint: string): void {
    this.#failing.delete(endpoint);
  }

  /** @returns whether the endpoint is only probed from now on, and was not before. */
  failed(endpoint: string, nowMs: number): boolean {
    const health = this.#failing.get(endpoint) ?? { failures: 0, probeAtMs: 0 };
    health.failures += 1;
    health.probeAtMs = nowMs + PROBE_PAUSE_MS;
    this.#failing.set(endpoint, health);
    return health.failures === FAILURES_MAX;
  }

  /** Forgets endpoints that nothing waits for any more, so that memory stays bounded. */
  keepOnly(endpoints: ReadonlySet<string>): void {
    for (const endpoint of this.#failing.keys()) {
      if (!endpoints.has(endpoint)) this.#failing.delete(endpoint);
    }
  }
}
