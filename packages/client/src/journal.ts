import type { Attempt, AttemptProgress } from './attempt.ts';

/**
 * Where attempts are written down before anything is sent, so that a machine that dies can find out afterwards what
 * became of the money. Every method that writes settles only after its change would survive a power cut.
 */
export interface Journal {
  /**
   * Writes a new attempt.
   *
   * @returns the open attempt that stands in its way: same order number, or same basket. Nothing was written then.
   */
  begin(attempt: Attempt): Promise<Attempt | undefined>;
  update(orderNumber: string, progress: AttemptProgress): Promise<void>;
  find(orderNumber: string): Promise<Attempt | undefined>;
  /** Attempts without a verdict, the oldest first. */
  listOpen(): Promise<readonly Attempt[]>;
  /**
   * Runs something while no other user of the same journal works on the attempt: another tab, another process.
   *
   * @returns `undefined` at once when somebody else works on it.
   */
  exclusively<T>(orderNumber: string, run: () => Promise<T>): Promise<T | undefined>;
}
