import type { BusinessClock } from '../clock/business-clock.ts';
import type { SteadyClock } from '../clock/steady-clock.ts';

/** The clocks by which an age is told. */
export interface AgeClocks {
  readonly clock: BusinessClock;
  readonly steadyClock: SteadyClock;
}

/**
 * How old something is at least, in milliseconds. When the machine's clock jumps ahead only the steady clock tells the truth,
 * and when it is set back the steady clock runs ahead of what was created since: of both the lesser counts. What the waits
 * that were served say holds whatever was set, so that nothing stays young.
 *
 * @param createdAtMs on the business clock.
 * @param countedMs waits that were served since, together.
 */
export function leastAgeMs(
  { clock, steadyClock }: AgeClocks,
  createdAtMs: number,
  countedMs: number,
): number {
  return Math.max(countedMs, Math.min(clock.nowMs(), steadyClock.nowMs()) - createdAtMs);
}
