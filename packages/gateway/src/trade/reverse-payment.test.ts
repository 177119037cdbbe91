import type { ReversalRequest } from '@opencpm/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { type TestResolving, useResolving } from '../resolver/test-resolving.ts';
import type { Payment } from '../payment/payment.ts';
import { PAID_PROGRESS, stepTo } from '../store/contract/contract-data.ts';
import { StorageUnavailable } from '../store/store.ts';
import type { ReversalAnswer, WalletAnswer } from '../wallet/connector.ts';
import { HeldAnswer, paidAnswer } from '../wallet/test-wallet.ts';
import { LEASE_MS } from './owned-change.ts';
import type { ReversalOutcome } from './reverse-payment.ts';
import { REVERSED, TOO_LATE } from './test-reversal.ts';
import { settle, withOperations } from './test-trade.ts';

const WAITING: WalletAnswer = { kind: 'waiting_for_payer' };
const DECLINED: WalletAnswer = { kind: 'declined', respcd: '1205', mayStillCharge: false, reason: 'no' };

const resolving = useResolving();
let test: TestResolving;
let payment: Payment;

beforeEach(async () => {
  test = resolving();
  payment = await test.accept(1);
  // A wallet that undoes what it is told to.
  test.wallet.onQuery = async () => (test.wallet.reversed.length > 0 ? REVERSED : WAITING);
});

function request(changes: Partial<ReversalRequest> = {}): ReversalRequest {
  return {
    syssn: payment.syssn,
    orderNumber: undefined,
    amountMinor: 1050,
    currency: undefined,
    callerTime: '2026-03-01 12:00:30',
    storeId: undefined,
    deviceId: 'till-2',
    ...changes,
  };
}

function reverse(changes: Partial<ReversalRequest> = {}): Promise<ReversalOutcome> {
  return test.reverser.reverse(test.direct, request(changes));
}

function refusalOf(outcome: ReversalOutcome): string | undefined {
  return outcome.ok ? undefined : outcome.refusal.respcd;
}

describe('a reversal', () => {
  it('asks, writes its intent, is sent, and is confirmed by another ask', async () => {
    const { wallet, reached, events } = test;
    expect(await reverse()).toMatchObject({
      ok: true,
      payment: { state: 'reversed', respcd: '1142' },
      reversal: { origin: 'merchant', callerTime: '2026-03-01 12:00:30', deviceId: 'till-2' },
    });
    expect(wallet.asked).toMatchObject([{ decides: true }, { decides: true }]);
    expect(wallet.reversed).toMatchObject([{ channelOrderId: payment.channelOrderId }]);
    expect(reached[0]).toBe('before_reversal');
    expect(reached[1]).toBe('reversal_durable');
    expect(reached.at(-1)).toBe('reversal_outcome_durable');
    expect(await events()).toEqual([
      'payment_accepted',
      'payment_changed',
      'reversal_begun',
      'reversal_acknowledged',
      'payment_changed',
    ]);
  });

  it('is one reversal with one number, however often and at once it is called', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => reverse()));
    const later = await reverse();
    const numbers = new Set([...outcomes, later].map((each) => (each.ok ? each.reversal.syssn : 'refused')));
    expect(numbers.size).toBe(1);
    expect(test.wallet.reversed).toHaveLength(1);
    expect(later).toMatchObject({ payment: { state: 'reversed' } });
  });

  it('never touches a payment that its wallet calls paid', async () => {
    const { wallet, stored } = test;
    wallet.onQuery = async (reference) => paidAnswer(reference);
    expect(refusalOf(await reverse())).toBe('1260');
    expect(wallet.reversed).toHaveLength(0);
    expect(await stored()).toMatchObject({ state: 'paid' });
    expect(refusalOf(await reverse())).toBe('1260');
  });

  it('answers 1260 when the payer was quicker and the wallet does not undo it', async () => {
    const { wallet } = test;
    wallet.onReverse = async () => {
      wallet.onQuery = async (reference) => paidAnswer(reference);
      return TOO_LATE;
    };
    expect(await reverse()).toMatchObject({
      ok: false,
      refusal: { respcd: '1260' },
      payment: { state: 'paid' },
    });
    expect(refusalOf(await reverse())).toBe('1260');
  });

  it('answers after 6 s in all that nobody knows yet, and goes on', async () => {
    const { wallet, time, stored, reverser } = test;
    const answer = new HeldAnswer();
    wallet.onQuery = () => new HeldAnswer().promise;
    wallet.onReverse = () => answer.promise as Promise<ReversalAnswer>;
    let outcome: ReversalOutcome | undefined;
    const asked = reverse().then((given) => {
      outcome = given;
    });
    await settle();
    time.advance(4_000);
    await settle();
    expect(wallet.reversed).toHaveLength(1);
    time.advance(1_999);
    await settle();
    expect(outcome).toBeUndefined();
    time.advance(1);
    await asked;
    expect(outcome).toMatchObject({ ok: true, payment: { state: 'reversing', respcd: '1145' } });
    wallet.onQuery = async () => REVERSED;
    answer.give({ kind: 'reversed', reason: '' });
    await reverser.drained();
    expect(await stored()).toMatchObject({ state: 'reversed' });
  });

  it('answers what is known when the outcome cannot be written', async () => {
    const { store, direct, log } = test;
    const failing = resolving({
      store: withOperations(store, {
        changePayment: (seen, step) =>
          step.entry.event === 'reversal_acknowledged'
            ? Promise.reject(new StorageUnavailable('disk full'))
            : store.changePayment(seen, step),
      }),
    });
    expect(await failing.reverser.reverse(direct, request())).toMatchObject({
      ok: true,
      payment: { state: 'reversing' },
    });
    expect(log.alerts).toEqual(['outcome_not_recorded']);
    await failing.reverser.drained();
  });

  it('begins nothing while nothing can be written, and says so', async () => {
    const { store, direct, wallet } = test;
    await test.reversing.wallets.refresh(payment);
    const failing = resolving({
      store: withOperations(store, {
        changePayment: () =>
          Promise.reject(new StorageUnavailable('cannot write', { cause: new Error('disk full') })),
      }),
    });
    const outcome = await failing.reverser.reverse(direct, request());
    expect(outcome).toMatchObject({ ok: false, refusal: { respcd: '1100' } });
    expect(wallet.reversed).toHaveLength(0);
    expect(failing.log.lines.at(-1)).toMatchObject({
      event: 'storage_unavailable',
      fields: { why: 'disk full' },
    });
  });

  it('says why when the store gives no cause, and lets other errors out', async () => {
    const { store, direct } = test;
    const failing = (error: Error) =>
      resolving({ store: withOperations(store, { findReversal: () => Promise.reject(error) }) });
    const full = failing(new StorageUnavailable('disk full'));
    expect(refusalOf(await full.reverser.reverse(direct, request()))).toBe('1100');
    expect(full.log.lines.at(-1)?.fields).toMatchObject({ why: 'disk full' });
    await expect(failing(new Error('broken')).reverser.reverse(direct, request())).rejects.toThrow('broken');
  });
});

describe('a payment that has its verdict', () => {
  it('was declined: nothing is charged, the reversal has a number, and no wallet is called', async () => {
    const { wallet, stored } = test;
    wallet.onQuery = async () => DECLINED;
    const first = await reverse();
    expect(first).toMatchObject({ ok: true, payment: { state: 'declined', respcd: '1205' } });
    const again = await reverse({ callerTime: '2026-03-01 13:00:00' });
    expect(again).toMatchObject({ reversal: first.ok ? first.reversal : {} });
    expect(wallet.reversed).toHaveLength(0);
    expect(await stored()).toMatchObject({ state: 'declined' });
  });

  it('was undone by the wallet itself', async () => {
    test.wallet.onQuery = async () => REVERSED;
    expect(await reverse()).toMatchObject({ ok: true, payment: { state: 'reversed' } });
    expect(test.wallet.reversed).toHaveLength(0);
  });

  it('was undone by the resolver: the number is that of the first reversal', async () => {
    const { resolver, pass, store } = test;
    await resolver.start();
    await pass(70_000);
    const reversal = await store.findReversal(1);
    expect(reversal).toMatchObject({ origin: 'resolver' });
    expect(await reverse()).toMatchObject({ ok: true, reversal: { syssn: reversal?.syssn ?? 'none' } });
    await resolver.stop();
  });
});

describe('races', () => {
  it('gives way to a payment that was recorded as paid in between', async () => {
    const { store, direct, wallet } = test;
    let raced = false;
    const racing = resolving({
      store: withOperations(store, {
        changePayment: async (seen, step) => {
          if (step.entry.event !== 'reversal_begun' || raced) return store.changePayment(seen, step);
          raced = true;
          await store.changePayment(seen, stepTo(PAID_PROGRESS));
          return store.changePayment(seen, step);
        },
      }),
    });
    expect(refusalOf(await racing.reverser.reverse(direct, request()))).toBe('1260');
    expect(wallet.reversed).toHaveLength(0);
  });

  it('numbers the reversal of an ended payment once', async () => {
    test.wallet.onQuery = async () => DECLINED;
    await test.reversing.wallets.refresh(payment);
    const outcomes = await Promise.all([reverse(), reverse(), reverse()]);
    const numbers = outcomes.map((each) => (each.ok ? each.reversal.syssn : 'refused'));
    expect(new Set(numbers).size).toBe(1);
  });
});

describe('a wallet that takes no reversal in the first 15 s', () => {
  it('is told when it may be; until then nobody knows', async () => {
    const { accept, wallet, store, direct, resolver, pass, stored, reversing } = test;
    await resolver.start();
    const young = await accept(11, { family: 'wechatpay', payType: '800208' });
    const outcome = await test.reverser.reverse(direct, request({ syssn: young.syssn }));
    expect(outcome).toMatchObject({ ok: true, payment: { state: 'reversing', asks: 0 } });
    expect((await stored(11)).dueAtMs).toBe(reversing.steadyClock.nowMs() + 15_000);
    expect((await store.findReversal(11))?.origin).toBe('merchant');
    await pass(14_500);
    expect(wallet.reversed.filter(({ channelOrderId }) => channelOrderId === young.channelOrderId)).toEqual(
      [],
    );
    await pass(2_000);
    expect(await stored(11)).toMatchObject({ state: 'reversed' });
    await resolver.stop();
  });

  it('waits less for a payment that was asked about before, and not at all for one that is old enough', async () => {
    const { accept, direct, resolver, pass, stored, reversing, store } = test;
    await resolver.start();
    const young = await accept(11, { family: 'wechatpay', payType: '800208' });
    const old = await accept(12, { family: 'wechatpay_hk', payType: '801008' });
    await pass(6_000);
    expect(await stored(11)).toMatchObject({ asks: 1 });
    await test.reverser.reverse(direct, request({ syssn: young.syssn }));
    expect((await stored(11)).dueAtMs).toBe(reversing.steadyClock.nowMs() + 10_000);
    await pass(10_500);
    expect(await stored(12)).toMatchObject({ asks: 3 });
    void test.reverser.reverse(direct, request({ syssn: old.syssn }));
    await settle();
    expect((await store.findReversal(12))?.origin).toBe('merchant');
    await test.reverser.drained();
    expect(await stored(12)).toMatchObject({ state: 'reversed' });
    expect(LEASE_MS).toBeGreaterThan(15_000);
    await resolver.stop();
  });
});

describe('a request that names the wrong thing', () => {
  it.each([
    ['another amount', { amountMinor: 1051 }, '1266'],
    ['another currency', { currency: 'CNY' }, '1267'],
    ['a number nobody has', { syssn: '20260301000100020000000099' }, '1268'],
    ['a store of somebody else', { storeId: 'T1' }, '1241'],
  ] as const)('%s', async (_what, changes, respcd) => {
    const outcome = await reverse(changes);
    expect(refusalOf(outcome)).toBe(respcd);
    expect(test.wallet.asked).toHaveLength(0);
    expect(test.wallet.reversed).toHaveLength(0);
  });

  it('the right currency is right', async () => {
    expect(await reverse({ currency: 'HKD' })).toMatchObject({ ok: true });
  });
});
