import { type Lane, laneKey } from './lane.ts';

/** Most tries of one merchant at a time, over all its endpoints. */
export const TRIES_PER_MERCHANT_MAX = 16;
/** Most tries of the gateway at a time. */
export const TRIES_MAX = 256;

/** Counts tries that are under way, so that sockets stay bounded and nobody takes them all. */
export class OpenTries {
  readonly #byEndpoint = new Map<string, number>();
  readonly #byLane = new Map<string, number>();
  readonly #byMerchant = new Map<number, number>();
  #all = 0;

  /** Tries to an endpoint that have not ended. */
  to(endpoint: string): number {
    return this.#byEndpoint.get(endpoint) ?? 0;
  }

  /** Tries of a merchant to an endpoint that have not ended. */
  of(lane: Lane): number {
    return this.#byLane.get(laneKey(lane)) ?? 0;
  }

  /**
   * Takes places for tries.
   *
   * @param wanted how many the endpoint may have.
   * @returns how many were taken, 0 when none is free.
   */
  take(lane: Lane, wanted: number): number {
    const ofMerchant = TRIES_PER_MERCHANT_MAX - (this.#byMerchant.get(lane.merchantNumber) ?? 0);
    const places = Math.max(0, Math.min(wanted, ofMerchant, TRIES_MAX - this.#all));
    this.#add(lane, places);
    return places;
  }

  giveBack(lane: Lane, places: number): void {
    this.#add(lane, -places);
  }

  #add(lane: Lane, places: number): void {
    this.#all += places;
    addTo(this.#byEndpoint, lane.endpoint, places);
    addTo(this.#byLane, laneKey(lane), places);
    addTo(this.#byMerchant, lane.merchantNumber, places);
  }
}

/** Counts of nothing are not kept: there may be any number of names. */
function addTo<Key>(counts: Map<Key, number>, key: Key, change: number): void {
  const count = (counts.get(key) ?? 0) + change;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
