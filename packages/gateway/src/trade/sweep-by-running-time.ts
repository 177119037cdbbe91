import type { Timers } from '../clock/clock.ts';
import type { Log } from '../log/log.ts';
import type { Numbered, Store } from '../store/store.ts';
import { SWEEP_INTERVAL_MS, sweepRegularly } from './regular-sweep.ts';

/** What is forgotten, and after how long. */
export interface AgedSweep {
  readonly store: Pick<Store, 'passMilestone' | 'milestone'>;
  readonly of: Numbered;
  /** Number of this gateway inside `syssn`. */
  readonly node: number;
  /** How long it is kept, at least; whole sweeps long. */
  readonly keptMs: number;
  /** Forgets at most `limit` of those with numbers up to `upTo`, and says how many. */
  readonly forget: (upTo: number, limit: number) => Promise<number>;
  /** Event of the log line about a sweep that failed; the next one tries again. */
  readonly failure: string;
}

/**
 * Forgets what is old by the running time of this gateway, counted over its restarts: each sweep passes a milestone. A clock
 * that is set makes nothing old, and running time is never longer than the time that has passed.
 *
 * @returns a function that ends it.
 */
export function sweepByRunningTime(
  { store, of, node, keptMs, forget, failure }: AgedSweep,
  timers: Timers,
  log: Log,
): () => void {
  const back = keptMs / SWEEP_INTERVAL_MS;
  return sweepRegularly(
    {
      passed: () => store.passMilestone(of, node, back),
      forget: async (limit) => forget(await store.milestone(of, node, back), limit),
      failure,
    },
    timers,
    log,
  );
}
