import type { BusinessClock } from '../clock/business-clock.ts';
import type { Timers } from '../clock/clock.ts';
import type { Log } from '../log/log.ts';
import type { Store } from '../store/store.ts';
import { sweepRegularly } from './regular-sweep.ts';

/** How long a signed text is kept to the call it was first used for. */
export const DIGEST_KEPT_MS = 48 * 3_600_000;

/**
 * Forgets which call signed texts were used for once that is two days ago.
 *
 * @returns a function that ends it.
 */
export function keepRequestDigestsShort(
  store: Pick<Store, 'forgetRequestDigests'>,
  clock: BusinessClock,
  timers: Timers,
  log: Log,
): () => void {
  const forget = (limit: number): Promise<number> =>
    store.forgetRequestDigests(clock.nowMs() - DIGEST_KEPT_MS, limit);
  return sweepRegularly({ forget, failure: 'request_digests_not_forgotten' }, timers, log);
}
