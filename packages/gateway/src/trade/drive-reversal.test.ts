import { beforeEach, describe, expect, it } from 'vitest';
import type { Payment } from '../payment/payment.ts';
import type { ReversalAnswer, WalletAnswer } from '../wallet/connector.ts';
import { HeldAnswer, paidAnswer } from '../wallet/test-wallet.ts';
import { type TestResolving, useResolving } from '../resolver/test-resolving.ts';
import { REVERSE_LIMIT_MS } from './drive-reversal.ts';
import { newReversal, reversalIntent } from './begin-reversal.ts';
import { LEASE_MS } from './owned-change.ts';
import { recordAnswer } from './record-answer.ts';
import { answerQueries, beginReversal, NOT_NOW, REVERSED, TOO_LATE, UNKNOWN } from './test-reversal.ts';
import { settle } from './test-trade.ts';

const WAITING: WalletAnswer = { kind: 'waiting_for_payer' };
const NOT_FOUND: WalletAnswer = { kind: 'not_found', reason: '' };
const DECLINED: WalletAnswer = { kind: 'declined', respcd: '1205', mayStillCharge: false, reason: 'no' };

const resolving = useResolving();
let test: TestResolving;
let begun: Payment;

beforeEach(async () => {
  test = resolving();
  begun = await beginReversal(test);
});

const queries = (...answers: readonly WalletAnswer[]): void => answerQueries(test, ...answers);

function dueIn(payment: Payment): number | undefined {
  return payment.dueAtMs === undefined ? undefined : payment.dueAtMs - test.reversing.steadyClock.nowMs();
}

describe('the first turn of a reversal', () => {
  it('reverses without another ask, writes the acknowledgement, and ends when an enquiry confirms it', async () => {
    const { reversals, wallet, store, reached, events } = test;
    queries(REVERSED);
    expect(await reversals.drive(begun, 'just_asked')).toMatchObject({ state: 'reversed', respcd: '1142' });
    expect(wallet.reversed).toHaveLength(1);
    expect(wallet.asked).toHaveLength(1);
    expect(reached).toEqual([
      'reversal_sent',
      'reversal_answered',
      'acknowledgement_durable',
      'confirmation_sent',
      'confirmation_answered',
      'verdict_durable',
    ]);
    expect(await events()).toEqual([
      'payment_accepted',
      'reversal_begun',
      'reversal_acknowledged',
      'payment_changed',
    ]);
    expect((await store.findReversal(1))?.acknowledgedAtMs).toBe(test.clock.nowMs());
  });

  it.each([
    ['not found', NOT_FOUND],
    ['declined', DECLINED],
  ])('ends with "%s" after the acknowledgement', async (_what, answer) => {
    queries(answer);
    expect(await test.reversals.drive(begun, 'just_asked')).toMatchObject({
      state: 'reversed',
      respcd: '1142',
    });
  });

  it.each([
    ['no answer', { kind: 'unknown', reason: '' }],
    ['a request that was not sent', { kind: 'not_sent', reason: '' }],
    ['a refusal for now', NOT_NOW],
  ] as readonly (readonly [string, ReversalAnswer])[])(
    'is repeated 2 s later after %s',
    async (_what, answer) => {
      const { reversals, wallet } = test;
      wallet.onReverse = async () => answer;
      const open = await reversals.drive(begun, 'just_asked');
      expect(open).toMatchObject({ state: 'reversing', respcd: '1145', asks: 1 });
      expect(dueIn(open)).toBe(2_000);
      expect(wallet.asked).toHaveLength(0);
    },
  );

  it('lets the wallet go after 10 s', async () => {
    const { reversals, wallet, time } = test;
    let released = false;
    wallet.onReverse = (_order, signal) => {
      signal.addEventListener('abort', () => {
        released = true;
      });
      return new HeldAnswer().promise as Promise<never>;
    };
    const driven = reversals.drive(begun, 'just_asked');
    await settle();
    time.advance(REVERSE_LIMIT_MS);
    expect(await driven).toMatchObject({ state: 'reversing', asks: 1 });
    expect(released).toBe(true);
  });

  it('leaves a payment paid that the wallet refuses to undo and calls paid', async () => {
    const { reversals, wallet, store } = test;
    wallet.onReverse = async () => TOO_LATE;
    expect(await reversals.drive(begun, 'just_asked')).toMatchObject({
      state: 'paid',
      respcd: '0000',
      walletNumber: `W-${begun.channelOrderId}`,
      dueAtMs: undefined,
    });
    expect((await store.findReversal(1))?.acknowledgedAtMs).toBeUndefined();
  });

  it('ends as reversed when the wallet has nothing to undo of a payment it has declined', async () => {
    test.wallet.onReverse = async () => TOO_LATE;
    queries(DECLINED);
    expect(await test.reversals.drive(begun, 'just_asked')).toMatchObject({ state: 'reversed' });
  });

  it.each([
    ['unknown', UNKNOWN],
    ['not found', NOT_FOUND],
    ['waiting', WAITING],
  ])('goes on when the wallet refuses to undo a payment that is %s', async (_what, answer) => {
    test.wallet.onReverse = async () => TOO_LATE;
    queries(answer);
    expect(await test.reversals.drive(begun, 'just_asked')).toMatchObject({ state: 'reversing', asks: 1 });
  });

  it('goes on, and raises an alarm, when the wallet refuses and reports another amount', async () => {
    test.wallet.onReverse = async () => TOO_LATE;
    queries({ ...paidAnswer(begun), amountMinor: 1 } as WalletAnswer);
    expect(await test.reversals.drive(begun, 'just_asked')).toMatchObject({ state: 'reversing' });
    expect(test.log.alerts).toEqual(['payment_alarm']);
  });
});

describe('a later turn of a reversal', () => {
  /** The payment as the resolver leases it when its next turn is due. */
  const lease = async (): Promise<Payment> => {
    const { store, time, reversing } = test;
    time.advance(LEASE_MS);
    const nowMs = reversing.steadyClock.nowMs();
    const [leased] = await store.leaseDueTransactions(nowMs, nowMs + LEASE_MS, 1);
    if (leased?.kind !== 'payment') throw new Error('nothing was due');
    return leased;
  };

  it('asks before it sends again, and sends nothing when the first one was done', async () => {
    const { reversals, wallet } = test;
    queries(REVERSED);
    expect(await reversals.drive(await lease(), 'not_asked')).toMatchObject({ state: 'reversed' });
    expect(wallet.reversed).toHaveLength(0);
  });

  it('sends again what was not done', async () => {
    const { reversals, wallet } = test;
    queries(WAITING, REVERSED);
    expect(await reversals.drive(await lease(), 'not_asked')).toMatchObject({ state: 'reversed' });
    expect(wallet.reversed).toHaveLength(1);
  });

  it('repeats a reversal that was acknowledged while the wallet still waits for the payer', async () => {
    const { reversals, wallet } = test;
    queries(WAITING);
    expect(await reversals.drive(begun, 'just_asked')).toMatchObject({ state: 'reversing', asks: 1 });
    expect(await reversals.drive(await lease(), 'not_asked')).toMatchObject({ state: 'reversing', asks: 2 });
    expect(wallet.reversed).toHaveLength(2);
    queries(NOT_FOUND);
    expect(await reversals.drive(await lease(), 'not_asked')).toMatchObject({ state: 'reversed' });
  });

  it('only asks after the acknowledgement while the wallet cannot be understood', async () => {
    const { reversals, wallet } = test;
    queries({ kind: 'unknown', reason: 'time-out' });
    expect(await reversals.drive(begun, 'just_asked')).toMatchObject({ state: 'reversing', asks: 1 });
    expect(await reversals.drive(await lease(), 'not_asked')).toMatchObject({ state: 'reversing', asks: 2 });
    expect(wallet.reversed).toHaveLength(1);
    queries(NOT_FOUND);
    expect(await reversals.drive(await lease(), 'not_asked')).toMatchObject({ state: 'reversed' });
  });

  it('tells the wallet of the acknowledgement when it asks afterwards, and not before', async () => {
    const { reversals, wallet } = test;
    queries(WAITING, WAITING, REVERSED);
    expect(await reversals.drive(await lease(), 'not_asked')).toMatchObject({ state: 'reversing' });
    expect(await reversals.drive(await lease(), 'not_asked')).toMatchObject({ state: 'reversed' });
    const told = wallet.asked.map(({ reversalAcknowledged }) => reversalAcknowledged);
    expect(told).toEqual([undefined, true, true]);
  });

  it('tells the wallet of no acknowledgement when there was none', async () => {
    const { reversals, wallet } = test;
    wallet.onReverse = async () => ({ kind: 'unknown', reason: 'time-out' });
    queries(WAITING, WAITING);
    await reversals.drive(await lease(), 'not_asked');
    await reversals.drive(await lease(), 'not_asked');
    const told = wallet.asked.map(({ reversalAcknowledged }) => reversalAcknowledged);
    expect(told).toEqual([undefined, undefined]);
  });

  it('undoes again what is paid after the acknowledgement, which stays the first one', async () => {
    const { reversals, wallet, store, time } = test;
    queries(paidAnswer(begun), paidAnswer(begun), REVERSED);
    await reversals.drive(begun, 'just_asked');
    const first = await store.findReversal(1);
    time.advance(1_000);
    expect(await reversals.drive(await lease(), 'not_asked')).toMatchObject({ state: 'reversed' });
    expect(wallet.reversed).toHaveLength(2);
    expect(await store.findReversal(1)).toEqual(first);
  });

  it('grows slower and raises an alert after 10 minutes and after 2 hours, and never ends by age', async () => {
    const { wallet, resolver, pass, log, stored } = test;
    wallet.onReverse = async () => NOT_NOW;
    queries(WAITING);
    await resolver.start();
    await pass(12 * 60_000);
    await pass(30 * 3_600_000, 30_000);
    expect(await stored()).toMatchObject({ state: 'reversing' });
    expect(log.lines.filter(({ event }) => event === 'payment_open_long')).toMatchObject([
      { fields: { minutes: 10, state: 'reversing' } },
      { fields: { minutes: 120 } },
    ]);
    await resolver.stop();
  });
});

describe('whoever does not own the reversal any more', () => {
  it('sends nothing when the lease has gone to somebody else', async () => {
    const { reversals, wallet, store, reversing } = test;
    wallet.onQuery = async () => {
      const nowMs = reversing.steadyClock.nowMs() + LEASE_MS;
      await store.leaseDueTransactions(nowMs, nowMs + LEASE_MS, 1);
      return WAITING;
    };
    const current = await reversals.drive(begun, 'not_asked');
    expect(current.version).toBe(begun.version + 1);
    expect(wallet.reversed).toHaveLength(0);
  });

  it.each(['unknown', 'reversed'] as const)(
    'writes nothing after %s when an enquiry was quicker',
    async (kind) => {
      const { reversals, wallet, reversing, events } = test;
      wallet.onReverse = async () => {
        await recordAnswer(reversing, begun, REVERSED, 'enquiry');
        return kind === 'reversed' ? { kind } : { kind, reason: '' };
      };
      expect(await reversals.drive(begun, 'just_asked')).toMatchObject({ state: 'reversed' });
      expect(await events()).toEqual(['payment_accepted', 'reversal_begun', 'payment_changed']);
    },
  );

  it('records the fact alone when the verdict was written by somebody else', async () => {
    const { reversals, wallet, reversing, events } = test;
    wallet.onQuery = async () => {
      await recordAnswer(reversing, begun, REVERSED, 'enquiry');
      return REVERSED;
    };
    expect(await reversals.drive(begun, 'just_asked')).toMatchObject({ state: 'reversed' });
    expect((await events()).filter((event) => event === 'payment_changed')).toHaveLength(1);
  });

  it('keeps its lease when only a note was added', async () => {
    const { reversals, wallet, store, stored, clock } = test;
    wallet.onReverse = async () => {
      await store.addNote(await stored(), 'tea', clock.nowMs());
      return { kind: 'reversed' };
    };
    queries(REVERSED);
    expect(await reversals.drive(begun, 'just_asked')).toMatchObject({ state: 'reversed', note: 'tea' });
  });
});

describe('a wallet that takes no reversal in the first 15 s', () => {
  it('is told after a restart only when the process has been up for so long', async () => {
    const { store, wallet, reversing } = test;
    const payment = await weChat();
    queries(WAITING);
    const waiting = await test.reversals.drive(payment, 'not_asked');
    expect(waiting).toMatchObject({ state: 'reversing', asks: 0 });
    expect(dueIn(waiting)).toBe(15_000);
    expect(wallet.reversed).toHaveLength(0);
    const nowMs = reversing.steadyClock.nowMs() + 15_000;
    test.time.advance(15_000);
    const [leased] = await store.leaseDueTransactions(nowMs, nowMs + LEASE_MS, 1);
    await test.reversals.drive(leased as Payment, 'not_asked');
    expect(wallet.reversed).toHaveLength(1);
  });

  it('is left to whoever took the lease over meanwhile', async () => {
    const { store, wallet, reversing } = test;
    const payment = await weChat();
    wallet.onQuery = async () => {
      const nowMs = reversing.steadyClock.nowMs() + LEASE_MS;
      await store.leaseDueTransactions(nowMs, nowMs + LEASE_MS, 2);
      return WAITING;
    };
    const current = await test.reversals.drive(payment, 'not_asked');
    expect(current.version).toBe(payment.version + 1);
    expect(dueIn(current)).toBe(2 * LEASE_MS);
    expect(wallet.reversed).toHaveLength(0);
  });

  async function weChat(): Promise<Payment> {
    const { accept, store, reversing } = test;
    const payment = await accept(2, { family: 'wechatpay', payType: '800208' });
    const reversal = newReversal(reversing, payment, { origin: 'merchant', callerTime: '', deviceId: '' });
    const dueAtMs = reversing.steadyClock.nowMs() + LEASE_MS;
    const stored = await store.changePayment(payment, reversalIntent(payment, reversal, dueAtMs));
    if (stored === undefined) throw new Error('the reversal was not begun');
    return stored;
  }
});

describe('what should not be', () => {
  it('waits for a connector that is missing, and raises an alert', async () => {
    const { reversals, wallet, log } = { ...test, ...resolving({ connectors: new Map() }) };
    expect(await reversals.drive(begun, 'just_asked')).toMatchObject({ state: 'reversing', asks: 1 });
    expect(log.alerts).toEqual(['connector_missing']);
    expect(wallet.reversed).toHaveLength(0);
  });

  it('fails for a payment that is being reversed by nothing', async () => {
    const { reversals, accept } = test;
    const payment = await accept(3);
    await expect(reversals.drive(payment, 'just_asked')).rejects.toThrow('is being reversed by no reversal');
  });
});
