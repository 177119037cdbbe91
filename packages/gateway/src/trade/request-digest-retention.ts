import type { Timers } from '../clock/clock.ts';
import type { Log } from '../log/log.ts';
import type { Store } from '../store/store.ts';
import { sweepByRunningTime } from './sweep-by-running-time.ts';

/** How long a signed text is kept to the call it was first used for, at least. */
export const DIGEST_KEPT_MS = 48 * 3_600_000;

/**
 * Forgets which call signed texts were used for once that is two days of running time ago, now and every ten minutes: a
 * clock that jumps ahead must not let a captured text go to another call.
 *
 * @param node number of this gateway inside `syssn`.
 * @returns a function that ends it.
 */
export function keepRequestDigestsShort(
  store: Pick<Store, 'passMilestone' | 'milestone' | 'forgetRequestDigests'>,
  node: number,
  timers: Timers,
  log: Log,
): () => void {
  return sweepByRunningTime(
    {
      store,
      of: 'request_digests',
      node,
      keptMs: DIGEST_KEPT_MS,
      forget: (upTo, limit) => store.forgetRequestDigests(upTo, limit),
      failure: 'request_digests_not_forgotten',
    },
    timers,
    log,
  );
}
