import type { Timers } from '../clock/clock.ts';
import type { Log } from '../log/log.ts';
import type { Store } from '../store/store.ts';
import { sweepByRunningTime } from './sweep-by-running-time.ts';

/** How long a scanned code may not be used for another order, at least. */
export const CODE_REUSE_MS = 48 * 3_600_000;

/**
 * Forgets auth codes once their reuse no longer matters, now and every ten minutes, so that their table holds two
 * days and no more. The two days are running time of this gateway: a clock that is set must not let a code be charged
 * twice.
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
  return sweepByRunningTime(
    {
      store,
      of: 'transactions',
      node,
      keptMs: CODE_REUSE_MS,
      forget: (upTo, limit) => store.forgetAuthCodes(upTo, limit),
      failure: 'auth_codes_not_forgotten',
    },
    timers,
    log,
  );
}
