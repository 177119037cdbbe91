import { beforeEach, describe, expect, it } from 'vitest';
import type { Refund } from '../payment/refund.ts';
import {
  refundIntentOf,
  refundStepTo,
  reservedRefund,
  RETURNED_PROGRESS,
  UNCLEAR_PROGRESS,
} from '../store/contract/refund-data.ts';
import type { RefundAnswer } from '../wallet/connector.ts';
import { recordRefundAnswer } from './refund-outcome.ts';
import { paidOrder, REFUND_REFUSED, refundParts } from './test-refund-trade.ts';
import { useTrade, withOperations } from './test-trade.ts';

const PROCESSING: RefundAnswer = { kind: 'processing' };

function returned(refund: Refund): RefundAnswer {
  return {
    kind: 'returned',
    amountMinor: refund.amountMinor,
    currency: refund.currency,
    walletNumber: 'R',
    payerAccount: 'buyer',
    returnedAtMs: refund.createdAtMs,
  };
}

describe('recordRefundAnswer', () => {
  const trade = useTrade();
  let refund: Refund;
  beforeEach(async () => {
    const payment = await paidOrder(trade());
    refund = reservedRefund(await trade().store.reserveRefund(refundIntentOf(2, payment)));
  });
  const record = (answer: RefundAnswer, by: 'refund' | 'enquiry' | 'resolver', seen = refund) =>
    recordRefundAnswer(refundParts(trade()), seen, answer, by);
  const soon = (ms: number) => trade().parts.steadyClock.nowMs() + ms;

  it('stores what follows from the answer, with its entry in the history', async () => {
    const stored = await record(returned(refund), 'enquiry');
    expect(stored).toMatchObject({ state: 'succeeded', version: 2, dueAtMs: undefined });
    expect(await trade().store.findRefund(2)).toEqual(stored);
    expect((await trade().store.readHistory(2)).at(-1)).toMatchObject({
      event: 'refund_changed',
      facts: { from: 'reserved', to: 'succeeded', respcd: '0000', by: 'enquiry', answer: 'returned' },
    });
  });

  it('brings the next turn of the resolver forward when the first call is answered', async () => {
    expect(await record(PROCESSING, 'refund')).toMatchObject({ dueAtMs: soon(2_000), asks: 0 });
  });

  it("leaves the resolver's turn alone for an enquiry", async () => {
    const stored = await record(PROCESSING, 'enquiry');
    expect(stored).toMatchObject({ state: 'processing', dueAtMs: refund.dueAtMs, asks: 0 });
    expect(await record(PROCESSING, 'enquiry', stored)).toBe(stored);
    expect(await record(PROCESSING, 'refund', stored)).toBe(stored);
    expect(await trade().store.findRefund(2)).toEqual(stored);
  });

  it('counts the turns of the resolver and says when the next one is', async () => {
    let current = refund;
    const pauses: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      current = await record(PROCESSING, 'resolver', current);
      pauses.push((current.dueAtMs ?? 0) - soon(0));
    }
    expect(pauses).toEqual([2_000, 4_000, 8_000, 15_000]);
    expect(current.asks).toBe(4);
    const events = (await trade().store.readHistory(2)).map(({ event }) => event);
    expect(events).toEqual([
      'refund_reserved',
      'refund_changed',
      'wallet_asked',
      'wallet_asked',
      'wallet_asked',
    ]);
  });

  it('weighs again when somebody else was faster, and loses no money', async () => {
    await trade().store.changeRefund(refund, refundStepTo(UNCLEAR_PROGRESS));
    expect(await record(returned(refund), 'refund')).toMatchObject({ state: 'succeeded', version: 3 });
  });

  it('bows to a verdict that was written in between, and tells a contradiction', async () => {
    const ended = await trade().store.changeRefund(refund, refundStepTo(RETURNED_PROGRESS));
    expect(await record(PROCESSING, 'resolver')).toEqual(ended);
    expect(trade().log.alerts).toEqual([]);
    expect(await record(REFUND_REFUSED, 'resolver')).toEqual(ended);
    expect(trade().log.lines).toEqual([
      {
        level: 'alert',
        event: 'refund_alarm',
        fields: { syssn: refund.syssn, why: 'refused_by_wallet contradicts state succeeded' },
      },
    ]);
  });

  it('applies one of many answers at once', async () => {
    const answers = [PROCESSING, returned(refund), PROCESSING, returned(refund)];
    await Promise.all(answers.map((answer) => record(answer, 'enquiry')));
    expect(await trade().store.findRefund(2)).toMatchObject({ state: 'succeeded' });
    expect(await trade().store.findPayment(1)).toMatchObject({ refundedMinor: 400, refundPendingMinor: 0 });
  });

  it('raises an alert for another amount, and holds the money back', async () => {
    const wrong = { ...returned(refund), amountMinor: 1 } as RefundAnswer;
    expect(await record(wrong, 'resolver')).toMatchObject({ state: 'processing' });
    expect(trade().log.alerts).toEqual(['refund_alarm']);
    expect(await trade().store.findPayment(1)).toMatchObject({ refundedMinor: 0, refundPendingMinor: 400 });
  });

  it('fails when the refund has vanished', async () => {
    const store = withOperations(trade().store, {
      changeRefund: async () => undefined,
      findRefund: async () => undefined,
    });
    const recorded = recordRefundAnswer(refundParts(trade(), { store }), refund, PROCESSING, 'refund');
    await expect(recorded).rejects.toThrow(`${refund.syssn} has vanished`);
  });
});
