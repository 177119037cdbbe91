import { describe, expect, it } from 'vitest';
import { isRefundOpen } from '../payment/refund-state.ts';
import { provideSqlite } from '../store/sqlite/test-directory.ts';
import type { Store } from '../store/store.ts';
import { RefundResumer } from './resume-refund.ts';
import { paidOrder, refundParts, refundRequest, refundTaker } from './test-refund-trade.ts';
import { RefundBook, type RefundManner } from './test-refund-wallet.ts';
import { openTrade, settle, type TestTrade } from './test-trade.ts';

const POINTS = [
  'before_refund_intent',
  'refund_durable',
  'refund_sent',
  'refund_answered',
  'refund_outcome_durable',
] as const;

/** A process that dies: whatever it would have done after that never happens. */
function dead(): never {
  throw new Error('dead');
}

/** What the next process does: takes over what is due, and drives it until nothing is open. */
async function resume(trade: TestTrade, paymentId: number): Promise<void> {
  const resumer = new RefundResumer(refundParts(trade));
  for (let turn = 0; turn < 3; turn += 1) {
    await trade.store.resumeDue(trade.parts.steadyClock.nowMs(), 0);
    trade.time.advance(3_600_000);
    const nowMs = trade.parts.steadyClock.nowMs();
    const due = await trade.store.leaseDueTransactions(nowMs, nowMs + 30_000, 10);
    for (const leased of due) if (leased.kind === 'refund') await resumer.drive(leased);
  }
  expect((await trade.store.refundsOf(paymentId)).some(({ state }) => isRefundOpen(state))).toBe(false);
}

describe.each(POINTS)('a process that dies at %s', (point) => {
  it.each(['returned', 'refused', 'processing', 'answer_lost', 'request_lost'] satisfies RefundManner[])(
    'returns the money once or not at all, and the next process agrees with the wallet: %s',
    async (manner) => {
      const fixture = await provideSqlite();
      const book = new RefundBook();
      book.manner = manner;
      const open = async (): Promise<{ store: Store; trade: TestTrade }> => {
        const store = await fixture.open();
        const trade = await openTrade(store);
        book.serve(trade.wallet);
        return { store, trade };
      };
      const first = await open();
      const payment = await paidOrder(first.trade);
      const request = refundRequest(payment);
      const reach = (passed: string): void => (passed === point ? dead() : undefined);
      const refunds = refundTaker(first.trade, { reach });
      await refunds.take(first.trade.direct, request).catch(() => undefined);
      await settle();
      await first.store.close();

      const { store, trade } = await open();
      book.manner = 'returned';
      book.decide('returned');
      await resume(trade, payment.id);
      const stored = await store.findPayment(payment.id);
      expect(stored?.refundPendingMinor).toBe(0);
      expect(stored?.refundedMinor).toBe(book.returnedOf(payment.channelOrderId));
      // The till asks again for what it never got an answer to.
      const again = await refundTaker(trade).take(trade.direct, request);
      const expected = manner === 'refused' && point !== 'before_refund_intent' && point !== 'refund_durable';
      expect(again.ok ? again.refund.respcd : again.refusal.respcd).toBe(expected ? '1265' : '0000');
      expect(book.returnedOf(payment.channelOrderId)).toBe(expected ? 0 : 400);
      expect(book.contradictions).toEqual([]);
      await store.close();
      await fixture.dispose();
    },
  );
});
