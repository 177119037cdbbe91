import type { Attempt, AttemptProgress } from './attempt.ts';

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
  /** @throws Error when the journal has no such attempt. */
  update(orderNumber: string, progress: AttemptProgress): Promise<void>;
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
