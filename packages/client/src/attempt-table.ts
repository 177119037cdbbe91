import { applyProgress } from './apply-progress.ts';
import type { Attempt, AttemptProgress, Release } from './attempt.ts';
import { findObstacle } from './find-obstacle.ts';

/** The attempts of a journal in memory, in the order they began. */
export class AttemptTable {
  readonly #attempts = new Map<string, Attempt>();
  readonly #inHand = new Set<string>();

  /** Attempts, the oldest first. */
  get all(): readonly Attempt[] {
    return [...this.#attempts.values()];
  }

  get size(): number {
    return this.#attempts.size;
  }

  find(orderNumber: string): Attempt | undefined {
    return this.#attempts.get(orderNumber);
  }

  findObstacle(fresh: Attempt): Attempt | undefined {
    return findObstacle(this.#attempts.values(), fresh);
  }

  put(attempt: Attempt): void {
    this.#attempts.set(attempt.orderNumber, attempt);
  }

  remove(orderNumber: string): void {
    this.#attempts.delete(orderNumber);
  }

  /** @throws Error when there is no such attempt, or when it would lose its verdict. */
  changed(orderNumber: string, progress: AttemptProgress): Attempt {
    return applyProgress(this.#known(orderNumber), progress);
  }

  /** @throws Error when there is no such attempt. */
  released(orderNumber: string, release: Release): Attempt {
    return { ...this.#known(orderNumber), release };
  }

  listBasket(basketId: string): readonly Attempt[] {
    return this.all.filter((attempt) => attempt.basketId === basketId);
  }

  listOpen(): readonly Attempt[] {
    return this.all.filter(({ verdict }) => verdict === undefined);
  }

  /** Runs something unless the attempt is in hand already. */
  async exclusively<T>(orderNumber: string, run: () => Promise<T>): Promise<T | undefined> {
    if (this.#inHand.has(orderNumber)) return undefined;
    this.#inHand.add(orderNumber);
    try {
      return await run();
    } finally {
      this.#inHand.delete(orderNumber);
    }
  }

  #known(orderNumber: string): Attempt {
    const attempt = this.#attempts.get(orderNumber);
    if (attempt === undefined) throw new Error(`the journal has no attempt ${orderNumber}`);
    return attempt;
  }
}
