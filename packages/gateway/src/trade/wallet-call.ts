import type { Timers } from '../clock/clock.ts';

/** What every call of a connector may answer: nobody can say what happened to the money. */
export interface UnknownAnswer {
  readonly kind: 'unknown';
  readonly reason: string;
}

/**
 * Calls a wallet and always comes back with an answer: a rejection, an exception or silence beyond the limit is
 * `unknown`, because nobody can say what happened to the money (rule 4).
 *
 * @param limitMs when the connector is told to let go.
 */
export function callWallet<Answer>(
  timers: Timers,
  limitMs: number,
  call: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer | UnknownAnswer> {
  const controller = new AbortController();
  return new Promise<Answer | UnknownAnswer>((resolve) => {
    const cancel = timers.after(limitMs, () => {
      controller.abort();
      resolve({ kind: 'unknown', reason: `no answer within ${limitMs} ms` });
    });
    const settle = (answer: Answer | UnknownAnswer): void => {
      cancel();
      resolve(answer);
    };
    const fail = (error: unknown): void =>
      settle({ kind: 'unknown', reason: error instanceof Error ? error.message : 'the connector failed' });
    try {
      call(controller.signal).then(settle, fail);
    } catch (error) {
      fail(error);
    }
  });
}
