import type { Attempt, AttemptProgress, Release } from './attempt.ts';

/**
 * Where attempts are written down before anything is sent, so that a machine that dies can find out afterwards what
 * became of the money. Every method that writes settles only after its change would survive a power cut.
 */
export interface Journal {
  /**
   * Writes a new attempt, unless another stands in its way (`findObstacle`). Looking and writing are one step: of two
   * attempts at the same time for the same basket, one is refused.
   *
   * @returns the obstacle; nothing was written then.
   */
  begin(attempt: Attempt): Promise<Attempt | undefined>;
  /**
   * Writes how far an attempt has got, and leaves its release as it is. A verdict stays (`applyProgress`).
   *
   * @throws Error when the journal has no such attempt, or when the verdict would go or change.
   */
  update(orderNumber: string, progress: AttemptProgress): Promise<void>;
  /**
   * Writes who let the basket be sold again, and leaves the rest of the attempt as it is. Looking and writing are one
   * step: a verdict that is being written at the same time is not lost.
   *
   * @throws Error when the journal has no such attempt.
   */
  release(orderNumber: string, release: Release): Promise<void>;
  find(orderNumber: string): Promise<Attempt | undefined>;
  /** Attempts for a basket, the oldest first. */
  listBasket(basketId: string): Promise<readonly Attempt[]>;
  /** Attempts without a verdict, the oldest first. */
  listOpen(): Promise<readonly Attempt[]>;
  /**
   * Runs something while no other user of the same journal works on the attempt: another tab, another process.
   *
   * @returns `undefined` at once when somebody else works on it.
   */
  exclusively<T>(orderNumber: string, run: () => Promise<T>): Promise<T | undefined>;
}
