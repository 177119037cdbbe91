import { beforeEach, describe, expect, it } from 'vitest';
import type { LateCharge } from '../payment/reversal.ts';
import { intentOf } from '../store/contract/contract-data.ts';
import { recordAnswer } from '../trade/record-answer.ts';
import type { RefundAnswer, RefundOrder, ReversalAnswer, WalletAnswer } from '../wallet/connector.ts';
import { paidAnswer, returnedAnswer } from '../wallet/test-wallet.ts';
import { LateChargeReturner } from './return-late-charge.ts';
import { type TestResolving, useResolving } from './test-resolving.ts';

const DECLINED: WalletAnswer = { kind: 'declined', respcd: '1205', mayStillCharge: false, reason: 'no' };
const VOID = { kind: 'declined', respcd: '1205', mayStillCharge: false, reason: 'undone' } as const;
const REVERSED: WalletAnswer = { kind: 'reversed', reason: 'undone' };
const REFUSED: RefundAnswer = { kind: 'refused', respcd: '1262', mayStillReturn: false, reason: 'no' };

const resolving = useResolving();
let test: TestResolving;

/** A payment that was declined and charged all the same; its return is due. */
beforeEach(async () => {
  test = resolving();
  const payment = await test.accept(1);
  const declined = await recordAnswer(test.reversing, payment, DECLINED, 'charge');
  await recordAnswer(test.reversing, declined, paidAnswer(payment), 'enquiry');
});

async function lease(): Promise<LateCharge> {
  const nowMs = test.reversing.steadyClock.nowMs();
  const [leased] = await test.store.leaseDueLateCharges(nowMs, nowMs + 60_000, 1);
  if (leased === undefined) throw new Error('nothing was due');
  return leased;
}

async function drive(changes?: Parameters<typeof resolving>[0]): Promise<LateCharge | undefined> {
  const parts = changes === undefined ? test.reversing : resolving(changes).reversing;
  await new LateChargeReturner(parts).drive(await lease());
  return test.store.findLateCharge(1);
}

/** What the wallet answers to refunds, one after the other; the last one for ever. */
function refunds(...answers: readonly (RefundAnswer | 'returned')[]): void {
  let next = 0;
  test.wallet.onRefund = async (order: RefundOrder) => {
    const answer = answers[Math.min(next++, answers.length - 1)] ?? 'returned';
    return answer === 'returned' ? returnedAnswer(order) : answer;
  };
}

describe('the return of a late charge', () => {
  it('is a refund of the whole payment under a number that follows from the payment', async () => {
    const { wallet } = test;
    expect(await drive()).toMatchObject({ state: 'returned', attempts: 1, dueAtMs: undefined });
    const { syssn, channelOrderId } = intentOf(1);
    expect(wallet.refunded).toEqual([
      {
        channelRefundId: `LC${syssn}`,
        channelOrderId,
        family: 'alipay',
        walletNumber: `W-${channelOrderId}`,
        amountMinor: 1050,
        paymentAmountMinor: 1050,
        currency: 'HKD',
        createdAtMs: expect.any(Number),
        paymentCreatedAtMs: expect.any(Number),
      },
    ]);
    expect(await test.events()).toEqual([
      'payment_accepted',
      'payment_changed',
      'late_charge_found',
      'late_charge_returned',
    ]);
  });

  it('is asked about before it is sent again, and not sent when it was done', async () => {
    const { wallet, time } = test;
    refunds({ kind: 'unknown', reason: 'lost' });
    expect(await drive()).toMatchObject({ state: 'returning', attempts: 1 });
    time.advance(2_000);
    expect(await drive()).toMatchObject({ state: 'returned', attempts: 2 });
    expect(wallet.refunded).toHaveLength(1);
    expect(wallet.refundsAsked).toHaveLength(1);
  });

  it('is sent again when the wallet knows nothing of it', async () => {
    const { wallet, time } = test;
    refunds({ kind: 'not_sent', reason: 'refused' }, 'returned');
    wallet.onQueryRefund = async () => ({ kind: 'not_found', reason: '' });
    await drive();
    time.advance(2_000);
    expect(await drive()).toMatchObject({ state: 'returned' });
    expect(wallet.refunded).toHaveLength(2);
  });

  it.each([
    ['processing', { kind: 'processing' }],
    ['unknown', { kind: 'unknown', reason: '' }],
  ] as readonly (readonly [string, RefundAnswer])[])(
    'is only asked about while it is %s',
    async (_what, answer) => {
      const { wallet, time } = test;
      refunds({ kind: 'processing' });
      wallet.onQueryRefund = async () => answer;
      await drive();
      time.advance(2_000);
      expect(await drive()).toMatchObject({ state: 'returning', attempts: 2 });
      expect(wallet.refunded).toHaveLength(1);
    },
  );

  it('is not done when another amount went back; that is told', async () => {
    test.wallet.onRefund = async (order) => ({ ...returnedAnswer(order), amountMinor: 1 }) as RefundAnswer;
    expect(await drive()).toMatchObject({ state: 'returning' });
    expect(test.log.alerts).toEqual(['late_charge', 'payment_alarm']);
  });

  it('goes on after a refusal for now', async () => {
    refunds({ ...REFUSED, mayStillReturn: true });
    expect(await drive()).toMatchObject({ state: 'returning', attempts: 1 });
    expect(test.wallet.reversed).toHaveLength(0);
  });

  it('is a reversal when the wallet takes no refund', async () => {
    const { wallet } = test;
    refunds(REFUSED);
    wallet.onQuery = async (order) => (wallet.reversed.length > 0 ? REVERSED : paidAnswer(order));
    expect(await drive()).toMatchObject({ state: 'returned' });
    expect(wallet.reversed).toHaveLength(1);
  });

  it('is done when the payment was undone already', async () => {
    refunds(REFUSED);
    test.wallet.onQuery = async () => REVERSED;
    expect(await drive()).toMatchObject({ state: 'returned', returnedAtMs: test.clock.nowMs() });
    expect(test.wallet.reversed).toHaveLength(0);
  });

  it('tells the wallet that it has acknowledged the undoing, where its enquiries do not show it', async () => {
    const { wallet } = test;
    refunds(REFUSED);
    wallet.onQuery = async (order) => (order.reversalAcknowledged === true ? REVERSED : paidAnswer(order));
    expect(await drive()).toMatchObject({ state: 'returned' });
    expect(wallet.reversed).toHaveLength(1);
  });

  it('is done when the wallet undoes it and has no other word for that than declined', async () => {
    const { wallet } = test;
    refunds(REFUSED);
    wallet.onQuery = async () => VOID;
    expect(await drive()).toMatchObject({ state: 'returned' });
    expect(wallet.reversed).toHaveLength(1);
  });

  it('is not done by "declined" alone, nor by one that is not final', async () => {
    const { wallet, time } = test;
    refunds(REFUSED);
    wallet.onQueryRefund = async () => REFUSED;
    wallet.onQuery = async () => VOID;
    wallet.onReverse = async () => ({ kind: 'unknown', reason: '' });
    expect(await drive()).toMatchObject({ state: 'returning' });
    wallet.onQuery = async () => ({ ...VOID, mayStillCharge: true });
    wallet.onReverse = async () => ({ kind: 'reversed' });
    time.advance(2_000);
    expect(await drive()).toMatchObject({ state: 'returning' });
    expect(wallet.reversed).toHaveLength(1);
  });

  it('stays open when nobody can say what became of the payment, or it cannot be undone', async () => {
    const { wallet, time } = test;
    refunds(REFUSED);
    wallet.onQueryRefund = async () => REFUSED;
    wallet.onQuery = async () => ({ kind: 'unknown', reason: '' });
    expect(await drive()).toMatchObject({ state: 'returning', attempts: 1 });
    wallet.onQuery = async (order) => paidAnswer(order);
    wallet.onReverse = async () => ({ kind: 'refused', respcd: '1260', mayRetry: false, reason: '' });
    time.advance(2_000);
    expect(await drive()).toMatchObject({ state: 'returning', attempts: 2 });
    // Acknowledged, but the wallet's book does not show it.
    wallet.onReverse = async () => ({ kind: 'reversed' });
    time.advance(4_000);
    expect(await drive()).toMatchObject({ state: 'returning', attempts: 3 });
  });

  describe('that the wallet has refused for good', () => {
    const { syssn } = intentOf(1);

    /** A wallet that knows each number it was sent, and answers it for ever what it answered first. */
    function remember(...firstAnswers: readonly (RefundAnswer | 'returned')[]): void {
      const known = new Map<string, RefundAnswer>();
      test.wallet.onRefund = async (order) => {
        const answer = known.get(order.channelRefundId) ?? firstAnswers[known.size] ?? 'returned';
        const said = answer === 'returned' ? returnedAnswer(order) : answer;
        known.set(order.channelRefundId, said);
        return said;
      };
      test.wallet.onQueryRefund = async ({ channelRefundId }) =>
        known.get(channelRefundId) ?? { kind: 'not_found', reason: '' };
      test.wallet.onQuery = async (order) => paidAnswer(order);
      test.wallet.onReverse = async () => ({
        kind: 'refused',
        respcd: '1260',
        mayRetry: false,
        reason: 'too late',
      });
    }
    const sent = () => test.wallet.refunded.map(({ channelRefundId }) => channelRefundId);

    it('is sent under another number, which is on the disk before that', async () => {
      remember(REFUSED, 'returned');
      await drive();
      test.time.advance(2_000);
      expect(await drive()).toMatchObject({
        state: 'returning',
        channelRefundId: `LC${syssn}R2`,
        attempts: 2,
      });
      expect(sent()).toEqual([`LC${syssn}`]);
      const history = await test.store.readHistory(1);
      expect(history.at(-1)?.facts).toMatchObject({ nextNumber: `LC${syssn}R2` });
      test.time.advance(4_000);
      expect(await drive()).toMatchObject({ state: 'returned', channelRefundId: `LC${syssn}R2` });
      expect(sent()).toEqual([`LC${syssn}`, `LC${syssn}R2`]);
    });

    it('keeps its number for hours when the second is refused too', async () => {
      remember(REFUSED, REFUSED, 'returned');
      for (let tries = 0; tries < 6; tries += 1) {
        expect(await drive()).toMatchObject({ state: 'returning' });
        test.time.advance(30_000);
      }
      expect(new Set(sent())).toEqual(new Set([`LC${syssn}`, `LC${syssn}R2`]));
    });

    it('keeps its number while an enquiry does not confirm the refusal', async () => {
      remember(REFUSED);
      test.wallet.onQueryRefund = async () => ({ kind: 'not_found', reason: '' });
      await drive();
      test.time.advance(2_000);
      expect(await drive()).toMatchObject({ attempts: 2, channelRefundId: `LC${syssn}` });
      test.wallet.onQueryRefund = async () => ({ ...REFUSED, mayStillReturn: true });
      test.time.advance(4_000);
      expect(await drive()).toMatchObject({ attempts: 3, channelRefundId: `LC${syssn}` });
    });

    it.each([
      ['has no answer', { kind: 'unknown', reason: '' }],
      ['is refused for now', { kind: 'refused', respcd: '1143', mayRetry: true, reason: '' }],
      ['is done, but not seen yet', { kind: 'reversed' }],
    ] as readonly (readonly [string, ReversalAnswer])[])(
      'keeps its number while a reversal may still undo the payment: one that %s',
      async (_what, answer) => {
        remember(REFUSED);
        test.wallet.onReverse = async () => answer;
        await drive();
        test.time.advance(2_000);
        expect(await drive()).toMatchObject({ attempts: 2, channelRefundId: `LC${syssn}` });
        expect(sent()).toHaveLength(1);
      },
    );

    it('is done when the reversal comes through after all', async () => {
      remember(REFUSED);
      await drive();
      test.wallet.onReverse = async () => ({ kind: 'reversed' });
      test.wallet.onQuery = async (order) => (test.wallet.reversed.length > 1 ? REVERSED : paidAnswer(order));
      test.time.advance(2_000);
      expect(await drive()).toMatchObject({ state: 'returned', channelRefundId: `LC${syssn}` });
    });
  });

  it('is told when it is not done after 10 minutes and after 2 hours, and goes on', async () => {
    const { resolver, pass, log, store } = test;
    refunds({ kind: 'unknown', reason: '' });
    test.wallet.onQueryRefund = async () => ({ kind: 'unknown', reason: '' });
    await resolver.start();
    await pass(30 * 3_600_000, 30_000);
    expect(log.alerts.filter((event) => event === 'late_charge_not_returned')).toHaveLength(2);
    expect((await store.findLateCharge(1))?.dueAtMs).toBeDefined();
    await resolver.stop();
  });

  it('waits for a connector that is missing', async () => {
    expect(await drive({ connectors: new Map() })).toMatchObject({ state: 'returning', attempts: 1 });
    expect(test.log.alerts).toEqual(['late_charge', 'connector_missing']);
  });

  it('leaves it to whoever leased it later', async () => {
    const leased = await lease();
    test.time.advance(60_000);
    await lease();
    await new LateChargeReturner(test.reversing).drive(leased);
    expect(await test.store.findLateCharge(1)).toMatchObject({ state: 'returning', attempts: 0 });
  });

  it('fails for a payment that does not exist', async () => {
    const leased = await lease();
    const lost = { ...leased, paymentId: 99 };
    await expect(new LateChargeReturner(test.reversing).drive(lost)).rejects.toThrow('has vanished');
  });
});
