import type { Timers } from '../clock/clock.ts';

/** What a caller hears while an outcome is not there, and what to do with an error behind it. */
export interface Meanwhile<T> {
  /** The truth as it was before: given when the time is over, or when the outcome could not be recorded. */
  readonly known: T;
  readonly onError: (error: unknown) => void;
}

/**
 * Waits for an outcome that is being recorded, but no longer than a caller can wait. Whatever goes wrong after an
 * intent, the truthful answer is what was known before: money may have moved.
 */
export function withinBudget<T>(
  timers: Timers,
  budgetMs: number,
  recorded: Promise<T>,
  { known, onError }: Meanwhile<T>,
): Promise<T> {
  return new Promise<T>((resolve) => {
    const cancel = timers.after(budgetMs, () => resolve(known));
    recorded.then(
      (outcome) => {
        cancel();
        resolve(outcome);
      },
      (error: unknown) => {
        cancel();
        onError(error);
        resolve(known);
      },
    );
  });
}
