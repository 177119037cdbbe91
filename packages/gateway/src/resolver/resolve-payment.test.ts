import { describe, expect, it } from 'vitest';
import type { WalletAnswer } from '../wallet/connector.ts';
import { paidAnswer } from '../wallet/test-wallet.ts';
import { recordAnswer } from '../trade/record-answer.ts';
import { settle } from '../trade/test-trade.ts';
import { useResolving } from './test-resolving.ts';

const WAITING: WalletAnswer = { kind: 'waiting_for_payer' };
const NOT_FOUND: WalletAnswer = { kind: 'not_found', reason: '' };
const UNKNOWN: WalletAnswer = { kind: 'unknown', reason: 'no answer' };
const PROCESSING: WalletAnswer = { kind: 'unknown', reason: 'processing', processing: true };
const REVERSED: WalletAnswer = { kind: 'reversed', reason: 'undone' };
const DECLINED: WalletAnswer = { kind: 'declined', respcd: '1205', mayStillCharge: false, reason: 'no' };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('an open payment', () => {
  const resolving = useResolving();

  it('is asked about at its first time and not before, and is paid when the wallet says so', async () => {
    const { accept, resolver, wallet, pass, stored, reached } = resolving();
    await accept(1);
    await resolver.start();
    // The restart brings the first ask forward: what an earlier process has left is looked at once.
    await pass(500);
    expect(wallet.asked).toMatchObject([{ decides: true }]);
    expect(await stored()).toMatchObject({ state: 'paid', dueAtMs: undefined, asks: 0 });
    expect(reached).toEqual(['lease_taken', 'query_sent', 'query_answered', 'verdict_durable']);
    await resolver.stop();
  });

  it('is undone at once after the last ask, when the payer has not paid by then', async () => {
    const { accept, resolver, wallet, pass, stored, store, log, events } = resolving();
    await resolver.start();
    wallet.onQuery = async () => WAITING;
    await accept(11);
    await pass(61_000);
    expect(wallet.asked).toHaveLength(19);
    expect(wallet.reversed).toHaveLength(0);
    expect(await stored(11)).toMatchObject({ state: 'waiting_for_payer', asks: 19 });
    wallet.onReverse = async () => {
      wallet.onQuery = async () => REVERSED;
      return { kind: 'reversed' };
    };
    await pass(3_000);
    expect(wallet.reversed).toHaveLength(1);
    expect(await stored(11)).toMatchObject({ state: 'reversed', respcd: '1142', asks: 0 });
    expect(await store.findReversal(11)).toMatchObject({ origin: 'resolver', callerTime: '' });
    expect((await events(11)).slice(-3)).toEqual([
      'reversal_begun',
      'reversal_acknowledged',
      'payment_changed',
    ]);
    expect(log.alerts).toEqual([]);
    await resolver.stop();
  });

  it.each([
    ['a wallet that still processes', PROCESSING],
    ['a wallet that knows nothing', NOT_FOUND],
    ['a refusal that is not final', { ...DECLINED, mayStillCharge: true }],
  ])('is undone at its deadline for %s', async (_what, answer) => {
    const { accept, resolver, wallet, pass, stored } = resolving();
    await resolver.start();
    wallet.onQuery = async () => answer;
    await accept(11);
    await pass(64_000);
    // At once, and again while the wallet's own book contradicts its acknowledgement.
    expect(wallet.reversed.length).toBeGreaterThan(0);
    expect((await stored(11)).state).toMatch(/^revers/);
    await resolver.stop();
  });

  it('is never undone because its wallet cannot be reached, is alerted about twice, and is paid in the end', async () => {
    const { accept, resolver, wallet, pass, stored, log } = resolving();
    await resolver.start();
    wallet.onQuery = async () => UNKNOWN;
    await accept(11);
    await pass(5 * MINUTE);
    await pass(5 * HOUR, 20_000);
    expect(wallet.reversed).toHaveLength(0);
    expect(await stored(11)).toMatchObject({ state: 'processing', respcd: '1145' });
    expect(
      log.lines.filter(({ event }) => event === 'payment_open_long').map(({ fields }) => fields),
    ).toMatchObject([{ minutes: 10 }, { minutes: 120 }]);
    wallet.onQuery = async (reference) => paidAnswer(reference);
    await pass(HOUR, 20_000);
    expect(await stored(11)).toMatchObject({ state: 'paid' });
    await resolver.stop();
  });

  it('is declined when the wallet says so, and looked at three times more', async () => {
    const { accept, resolver, wallet, pass, stored } = resolving();
    await resolver.start();
    wallet.onQuery = async () => DECLINED;
    await accept(11);
    await pass(6_000);
    expect(await stored(11)).toMatchObject({ state: 'declined', respcd: '1205', asks: 0 });
    await pass(MINUTE);
    expect(await stored(11)).toMatchObject({ state: 'declined', asks: 1 });
    await pass(2 * HOUR, 20_000);
    expect(await stored(11)).toMatchObject({ state: 'declined', asks: 3, dueAtMs: undefined });
    expect(wallet.asked).toHaveLength(4);
    await resolver.stop();
  });

  it('counts no ask whose wait a restart has cut short', async () => {
    const first = resolving();
    first.wallet.onQuery = async () => WAITING;
    await first.accept(11);
    for (let restarts = 0; restarts < 30; restarts += 1) {
      const { resolver, pass } = resolving();
      await resolver.start();
      await pass(2_000);
      await resolver.stop();
    }
    expect(first.wallet.asked.length).toBeGreaterThanOrEqual(30);
    expect(await first.stored(11)).toMatchObject({ state: 'waiting_for_payer', asks: 0 });
    expect(first.wallet.reversed).toHaveLength(0);
  });

  it('is held when the wallet reports another amount, which is told, and never undone', async () => {
    const { accept, resolver, wallet, pass, stored, log } = resolving();
    await resolver.start();
    wallet.onQuery = async (reference) => ({ ...paidAnswer(reference), amountMinor: 1 }) as WalletAnswer;
    await accept(11);
    await pass(70_000);
    expect(await stored(11)).toMatchObject({ state: 'processing', respcd: '1145' });
    expect(wallet.reversed).toHaveLength(0);
    expect(new Set(log.alerts)).toEqual(new Set(['payment_alarm']));
    await resolver.stop();
  });

  it('does not care for jumps of the wall clock', async () => {
    const { accept, resolver, wallet, pass, stored, time } = resolving();
    await resolver.start();
    wallet.onQuery = async () => WAITING;
    await accept(11);
    time.jump(30 * 24 * HOUR);
    await pass(4_000);
    expect(wallet.asked).toHaveLength(0);
    time.jump(-60 * 24 * HOUR);
    await pass(56_000);
    expect(await stored(11)).toMatchObject({ state: 'waiting_for_payer', asks: 19 });
    await resolver.stop();
  });
});

describe('a charge after the verdict', () => {
  const resolving = useResolving();

  it('is found by a look, returned once, and told', async () => {
    const { accept, resolver, wallet, pass, stored, store, log, events, reached } = resolving();
    await resolver.start();
    wallet.onQuery = async () => DECLINED;
    await accept(11);
    await pass(6_000);
    wallet.onQuery = async (reference) => paidAnswer(reference);
    await pass(MINUTE + 2_000);
    expect(await stored(11)).toMatchObject({ state: 'declined', respcd: '1205' });
    expect(await store.findLateCharge(11)).toMatchObject({
      state: 'returned',
      attempts: 1,
      amountMinor: 1050,
    });
    expect(wallet.refunded).toMatchObject([
      { channelRefundId: expect.stringMatching(/^LC/), amountMinor: 1050 },
    ]);
    expect(log.alerts).toEqual(['late_charge']);
    expect(await events(11)).toEqual(expect.arrayContaining(['late_charge_found', 'late_charge_returned']));
    expect(reached).toEqual(
      expect.arrayContaining(['late_charge_durable', 'return_sent', 'return_answered', 'return_durable']),
    );
    await pass(2 * HOUR, 20_000);
    expect(wallet.refunded).toHaveLength(1);
    expect(log.alerts).toEqual(['late_charge']);
    await settle();
    await resolver.stop();
  });
});

describe('a late answer of the charge', () => {
  const resolving = useResolving();

  it('"paid" is doubted after a reversal, and the money that went back is not returned twice', async () => {
    const { accept, resolver, reversing, wallet, pass, store, stored, log } = resolving();
    await resolver.start();
    const payment = await accept(11);
    wallet.onQuery = async () => (wallet.reversed.length > 0 ? REVERSED : WAITING);
    await pass(64_000);
    expect(await stored(11)).toMatchObject({ state: 'reversed' });
    await recordAnswer(reversing, payment, paidAnswer(payment), 'charge');
    await pass(2_000);
    expect(await stored(11)).toMatchObject({ state: 'reversed', respcd: '1142' });
    expect(await store.findLateCharge(11)).toBeUndefined();
    expect(wallet.refunded).toHaveLength(0);
    expect(log.alerts).toEqual([]);
    await resolver.stop();
  });

  it('"paid" is a late charge when the wallet still says so', async () => {
    const { accept, resolver, reversing, wallet, pass, store, log } = resolving();
    await resolver.start();
    const payment = await accept(11);
    wallet.onQuery = async () => DECLINED;
    await pass(6_000);
    wallet.onQuery = async (reference) => paidAnswer(reference);
    await recordAnswer(reversing, payment, paidAnswer(payment), 'charge');
    await pass(3_000);
    expect(await store.findLateCharge(11)).toMatchObject({ state: 'returned' });
    expect(log.alerts).toEqual(['late_charge']);
    await resolver.stop();
  });
});

describe('a look after the verdict', () => {
  const resolving = useResolving();

  it('finds no charge where a wallet goes on calling an undone payment paid, but knows of the reversal', async () => {
    const { accept, resolver, wallet, pass, stored, store, log } = resolving();
    await resolver.start();
    wallet.onQuery = async (reference) => {
      if (wallet.reversed.length === 0) return WAITING;
      return reference.reversalAcknowledged === true ? REVERSED : paidAnswer(reference);
    };
    await accept(11);
    await pass(64_000);
    expect(await stored(11)).toMatchObject({ state: 'reversed' });
    const askedBefore = wallet.asked.length;
    await pass(2 * MINUTE, 1_000);
    expect(wallet.asked.length).toBeGreaterThan(askedBefore);
    expect(await store.findLateCharge(11)).toBeUndefined();
    expect(wallet.refunded).toEqual([]);
    expect(log.alerts).toEqual([]);
    await resolver.stop();
  });

  it('is repeated when the wallet gives no answer', async () => {
    const { accept, resolver, wallet, pass, stored } = resolving();
    await resolver.start();
    await accept(11);
    wallet.onQuery = async () => DECLINED;
    await pass(6_000);
    wallet.onQuery = async () => UNKNOWN;
    await pass(5 * MINUTE, 1_000);
    expect(await stored(11)).toMatchObject({ state: 'declined', asks: 0 });
    expect(wallet.asked.length).toBeGreaterThan(3);
    await resolver.stop();
  });

  it('raises an alarm for another amount, and leaves the verdict', async () => {
    const { accept, resolver, wallet, pass, stored, log, store } = resolving();
    await resolver.start();
    await accept(11);
    wallet.onQuery = async () => DECLINED;
    await pass(6_000);
    wallet.onQuery = async (reference) => ({ ...paidAnswer(reference), amountMinor: 1 }) as WalletAnswer;
    await pass(MINUTE + 1_000);
    expect(log.alerts).toEqual(['payment_alarm']);
    expect(await store.findLateCharge(11)).toBeUndefined();
    expect(await stored(11)).toMatchObject({ state: 'declined' });
    await resolver.stop();
  });

  it('writes nothing when an enquiry has found the charge meanwhile', async () => {
    const { accept, resolver, reversing, wallet, pass, store, stored, log } = resolving();
    await resolver.start();
    await accept(11);
    wallet.onQuery = async () => DECLINED;
    await pass(6_000);
    wallet.onQuery = async (reference) => {
      await recordAnswer(reversing, await stored(11), paidAnswer(reference), 'enquiry');
      return paidAnswer(reference);
    };
    await pass(MINUTE + 2_000);
    expect(await store.findLateCharge(11)).toMatchObject({ state: 'returned', attempts: 1 });
    expect(log.alerts).toEqual(['late_charge']);
    await resolver.stop();
  });
});

describe('an ask that is overtaken', () => {
  const resolving = useResolving();

  it('counts on when the charge says something new in between', async () => {
    const { accept, resolver, reversing, wallet, pass, stored } = resolving();
    await resolver.start();
    const payment = await accept(11);
    wallet.onQuery = async () => {
      await recordAnswer(reversing, payment, WAITING, 'charge');
      return NOT_FOUND;
    };
    await pass(5_500);
    expect(await stored(11)).toMatchObject({ state: 'waiting_for_payer', asks: 1 });
    await resolver.stop();
  });

  it('gives way to a verdict', async () => {
    const { accept, resolver, reversing, wallet, pass, stored, log } = resolving();
    await resolver.start();
    const payment = await accept(11);
    wallet.onQuery = async (reference) => {
      await recordAnswer(reversing, payment, paidAnswer(reference), 'charge');
      return NOT_FOUND;
    };
    await pass(5_500);
    expect(await stored(11)).toMatchObject({ state: 'paid', dueAtMs: undefined });
    expect(log.alerts).toEqual([]);
    await resolver.stop();
  });

  it('does not begin a reversal of a payment that becomes paid at its deadline', async () => {
    const { accept, resolver, reversing, wallet, pass, stored, store } = resolving();
    await resolver.start();
    const payment = await accept(11);
    wallet.onQuery = async (reference) => {
      if (wallet.asked.length === 20) await recordAnswer(reversing, payment, paidAnswer(reference), 'charge');
      return WAITING;
    };
    await pass(70_000);
    expect(await stored(11)).toMatchObject({ state: 'paid' });
    expect(await store.findReversal(11)).toBeUndefined();
    expect(wallet.reversed).toHaveLength(0);
    await resolver.stop();
  });

  it('leaves a reversal to the merchant who began it meanwhile', async () => {
    const { accept, resolver, reverser, direct, wallet, pass, stored } = resolving();
    await resolver.start();
    const payment = await accept(11);
    let begun = false;
    wallet.onQuery = async () => {
      if (!begun) {
        begun = true;
        const { syssn, amountMinor, callerTime } = payment;
        const named = { orderNumber: undefined, currency: undefined, storeId: undefined, deviceId: '' };
        await reverser.reverse(direct, { syssn, amountMinor, callerTime, ...named });
      }
      return wallet.reversed.length > 0 ? REVERSED : WAITING;
    };
    await pass(6_000);
    expect(await stored(11)).toMatchObject({ state: 'reversed' });
    expect(wallet.reversed).toHaveLength(1);
    await resolver.stop();
  });
});
