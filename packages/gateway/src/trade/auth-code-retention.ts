import type { BusinessClock } from '../clock/business-clock.ts';
import type { Timers } from '../clock/clock.ts';
import type { Log } from '../log/log.ts';
import type { Store } from '../store/store.ts';
import { sweepRegularly } from './regular-sweep.ts';
import { CODE_REUSE_MS } from './take-payment.ts';

/**
 * Forgets auth codes once their reuse no longer matters, now and every ten minutes, so that their table holds two
 * days and no more.
 *
 * @returns a function that ends it.
 */
export function keepAuthCodesShort(
  store: Pick<Store, 'forgetAuthCodes'>,
  clock: BusinessClock,
  timers: Timers,
  log: Log,
): () => void {
  const forget = (limit: number): Promise<number> =>
    store.forgetAuthCodes(clock.nowMs() - CODE_REUSE_MS, limit);
  return sweepRegularly({ forget, failure: 'auth_codes_not_forgotten' }, timers, log);
}
