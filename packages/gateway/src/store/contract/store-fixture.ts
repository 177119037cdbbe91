import { afterEach, beforeEach } from 'vitest';
import type { Store } from '../store.ts';
import { keyOf, merchantOf } from './contract-data.ts';

/** One database of an adapter, made for one test. */
export interface StoreFixture {
  /** Opens a store on the database; again after it was closed, on the same data. */
  open(): Promise<Store>;
  /** Removes the database once its store is closed. */
  dispose(): Promise<void>;
}

/** Makes an empty database of an adapter. */
export type ProvideStore = () => Promise<StoreFixture>;

/** A store that is being tried, and its database. */
export class StoreTrial {
  readonly #fixture: StoreFixture;
  #store: Store;

  private constructor(fixture: StoreFixture, store: Store) {
    this.#fixture = fixture;
    this.#store = store;
  }

  /** An empty store with two merchants: number 1 with the stores S1 and S2, number 2 with the store T1. */
  static async begin(provide: ProvideStore): Promise<StoreTrial> {
    const fixture = await provide();
    const store = await fixture.open();
    await store.addMerchant(merchantOf('A', ['S1', 'S2']), keyOf(1));
    await store.addMerchant(merchantOf('B', ['T1']), keyOf(2));
    return new StoreTrial(fixture, store);
  }

  get store(): Store {
    return this.#store;
  }

  /** Closes the store and opens it again on the same data. */
  async restart(): Promise<void> {
    await this.#store.close();
    this.#store = await this.#fixture.open();
  }

  async end(): Promise<void> {
    await this.#store.close();
    await this.#fixture.dispose();
  }
}

/** Gives every test of the surrounding block a trial of its own. */
export function useTrial(provide: ProvideStore): Pick<StoreTrial, 'store' | 'restart'> {
  let trial: StoreTrial | undefined;
  const running = (): StoreTrial => {
    if (trial === undefined) throw new Error('the store is used outside a test');
    return trial;
  };
  beforeEach(async () => {
    trial = await StoreTrial.begin(provide);
  });
  afterEach(() => running().end());
  return {
    get store() {
      return running().store;
    },
    restart: () => running().restart(),
  };
}
