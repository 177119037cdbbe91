import { beforeEach, describe, expect, it } from 'vitest';
import type { Payment } from '../payment/payment.ts';
import { intentOf, PAID_PROGRESS, seen } from '../store/contract/contract-data.ts';
import type { WalletAnswer } from '../wallet/connector.ts';
import { paidAnswer } from '../wallet/test-wallet.ts';
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
    const result = await trade().store.acceptPayment(intentOf(1), 0);
    if (result.kind !== 'accepted') throw new Error('the payment was not accepted');
    payment = result.payment;
  });

  it('stores what follows from the answer and gives it back', async () => {
    const { store, log } = trade();
    const stored = await recordAnswer(store, log, payment, paidAnswer(payment));
    expect(stored).toMatchObject({ state: 'paid', version: 2 });
    expect(await store.findPayment(1)).toEqual(stored);
    expect(log.lines).toEqual([]);
  });

  it('writes nothing for an answer that says nothing new', async () => {
    const { store, log } = trade();
    const waiting = await recordAnswer(store, log, payment, WAITING);
    expect(await recordAnswer(store, log, waiting, { kind: 'unknown', reason: '' })).toBe(waiting);
    expect(await store.findPayment(1)).toMatchObject({ version: 2 });
  });

  it('weighs again when somebody else was faster, and loses no money', async () => {
    const { store, log } = trade();
    await store.recordProgress(seen(1, 1), { ...PAID_PROGRESS, state: 'waiting_for_payer', respcd: '1143' });
    expect(await recordAnswer(store, log, payment, paidAnswer(payment))).toMatchObject({
      state: 'paid',
      version: 3,
    });
  });

  it('bows to a verdict that was written in between', async () => {
    const { store, log } = trade();
    const paid = await store.recordProgress(seen(1, 1), PAID_PROGRESS);
    expect(await recordAnswer(store, log, payment, WAITING)).toEqual(paid);
    expect(await recordAnswer(store, log, payment, DECLINED)).toEqual(paid);
    expect(log.alerts).toEqual(['payment_alarm']);
    expect(log.lines[0]?.fields).toMatchObject({ why: 'declined_by_wallet contradicts state paid' });
  });

  it('applies one of many answers at once and no fact twice', async () => {
    const { store, log } = trade();
    const answers = [WAITING, paidAnswer(payment), WAITING, paidAnswer(payment), WAITING];
    const results = await Promise.all(answers.map((answer) => recordAnswer(store, log, payment, answer)));
    const stored = await store.findPayment(1);
    expect(stored?.state).toBe('paid');
    expect(stored?.version).toBeLessThanOrEqual(3);
    for (const result of results) expect(['paid', 'waiting_for_payer']).toContain(result.state);
    expect(log.alerts).toEqual([]);
  });

  it('raises an alert for money taken after a verdict, and lets the verdict stand', async () => {
    const { store, log } = trade();
    const declined = await recordAnswer(store, log, payment, DECLINED);
    expect(await recordAnswer(store, log, payment, paidAnswer(payment))).toEqual(declined);
    expect(log.lines).toEqual([
      {
        level: 'alert',
        event: 'late_charge',
        fields: { syssn: payment.syssn, state: 'declined', respcd: '1201' },
      },
    ]);
  });

  it('raises an alert for another amount, and keeps the payment open', async () => {
    const { store, log } = trade();
    const wrong = { ...paidAnswer(payment), amountMinor: 1 } as WalletAnswer;
    expect(await recordAnswer(store, log, payment, wrong)).toMatchObject({ state: 'processing' });
    expect(log.alerts).toEqual(['payment_alarm']);
  });

  it('fails when the payment has vanished', async () => {
    const { store, log } = trade();
    const empty = withOperations(store, {
      recordProgress: async () => undefined,
      findPayment: async () => undefined,
    });
    await expect(recordAnswer(empty, log, payment, WAITING)).rejects.toThrow(`${payment.syssn} has vanished`);
  });
});
