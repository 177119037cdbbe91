import { describe, expect, it } from 'vitest';
import { SteadyClock } from '../clock/steady-clock.ts';
import { ManualTime } from '../clock/test-time.ts';
import type { Refund } from '../payment/refund.ts';
import { intentOf, PAID_PROGRESS, stepTo } from '../store/contract/contract-data.ts';
import { StorageUnavailable } from '../store/store.ts';
import { settle, withOperations } from '../trade/test-trade.ts';
import type { WalletAnswer } from '../wallet/connector.ts';
import { HeldAnswer, paidAnswer, ScriptedWallet } from '../wallet/test-wallet.ts';
import { CALLS_PER_SECOND, IN_FLIGHT_MAX } from './resolver.ts';
import { useResolving } from './test-resolving.ts';
import { TokenBucket } from './token-bucket.ts';

const WAITING: WalletAnswer = { kind: 'waiting_for_payer' };

function range(from: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}

describe('TokenBucket', () => {
  it('allows so many a second, at most one second ahead', () => {
    const time = new ManualTime();
    const bucket = new TokenBucket(new SteadyClock(time), 20);
    expect(bucket.available()).toBe(20);
    bucket.take(20);
    expect(bucket.available()).toBe(0);
    time.advance(49);
    expect(bucket.available()).toBe(0);
    time.advance(1);
    expect(bucket.available()).toBe(1);
    time.advance(3_600_000);
    expect(bucket.available()).toBe(20);
  });

  it('gives credit and gets it back', () => {
    const time = new ManualTime();
    const bucket = new TokenBucket(new SteadyClock(time), 20);
    bucket.take(40);
    time.advance(999);
    expect(bucket.available()).toBe(0);
    time.advance(51);
    expect(bucket.available()).toBe(1);
  });
});

describe('the resolver', () => {
  const resolving = useResolving();

  it('holds at most 64 calls of one wallet at once, and leases no more than that', async () => {
    const { accept, resolver, wallet, pass, store, reversing } = resolving();
    await resolver.start();
    const held: HeldAnswer[] = [];
    wallet.onQuery = () => {
      const answer = new HeldAnswer();
      held.push(answer);
      return answer.promise;
    };
    await Promise.all(range(11, 100).map((id) => accept(id)));
    await pass(5_000);
    expect(wallet.asked).toHaveLength(IN_FLIGHT_MAX);
    const nowMs = reversing.steadyClock.nowMs();
    // What is not under way can be leased by anybody.
    expect(await store.leaseDueTransactions(nowMs, nowMs, 100)).toHaveLength(36);
    for (const answer of held.splice(0)) answer.give(paidAnswer(reference(11)));
    await settle();
    await settle();
    expect(wallet.asked).toHaveLength(100);
    for (const answer of held.splice(0)) answer.give(WAITING);
    await resolver.stop();
  });

  function reference(id: number) {
    return intentOf(id);
  }

  it('makes no more than 200 enquiries a second of one wallet', async () => {
    const { accept, resolver, wallet, pass } = resolving();
    await resolver.start();
    await Promise.all(range(11, 500).map((id) => accept(id)));
    await pass(5_000);
    expect(wallet.asked.length).toBeLessThanOrEqual(CALLS_PER_SECOND);
    await pass(1_000, 50);
    expect(wallet.asked.length).toBeGreaterThan(CALLS_PER_SECOND);
    expect(wallet.asked.length).toBeLessThanOrEqual(2 * CALLS_PER_SECOND);
    await pass(2_000, 50);
    expect(wallet.asked).toHaveLength(500);
    await resolver.stop();
  });

  it('goes through what an earlier process left behind 20 a second, the oldest first, beside its own work', async () => {
    const { accept, wallet, time, resolver, pass } = resolving();
    await Promise.all(range(1, 100).map((id) => accept(id)));
    time.advance(60_000);
    const next = resolving();
    await next.resolver.start();
    await next.accept(201);
    await pass(1_000, 50);
    expect(wallet.asked.length).toBeGreaterThanOrEqual(19);
    expect(wallet.asked.length).toBeLessThanOrEqual(21);
    const numbers = wallet.asked.map(({ channelOrderId }) => channelOrderId);
    expect(numbers).toEqual(numbers.toSorted());
    await pass(4_100, 50);
    expect(wallet.asked.map(({ channelOrderId }) => channelOrderId)).toContain(intentOf(201).channelOrderId);
    await next.resolver.stop();
    await resolver.stop();
  });

  it('is not held up by a wallet that hangs', async () => {
    const hanging = new ScriptedWallet('hanging');
    hanging.onQuery = () => new HeldAnswer().promise;
    const quick = new ScriptedWallet('quick');
    const connectors = new Map([hanging, quick].map((wallet) => [wallet.name, wallet] as const));
    const { accept, resolver, pass } = resolving({ connectors });
    await resolver.start();
    await Promise.all(range(11, 200).map((id) => accept(id, { connector: 'hanging' })));
    await Promise.all(range(311, 10).map((id) => accept(id, { connector: 'quick' })));
    await pass(5_500);
    expect(quick.asked).toHaveLength(10);
    const stopped = resolver.stop();
    await pass(5_000);
    await stopped;
  });

  it('gives refunds to their driver', async () => {
    const driven: Refund[] = [];
    const drive = async (refund: Refund): Promise<void> => {
      driven.push(refund);
    };
    const { accept, resolver, store, pass } = resolving({ refunds: { drive } });
    const payment = await accept(1);
    await store.changePayment(payment, stepTo(PAID_PROGRESS));
    const intent = {
      ...intentOf(2, { connector: 'scripted' }),
      originalId: 1,
      originalSyssn: payment.syssn,
      originalChannelOrderId: payment.channelOrderId,
      channelRefundId: 'R-2',
      amountMinor: 100,
    };
    expect((await store.reserveRefund(intent)).kind).toBe('reserved');
    await resolver.start();
    await pass(1_000);
    expect(driven).toMatchObject([{ id: 2, kind: 'refund' }]);
    await resolver.stop();
  });

  it('notices payments of a connector that was taken away, without giving up on them', async () => {
    const { accept, resolver, pass, log, stored } = resolving();
    await resolver.start();
    await accept(11, { connector: 'gone' });
    await pass(6_000);
    expect(log.alerts).toEqual(['connector_missing']);
    expect(await stored(11)).toMatchObject({ state: 'accepted', asks: 0 });
    await pass(700_000, 5_000);
    expect(log.alerts.length).toBeGreaterThanOrEqual(2);
    await resolver.stop();
  });

  it('tells about a turn that failed, and gives it another when the lease has run out', async () => {
    const { store } = resolving();
    let disk = 'full';
    const { accept, resolver, pass, log, stored } = resolving({
      store: withOperations(store, {
        changePayment: (seen, step) =>
          disk === 'full'
            ? Promise.reject(new StorageUnavailable('disk full'))
            : store.changePayment(seen, step),
      }),
    });
    await resolver.start();
    await accept(11);
    await pass(6_000);
    expect(log.lines).toMatchObject([{ event: 'turn_failed', fields: { syssn: intentOf(11).syssn } }]);
    disk = 'free';
    await pass(31_000);
    expect(await stored(11)).toMatchObject({ state: 'paid' });
    await resolver.stop();
  });

  it('tells when it cannot lease, and tries again', async () => {
    const { store } = resolving();
    let disk = 'full';
    const { accept, resolver, pass, log, stored } = resolving({
      store: withOperations(store, {
        leaseDueTransactions: (...lease) =>
          disk === 'full'
            ? Promise.reject(new StorageUnavailable('disk full'))
            : store.leaseDueTransactions(...lease),
      }),
    });
    await resolver.start();
    await accept(11);
    await pass(6_000);
    expect(log.alerts).toContain('resolver_failed');
    disk = 'free';
    await pass(2_000);
    expect(await stored(11)).toMatchObject({ state: 'paid' });
    await resolver.stop();
  });

  it('ends what is under way when it is stopped, and takes nothing new', async () => {
    const { accept, resolver, wallet, pass, stored, time } = resolving();
    await resolver.start();
    const answer = new HeldAnswer();
    wallet.onQuery = () => answer.promise;
    await accept(11);
    await accept(12, { firstAskAtMs: time.nowMs() + 60_000 });
    await pass(5_500);
    let stopped = false;
    const stopping = resolver.stop().then(() => {
      stopped = true;
    });
    await settle();
    expect(stopped).toBe(false);
    answer.give(paidAnswer(intentOf(11)));
    await stopping;
    expect(await stored(11)).toMatchObject({ state: 'paid' });
    await pass(120_000, 1_000);
    resolver.wake();
    await settle();
    expect(wallet.asked).toHaveLength(1);
    expect(time.running).toBe(0);
  });

  it('shares the work with another one on the same store, and asks nothing twice', async () => {
    const first = resolving();
    const second = resolving();
    await first.resolver.start();
    await second.resolver.start();
    await Promise.all(range(11, 50).map((id) => first.accept(id)));
    await first.pass(8_000, 50);
    expect(first.wallet.asked).toHaveLength(50);
    for (const id of range(11, 50)) expect(await first.stored(id)).toMatchObject({ state: 'paid' });
    await first.resolver.stop();
    await second.resolver.stop();
  });

  it('clears the time of a payment of which nothing is due any more', async () => {
    const { accept, resolver, store, pass, stored, wallet } = resolving();
    await resolver.start();
    const payment = await accept(11);
    await store.changePayment(payment, stepTo({ ...PAID_PROGRESS, dueAtMs: payment.dueAtMs }));
    await pass(6_000);
    expect(await stored(11)).toMatchObject({ state: 'paid', dueAtMs: undefined });
    expect(wallet.asked).toHaveLength(0);
    await resolver.stop();
  });
});
