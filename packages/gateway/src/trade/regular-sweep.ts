import type { Timers } from '../clock/clock.ts';
import type { Log } from '../log/log.ts';

const INTERVAL_MS = 10 * 60_000;
/** Few enough that payments hardly wait for them. */
const BATCH = 500;

/** What is swept, and how a failure is told. */
export interface Sweep {
  /** Forgets at most `limit` of what is old, and says how many. */
  readonly forget: (limit: number) => Promise<number>;
  /** Event of the log line about a sweep that failed; the next one tries again. */
  readonly failure: string;
}

/**
 * Sweeps out what no longer matters, batch by batch, now and every ten minutes.
 *
 * @returns a function that ends it.
 */
export function sweepRegularly({ forget, failure }: Sweep, timers: Timers, log: Log): () => void {
  let cancel = (): void => undefined;
  let ended = false;
  const sweep = async (): Promise<void> => {
    try {
      while (!ended && (await forget(BATCH)) === BATCH);
    } catch (error) {
      log.warn(failure, { why: String(error) });
    }
    if (!ended) cancel = timers.after(INTERVAL_MS, () => void sweep());
  };
  cancel = timers.after(0, () => void sweep());
  return () => {
    ended = true;
    cancel();
  };
}
