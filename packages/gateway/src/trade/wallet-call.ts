import type { Timers } from '../clock/clock.ts';
import type { WalletAnswer } from '../wallet/connector.ts';

/**
 * Calls a wallet and always comes back with an answer: a rejection, an exception or silence beyond the limit is
 * `unknown`, because nobody can say what happened to the money (rule 4).
 *
 * @param limitMs when the connector is told to let go.
 */
export function callWallet(
  timers: Timers,
  limitMs: number,
  call: (signal: AbortSignal) => Promise<WalletAnswer>,
): Promise<WalletAnswer> {
  const controller = new AbortController();
  return new Promise<WalletAnswer>((resolve) => {
    const cancel = timers.after(limitMs, () => {
      controller.abort();
      resolve({ kind: 'unknown', reason: `no answer within ${limitMs} ms` });
    });
    const settle = (answer: WalletAnswer): void => {
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
