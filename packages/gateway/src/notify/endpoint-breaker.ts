import { type Lane, laneKey } from './lane.ts';

/** Most tries to one endpoint at a time, whoever they belong to. */
const TRIES_PER_ENDPOINT_MAX = 4;
/** Failures in a row after which a merchant's endpoint is only probed. */
const FAILURES_MAX = 5;
/** Pause between two probes. */
const PROBE_PAUSE_MS = 15_000;

/** How many more tries a merchant may have to an endpoint now. */
export interface Allowance {
  readonly tries: number;
  /** When it may have more although no open try has ended; absent while an open try has to end first. */
  readonly againAtMs: number | undefined;
}

/** Tries that have not ended. */
export interface Open {
  /** To the endpoint, whoever they belong to. */
  readonly toEndpoint: number;
  /** Those of them that belong to the merchant. */
  readonly ofLane: number;
}

interface Health {
  failures: number;
  probeAtMs: number;
}

/**
 * Keeps endpoints that fail from taking the sender's time: after five failures in a row a merchant's tries to an endpoint
 * go one at a time with a pause in between, until one is acknowledged.
 *
 * Each merchant fails for itself (decision 0077): on a host that many share, such as a platform for webhooks, one
 * merchant's dead path says nothing about another's. They share no more than the four places of the endpoint.
 */
export class EndpointBreaker {
  readonly #failing = new Map<string, Health>();

  allowance(lane: Lane, open: Open, nowMs: number): Allowance {
    const health = this.#failing.get(laneKey(lane));
    const free = TRIES_PER_ENDPOINT_MAX - open.toEndpoint;
    if (health === undefined || health.failures < FAILURES_MAX) return { tries: free, againAtMs: undefined };
    if (open.ofLane > 0) return { tries: 0, againAtMs: undefined };
    return nowMs < health.probeAtMs
      ? { tries: 0, againAtMs: health.probeAtMs }
      : { tries: Math.min(1, free), againAtMs: undefined };
  }

  acknowledged(lane: Lane): void {
    this.#failing.delete(laneKey(lane));
  }

  /** @returns whether the lane is only probed from now on, and was not before. */
  failed(lane: Lane, nowMs: number): boolean {
    const key = laneKey(lane);
    const health = this.#failing.get(key) ?? { failures: 0, probeAtMs: 0 };
    health.failures += 1;
    health.probeAtMs = nowMs + PROBE_PAUSE_MS;
    this.#failing.set(key, health);
    return health.failures === FAILURES_MAX;
  }

  /** Forgets lanes in which nothing waits any more, so that memory stays bounded. */
  keepOnly(lanes: readonly Lane[]): void {
    const keys = new Set(lanes.map(laneKey));
    for (const key of this.#failing.keys()) if (!keys.has(key)) this.#failing.delete(key);
  }
}
