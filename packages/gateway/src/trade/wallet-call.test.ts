import { describe, expect, it } from 'vitest';
import { ManualTime } from '../clock/test-time.ts';
import type { WalletAnswer } from '../wallet/connector.ts';
import { HeldAnswer } from '../wallet/test-wallet.ts';
import { settle } from './test-trade.ts';
import { callWallet } from './wallet-call.ts';

const WAITING: WalletAnswer = { kind: 'waiting_for_payer' };

describe('callWallet', () => {
  it("gives the wallet's own answer and stops its clock", async () => {
    const time = new ManualTime();
    expect(await callWallet(time, 1_000, async () => WAITING)).toBe(WAITING);
    expect(time.running).toBe(0);
  });

  it.each([
    ['a rejection', () => Promise.reject(new Error('reset')), 'reset'],
    ['a rejection with something strange', () => Promise.reject('reset'), 'the connector failed'],
    [
      'an exception',
      () => {
        throw new Error('bug');
      },
      'bug',
    ],
  ])('takes %s for unknown', async (_what, call, reason) => {
    const time = new ManualTime();
    expect(await callWallet(time, 1_000, call)).toEqual({ kind: 'unknown', reason });
    expect(time.running).toBe(0);
  });

  it('takes silence beyond the limit for unknown and tells the connector to let go', async () => {
    const time = new ManualTime();
    const answer = new HeldAnswer();
    let signal: AbortSignal | undefined;
    const called = callWallet(time, 1_000, (given) => {
      signal = given;
      return answer.promise;
    });
    time.advance(999);
    expect(signal?.aborted).toBe(false);
    time.advance(1);
    expect(signal?.aborted).toBe(true);
    expect(await called).toEqual({ kind: 'unknown', reason: 'no answer within 1000 ms' });
    // The answer after that changes nothing: the wallet is asked about the payment instead.
    answer.give(WAITING);
    await settle();
    expect(await called).toEqual({ kind: 'unknown', reason: 'no answer within 1000 ms' });
  });

  it('does not abort a call that was answered', async () => {
    const time = new ManualTime();
    let signal: AbortSignal | undefined;
    await callWallet(time, 1_000, async (given) => {
      signal = given;
      return WAITING;
    });
    time.advance(10_000);
    expect(signal?.aborted).toBe(false);
  });
});
