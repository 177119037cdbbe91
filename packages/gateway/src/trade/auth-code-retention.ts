import type { BusinessClock } from '../clock/business-clock.ts';
import type { Timers } from '../clock/clock.ts';
import type { Log } from '../log/log.ts';
import type { Store } from '../store/store.ts';
import { CODE_REUSE_MS } from './take-payment.ts';

const INTERVAL_MS = 10 * 60_000;
/** Few enough that payments hardly wait for them. */
const BATCH = 500;

/**
 * Forgets auth codes once their reuse no longer matters, now and every ten minutes, so that their table holds two
 * days and no more.
 *
 * @returns a function that ends it.
 */
export function keepAuthCodesShort(store: Store, clock: BusinessClock, timers: Timers, log: Log): () => void {
  let cancel = (): void => undefined;
  let ended = false;
  const sweep = async (): Promise<void> => {
    try {
      while (!ended && (await store.forgetAuthCodes(clock.nowMs() - CODE_REUSE_MS, BATCH)) === BATCH);
    } catch (error) {
      log.warn('auth_codes_not_forgotten', { why: String(error) });
    }
    if (!ended) cancel = timers.after(INTERVAL_MS, () => void sweep());
  };
  cancel = timers.after(0, () => void sweep());
  return () => {
    ended = true;
    cancel();
  };
}
