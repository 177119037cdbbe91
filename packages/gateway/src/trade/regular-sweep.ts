import type { Timers } from '../clock/clock.ts';
import type { Log } from '../log/log.ts';

/** Time between two sweeps. */
export const SWEEP_INTERVAL_MS = 10 * 60_000;
/** Few enough that payments hardly wait for them. */
const BATCH = 500;

/** What is swept, and how a failure is told. */
export interface Sweep {
  /** Called before every sweep but the first, when the time between two of them has passed. */
  readonly passed?: () => Promise<void>;
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
export function sweepRegularly({ passed, forget, failure }: Sweep, timers: Timers, log: Log): () => void {
  let cancel = (): void => undefined;
  let ended = false;
  const sweep = async (isFirst: boolean): Promise<void> => {
    try {
      if (!isFirst) await passed?.();
      while (!ended && (await forget(BATCH)) === BATCH);
    } catch (error) {
      log.warn(failure, { why: String(error) });
    }
    if (!ended) cancel = timers.after(SWEEP_INTERVAL_MS, () => void sweep(false));
  };
  cancel = timers.after(0, () => void sweep(true));
  return () => {
    ended = true;
    cancel();
  };
}
