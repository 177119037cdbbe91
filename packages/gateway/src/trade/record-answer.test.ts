import { beforeEach, describe, expect, it } from 'vitest';
import type { Payment } from '../payment/payment.ts';
import { intentOf, PAID_PROGRESS, seen, stepTo } from '../store/contract/contract-data.ts';
import type { WalletAnswer } from '../wallet/connector.ts';
import { paidAnswer } from '../wallet/test-wallet.ts';
import { newReversal, reversalIntent } from './begin-reversal.ts';
import { recordAnswer } from './record-answer.ts';
import { useTrade, withOperations } from './test-trade.ts';

const DECLINED: WalletAnswer = {
  kind: 'declined',
  respcd: '1201',
  mayStillCharge: false,
  reason: 'Not enough money',
};
const WAITING: WalletAnswer = { kind: 'waiting_for_payer' };

describe('recordAnswer', () => {
  const trade = useTrade();
  let payment: Payment;
  beforeEach(async () => {
    const result = await trade().store.acceptPayment(intentOf(1));
    if (result.kind !== 'accepted') throw new Error('the payment was not accepted');
    payment = result.payment;
  });

  it('stores what follows from the answer and gives it back', async () => {
    const { store, log, parts } = trade();
    const stored = await recordAnswer(parts, payment, paidAnswer(payment), 'enquiry');
    expect(stored).toMatchObject({ state: 'paid', version: 2 });
    expect(await store.findPayment(1)).toEqual(stored);
    expect(log.lines).toEqual([]);
  });

  it('writes nothing for an answer that says nothing new', async () => {
    const { store, parts } = trade();
    const waiting = await recordAnswer(parts, payment, WAITING, 'enquiry');
    expect(await recordAnswer(parts, waiting, { kind: 'unknown', reason: '' }, 'enquiry')).toBe(waiting);
    expect(await store.findPayment(1)).toMatchObject({ version: 2 });
  });

  it('weighs again when somebody else was faster, and loses no money', async () => {
    const { store, parts } = trade();
    await store.changePayment(
      seen(1, 1),
      stepTo({ ...PAID_PROGRESS, state: 'waiting_for_payer', respcd: '1143' }),
    );
    expect(await recordAnswer(parts, payment, paidAnswer(payment), 'enquiry')).toMatchObject({
      state: 'paid',
      version: 3,
    });
  });

  it('bows to a verdict that was written in between', async () => {
    const { store, log, parts } = trade();
    const paid = await store.changePayment(seen(1, 1), stepTo(PAID_PROGRESS));
    expect(await recordAnswer(parts, payment, WAITING, 'enquiry')).toEqual(paid);
    expect(await recordAnswer(parts, payment, DECLINED, 'enquiry')).toEqual(paid);
    expect(log.alerts).toEqual(['payment_alarm']);
    expect(log.lines[0]?.fields).toMatchObject({ why: 'declined_by_wallet contradicts state paid' });
  });

  it('applies one of many answers at once and no fact twice', async () => {
    const { store, log, parts } = trade();
    const answers = [WAITING, paidAnswer(payment), WAITING, paidAnswer(payment), WAITING];
    const results = await Promise.all(
      answers.map((answer) => recordAnswer(parts, payment, answer, 'enquiry')),
    );
    const stored = await store.findPayment(1);
    expect(stored?.state).toBe('paid');
    expect(stored?.version).toBeLessThanOrEqual(3);
    for (const result of results) expect(['paid', 'waiting_for_payer']).toContain(result.state);
    expect(log.alerts).toEqual([]);
  });

  it('raises an alert for money taken after a verdict, and lets the verdict stand', async () => {
    const { store, log, parts } = trade();
    const declined = await recordAnswer(parts, payment, DECLINED, 'charge');
    // Asked after the verdict: what the wallet says now is newer than it.
    const after = await recordAnswer(parts, declined, paidAnswer(payment), 'enquiry');
    expect(after).toEqual({ ...declined, version: 3 });
    // Whoever finds the same charge again finds it recorded.
    expect(await recordAnswer(parts, after, paidAnswer(payment), 'enquiry')).toEqual(after);
    expect(await recordAnswer(parts, payment, paidAnswer(payment), 'charge')).toEqual(after);
    expect(await store.findLateCharge(1)).toMatchObject({
      channelRefundId: `LC${payment.syssn}`,
      amountMinor: 1050,
      currency: 'HKD',
      state: 'returning',
      attempts: 0,
    });
    expect((await store.readHistory(1)).map(({ event }) => event)).toEqual([
      'payment_accepted',
      'payment_changed',
      'late_charge_found',
    ]);
    expect(log.lines).toEqual([
      {
        level: 'alert',
        event: 'late_charge',
        fields: { syssn: payment.syssn, state: 'declined', respcd: '1201' },
      },
    ]);
  });

  it('has the resolver ask again when "paid" may be older than the verdict', async () => {
    const { store, log, parts } = trade();
    const declined = await recordAnswer(parts, payment, DECLINED, 'enquiry');
    expect(declined.dueAtMs).toBe(parts.steadyClock.nowMs() + 60_000);
    const doubted = await recordAnswer(parts, payment, paidAnswer(payment), 'charge');
    expect(doubted).toEqual({ ...declined, version: 3, dueAtMs: parts.steadyClock.nowMs() });
    expect(await store.findLateCharge(1)).toBeUndefined();
    expect(log.lines).toEqual([]);
  });

  describe('while the payment is being reversed', () => {
    const begin = async (acknowledgedAtMs: number | undefined) => {
      const { store, parts } = trade();
      const reversal = newReversal(parts, payment, { origin: 'merchant', callerTime: '', deviceId: '' });
      const step = reversalIntent(payment, { ...reversal, acknowledgedAtMs }, parts.steadyClock.nowMs());
      const begun = await store.changePayment(payment, step);
      if (begun === undefined) throw new Error('the reversal was not begun');
      return begun;
    };
    const NOT_FOUND: WalletAnswer = { kind: 'not_found', reason: '' };

    it('believes "not found" and "declined" only once the wallet has acknowledged the reversal', async () => {
      const { parts } = trade();
      const begun = await begin(undefined);
      expect(await recordAnswer(parts, begun, NOT_FOUND, 'enquiry')).toEqual(begun);
      expect(await recordAnswer(parts, payment, DECLINED, 'charge')).toEqual(begun);
    });

    it.each([
      ['not found', NOT_FOUND],
      ['declined', DECLINED],
      ['reversed', { kind: 'reversed', reason: '' }],
    ] as readonly (readonly [string, WalletAnswer])[])(
      'ends with %s after the acknowledgement, and is looked at later on',
      async (_what, answer) => {
        const { parts } = trade();
        const begun = await begin(1);
        expect(await recordAnswer(parts, payment, answer, 'enquiry')).toMatchObject({
          state: 'reversed',
          respcd: '1142',
          asks: 0,
          dueAtMs: parts.steadyClock.nowMs() + 60_000,
          version: begun.version + 1,
        });
      },
    );

    it('takes "paid" for older than the reversal', async () => {
      const { parts } = trade();
      const begun = await begin(1);
      expect(await recordAnswer(parts, payment, paidAnswer(payment), 'charge')).toEqual(begun);
    });
  });

  it('raises an alert for another amount, and keeps the payment open', async () => {
    const { log, parts } = trade();
    const wrong = { ...paidAnswer(payment), amountMinor: 1 } as WalletAnswer;
    expect(await recordAnswer(parts, payment, wrong, 'enquiry')).toMatchObject({ state: 'processing' });
    expect(log.alerts).toEqual(['payment_alarm']);
  });

  it('fails when the payment has vanished', async () => {
    const { store, parts } = trade();
    const empty = withOperations(store, {
      changePayment: async () => undefined,
      findPayment: async () => undefined,
    });
    await expect(recordAnswer({ ...parts, store: empty }, payment, WAITING, 'enquiry')).rejects.toThrow(
      `${payment.syssn} has vanished`,
    );
  });
});
