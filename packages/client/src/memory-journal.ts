import type { Attempt, AttemptProgress } from './attempt.ts';
import type { Journal } from './journal.ts';

/** A journal that ends with the process. For tests, and for programs that keep their own. */
export class MemoryJournal implements Journal {
  readonly #attempts = new Map<string, Attempt>();
  readonly #inHand = new Set<string>();

  async begin(attempt: Attempt): Promise<Attempt | undefined> {
    const obstacle = findObstacle(this.#attempts.values(), attempt);
    if (obstacle === undefined) this.#attempts.set(attempt.orderNumber, attempt);
    return obstacle;
  }

  async update(orderNumber: string, progress: AttemptProgress): Promise<void> {
    const attempt = this.#attempts.get(orderNumber);
    if (attempt === undefined) throw new Error(`the journal has no attempt ${orderNumber}`);
    this.#attempts.set(orderNumber, { ...attempt, ...progress });
  }

  async find(orderNumber: string): Promise<Attempt | undefined> {
    return this.#attempts.get(orderNumber);
  }

  async listOpen(): Promise<readonly Attempt[]> {
    return [...this.#attempts.values()].filter(({ stage }) => stage !== 'ended');
  }

  async exclusively<T>(orderNumber: string, run: () => Promise<T>): Promise<T | undefined> {
    if (this.#inHand.has(orderNumber)) return undefined;
    this.#inHand.add(orderNumber);
    try {
      return await run();
    } finally {
      this.#inHand.delete(orderNumber);
    }
  }
}

/**
 * The attempt that forbids a new one: any of the same order number, an open one for the same basket, or one that has
 * taken the same code to the gateway. Charging a basket again while the first attempt may still charge is how customers
 * pay twice; a code that comes twice was scanned twice.
 */
export function findObstacle(attempts: Iterable<Attempt>, fresh: Attempt): Attempt | undefined {
  for (const attempt of attempts) {
    if (attempt.orderNumber === fresh.orderNumber) return attempt;
    if (attempt.basketId === fresh.basketId && attempt.stage !== 'ended') return attempt;
    if (attempt.authCodeHash === fresh.authCodeHash && attempt.verdict?.kind !== 'not_sent') return attempt;
  }
  return undefined;
}
