import type { CommandClock, Surroundings } from '../context.ts';
import { isRecord, readJson } from '../json-record.ts';
import { timedFetch } from '../timed-fetch.ts';
import { isOnThisMachine } from './loopback.ts';

/** How far the clock of the sandbox at an address was moved ahead, milliseconds; 0 where there is none. */
export async function sandboxAheadMs(
  surroundings: Pick<Surroundings, 'fetch' | 'clock'>,
  url: string,
): Promise<number> {
  if (!isOnThisMachine(url)) return 0;
  const result = await timedFetch(surroundings, `${url}/sandbox/clock`, {});
  const answer =
    result.kind === 'answer' && result.answer.status === 200 ? readJson(result.answer.body) : undefined;
  const ahead = isRecord(answer) ? answer['ahead_ms'] : undefined;
  return typeof ahead === 'number' && ahead > 0 ? ahead : 0;
}

/**
 * The clock for what is signed with a time: the gateway refuses a time five minutes from its own, and that of a sandbox can
 * be moved ahead.
 */
export async function clockOfGateway(
  surroundings: Pick<Surroundings, 'fetch' | 'clock'>,
  url: string,
): Promise<CommandClock> {
  const { clock } = surroundings;
  const aheadMs = await sandboxAheadMs(surroundings, url);
  return {
    nowMs: () => clock.nowMs() + aheadMs,
    monotonicMs: () => clock.monotonicMs(),
    after: (delayMs, callback) => clock.after(delayMs, callback),
  };
}
