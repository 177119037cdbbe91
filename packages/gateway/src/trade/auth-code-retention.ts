import type { Timers } from '../clock/clock.ts';
import type { Log } from '../log/log.ts';
import type { Store } from '../store/store.ts';
import { SWEEP_INTERVAL_MS, sweepRegularly } from './regular-sweep.ts';

/** How long a scanned code may not be used for another order, at least. */
export const CODE_REUSE_MS = 48 * 3_600_000;
/** Sweeps in that time, each of which passes a milestone. */
const MILESTONES_BACK = CODE_REUSE_MS / SWEEP_INTERVAL_MS;

/**
 * Forgets auth codes once their reuse no longer matters, now and every ten minutes, so that their table holds two
 * days and no more. The two days are running time of this gateway, counted over its restarts: a clock that is set must
 * not let a code be charged twice.
 *
 * @param node number of this gateway inside `syssn`.
 * @returns a function that ends it.
 */
export function keepAuthCodesShort(
  store: Pick<Store, 'passMilestone' | 'milestone' | 'forgetAuthCodes'>,
  node: number,
  timers: Timers,
  log: Log,
): () => void {
  const passed = (): Promise<void> => store.passMilestone(node, MILESTONES_BACK);
  const forget = async (limit: number): Promise<number> =>
    store.forgetAuthCodes(await store.milestone(node, MILESTONES_BACK), limit);
  return sweepRegularly({ passed, forget, failure: 'auth_codes_not_forgotten' }, timers, log);
}
