import type { Attempt, AttemptProgress, Release } from './attempt.ts';
import { AttemptTable } from './attempt-table.ts';
import type { Journal } from './journal.ts';

/** A journal that ends with the process: for tests, and for tools that charge nothing. A till keeps a file. */
export class MemoryJournal implements Journal {
  readonly #table = new AttemptTable();

  async begin(attempt: Attempt): Promise<Attempt | undefined> {
    const obstacle = this.#table.findObstacle(attempt);
    if (obstacle === undefined) this.#table.put(attempt);
    return obstacle;
  }

  async update(orderNumber: string, progress: AttemptProgress): Promise<void> {
    this.#table.put(this.#table.changed(orderNumber, progress));
  }

  async release(orderNumber: string, release: Release): Promise<void> {
    this.#table.put(this.#table.released(orderNumber, release));
  }

  async find(orderNumber: string): Promise<Attempt | undefined> {
    return this.#table.find(orderNumber);
  }

  async listBasket(basketId: string): Promise<readonly Attempt[]> {
    return this.#table.listBasket(basketId);
  }

  async listOpen(): Promise<readonly Attempt[]> {
    return this.#table.listOpen();
  }

  exclusively<T>(orderNumber: string, run: () => Promise<T>): Promise<T | undefined> {
    return this.#table.exclusively(orderNumber, run);
  }
}
