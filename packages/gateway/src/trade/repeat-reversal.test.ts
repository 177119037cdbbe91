import { beforeEach, describe, expect, it } from 'vitest';
import type { Payment } from '../payment/payment.ts';
import { type TestResolving, useResolving } from '../resolver/test-resolving.ts';
import { START_MS } from '../store/contract/contract-data.ts';
import { askAgeMs, repeatAgeMs, scheduledAsks } from '../wallet/ask-schedule.ts';
import type { WalletAnswer } from '../wallet/connector.ts';
import { paidAnswer } from '../wallet/test-wallet.ts';
import { answerQueries, beginReversal, NOT_NOW, REVERSED, TOO_LATE, UNKNOWN } from './test-reversal.ts';

const resolving = useResolving();
let test: TestResolving;
let begun: Payment;

beforeEach(async () => {
  test = resolving();
  begun = await beginReversal(test);
});

const queries = (...answers: readonly WalletAnswer[]): void => answerQueries(test, ...answers);

describe('a wallet that acknowledges a reversal and then refuses to repeat it', () => {
  const acknowledgedThenRefused = (): void => {
    test.wallet.onReverse = async () => (test.wallet.reversed.length === 1 ? { kind: 'reversed' } : TOO_LATE);
  };

  /** Turns of the reversal until it ends, at most so many, by a process that has served every wait. */
  async function turns(count: number): Promise<Payment> {
    test.time.advance(3_600_000);
    let payment = begun;
    for (let turn = 0; turn < count && payment.state === 'reversing'; turn += 1) {
      payment = await test.reversals.drive(payment, turn === 0 ? 'just_asked' : 'not_asked');
    }
    return payment;
  }

  it('is not believed when its book, which lags behind, still calls the payment paid', async () => {
    acknowledgedThenRefused();
    queries(UNKNOWN, paidAnswer(begun), paidAnswer(begun), REVERSED);
    expect(await turns(2)).toMatchObject({ state: 'reversing', asks: 2 });
    expect(await turns(3)).toMatchObject({ state: 'reversed' });
  });

  it('is asked with the word that it has acknowledged, which its enquiries may need', async () => {
    acknowledgedThenRefused();
    const told: unknown[] = [];
    test.wallet.onQuery = async ({ reversalAcknowledged }) => {
      told.push(reversalAcknowledged);
      return told.length === 1 ? UNKNOWN : paidAnswer(begun);
    };
    await turns(2);
    expect(told).toEqual([true, true, true]);
  });

  it('is believed after an hour: the acknowledgement was empty, and the payment stands', async () => {
    acknowledgedThenRefused();
    queries(UNKNOWN, paidAnswer(begun));
    const { reversalWaitsMs } = test.reversing.profiles(begun);
    const ended = await turns(1_000);
    expect(ended).toMatchObject({ state: 'paid', respcd: '0000' });
    expect(repeatAgeMs(reversalWaitsMs, ended.asks)).toBeGreaterThanOrEqual(3_600_000);
    expect(repeatAgeMs(reversalWaitsMs, ended.asks - 1)).toBeLessThan(3_600_000);
  });
});

/** A payment from a time when the clock was a day ahead. */
const AHEAD = { createdAtMs: START_MS + 86_400_000 };

describe('the age a connector is told with a reversal', () => {
  const ages = (): readonly unknown[] => test.wallet.reversed.map(({ leastAgeMs }) => leastAgeMs);

  /** What the waits before each of five turns were together. */
  const waited = (): readonly number[] => {
    const { reversalWaitsMs } = test.reversing.profiles(begun);
    return [0, 1, 2, 3, 4].map((tries) => repeatAgeMs(reversalWaitsMs, tries));
  };

  it('is that of the clock, which was not set back', async () => {
    test.wallet.onReverse = async () => NOT_NOW;
    test.time.advance(3_600_000);
    await test.reversals.drive(begun, 'just_asked');
    expect(ages()).toEqual([test.clock.nowMs() - begun.createdAtMs]);
  });

  it('is what the asks before it and the waits between its turns were together, when the clock was set back', async () => {
    test.wallet.onReverse = async () => NOT_NOW;
    let payment = await beginReversal(test, AHEAD, { id: 2 });
    test.time.advance(3_600_000);
    payment = await test.reversals.drive(payment, 'just_asked');
    for (let turn = 0; turn < 4; turn += 1) payment = await test.reversals.drive(payment, 'not_asked');
    const profile = test.reversing.profiles(begun);
    const askedMs = askAgeMs(profile, scheduledAsks(profile));
    expect(ages()).toEqual(waited().map((waitedMs) => askedMs + waitedMs));
  });

  it("is only that of the waits then where a merchant's call began it: nobody knows how often was asked before", async () => {
    test.wallet.onReverse = async () => NOT_NOW;
    let payment = await beginReversal(test, AHEAD, { id: 2, origin: 'merchant' });
    test.time.advance(3_600_000);
    payment = await test.reversals.drive(payment, 'just_asked');
    for (let turn = 0; turn < 4; turn += 1) payment = await test.reversals.drive(payment, 'not_asked');
    expect(ages()).toEqual(waited());
  });

  it('is not made greater by a clock that jumps ahead', async () => {
    test.wallet.onReverse = async () => NOT_NOW;
    const byMerchant = await beginReversal(test, {}, { id: 2, origin: 'merchant' });
    test.time.advance(10_000);
    test.time.jump(86_400_000);
    await test.reversals.drive(byMerchant, 'just_asked');
    expect(ages()).toEqual([test.time.nowMs() - 86_400_000 - byMerchant.createdAtMs]);
  });

  it('does not grow by turns that restarts have brought forward', async () => {
    test.wallet.onReverse = async () => NOT_NOW;
    let payment = await test.reversals.drive(begun, 'just_asked');
    for (let turn = 0; turn < 4; turn += 1) payment = await test.reversals.drive(payment, 'not_asked');
    expect(payment.asks).toBe(1);
    expect(new Set(ages()).size).toBe(1);
  });
});
