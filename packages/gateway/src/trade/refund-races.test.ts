import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Payment } from '../payment/payment.ts';
import { isRefundOpen } from '../payment/refund-state.ts';
import { transition } from '../payment/transition.ts';
import { intentOf, PROCESSING_PROGRESS, stepTo } from '../store/contract/contract-data.ts';
import type { Store } from '../store/store.ts';
import { paidAnswer } from '../wallet/test-wallet.ts';
import { RefundAsker } from './ask-refund.ts';
import { recordAnswer } from './record-answer.ts';
import type { RefundOutcome } from './refund-payment.ts';
import { RefundResumer } from './resume-refund.ts';
import { paidOrder, refundParts, refundRequest, refundTaker } from './test-refund-trade.ts';
import { REFUND_MANNERS, RefundBook } from './test-refund-wallet.ts';
import { settle, type TestTrade, useTrade, withOperations } from './test-trade.ts';

const AMOUNT_MINOR = 100;
const RUNS = 150;

/** A store whose operations begin in whatever order the scheduler likes. */
function scheduled(store: Store, scheduler: fc.Scheduler): Store {
  const later = async <T>(label: string, run: () => Promise<T>): Promise<T> => {
    await scheduler.schedule(Promise.resolve(), label);
    return run();
  };
  return withOperations(store, {
    findPayment: (id) => later('find payment', () => store.findPayment(id)),
    findRefund: (id) => later('find refund', () => store.findRefund(id)),
    listTransactions: (filter) => later('list', () => store.listTransactions(filter)),
    reserveRefund: (intent, takings) => later('reserve', () => store.reserveRefund(intent, takings)),
    changeRefund: (seen, step) => later('change refund', () => store.changeRefund(seen, step)),
    changePayment: (seen, step) => later('change payment', () => store.changePayment(seen, step)),
  });
}

/** Both calls of the wallet are answered in whatever order the scheduler likes. */
function answerLater(trade: TestTrade, book: RefundBook, scheduler: fc.Scheduler): void {
  trade.wallet.onRefund = async (order) => {
    await scheduler.schedule(Promise.resolve(), 'refund arrives');
    const answer = book.refund(order);
    await scheduler.schedule(Promise.resolve(), 'answer arrives');
    return answer;
  };
  trade.wallet.onQueryRefund = async (order) => {
    await scheduler.schedule(Promise.resolve(), 'enquiry arrives');
    const answer = book.query(order);
    await scheduler.schedule(Promise.resolve(), 'result arrives');
    return answer;
  };
}

function codeOf(outcome: RefundOutcome): string {
  return outcome.ok ? outcome.refund.respcd : outcome.refusal.respcd;
}

/** Asks again while the payment is not paid, a few times, with a commit in between. */
async function insist(take: () => Promise<RefundOutcome>): Promise<RefundOutcome> {
  let outcome = await take();
  for (let again = 0; again < 3 && codeOf(outcome) === '1261'; again += 1) {
    await settle();
    outcome = await take();
  }
  return outcome;
}

/** Lets faults stop and drives whatever is open to its end. */
async function finish(trade: TestTrade, book: RefundBook, payment: Payment): Promise<Payment> {
  book.manner = 'returned';
  book.decide('returned');
  book.serve(trade.wallet);
  const resumer = new RefundResumer(refundParts(trade));
  for (const refund of await trade.store.refundsOf(payment.id)) await resumer.drive(refund);
  const stored = await trade.store.findPayment(payment.id);
  if (stored === undefined) throw new Error('the payment has vanished');
  return stored;
}

const someRefunds = fc.array(
  fc.record({ order: fc.constantFrom('A', 'B', 'C'), amountMinor: fc.constantFrom(40, 60, 100, 101) }),
  { minLength: 2, maxLength: 6 },
);

describe('refunds at once', () => {
  const trade = useTrade();

  it('never return more than was paid, in any order of events, and end as the wallet has them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        someRefunds,
        fc.constantFrom(...REFUND_MANNERS),
        fc.nat({ max: 2 }),
        async (scheduler, requests, manner, turns) => {
          const { store, direct } = trade();
          const id = store.nextTransactionNumber();
          const payment = await paidOrder(trade(), id, { amountMinor: AMOUNT_MINOR });
          const book = new RefundBook();
          book.manner = manner;
          answerLater(trade(), book, scheduler);
          const own = { store: scheduled(store, scheduler) };
          const refunds = refundTaker(trade(), own);
          const resumer = new RefundResumer(refundParts(trade(), own));
          const asker = new RefundAsker(refundParts(trade(), own));
          const taking = requests.map(({ order, amountMinor }) =>
            refunds.take(direct, refundRequest(payment, { orderNumber: `${id}-${order}`, amountMinor })),
          );
          const driving = Array.from({ length: turns }, async () => {
            await scheduler.schedule(Promise.resolve(), 'turn');
            for (const refund of await store.refundsOf(id)) {
              await Promise.all([resumer.drive(refund), asker.refresh(refund)]);
            }
          });
          const outcomes = await scheduler.waitFor(Promise.all(taking));
          await scheduler.waitFor(Promise.all(driving));
          await scheduler.waitFor(refunds.drained());
          for (const outcome of outcomes) {
            expect(['0000', '1145', '1155', '1262', '1265', '1272', '2011']).toContain(codeOf(outcome));
          }
          const held = await store.findPayment(id);
          expect((held?.refundedMinor ?? 0) + (held?.refundPendingMinor ?? 0)).toBeLessThanOrEqual(
            AMOUNT_MINOR,
          );
          const ended = await finish(trade(), book, payment);
          expect(ended.refundPendingMinor).toBe(0);
          expect(book.returnedOf(payment.channelOrderId)).toBe(ended.refundedMinor);
          expect(ended.refundedMinor).toBeLessThanOrEqual(AMOUNT_MINOR);
          expect(book.contradictions).toEqual([]);
          const refundsNow = await store.refundsOf(id);
          expect(refundsNow.some(({ state }) => isRefundOpen(state))).toBe(false);
          // Whoever was told "returned" is in the books.
          for (const outcome of outcomes) {
            if (outcome.ok && outcome.refund.respcd === '0000') {
              expect(refundsNow.find(({ syssn }) => syssn === outcome.refund.syssn)?.state).toBe('succeeded');
            }
          }
          expect(trade().log.alerts).toEqual([]);
        },
      ),
      { numRuns: RUNS },
    );
  });
});

describe('a refund beside a reversal', () => {
  const trade = useTrade();

  /** Begins a reversal where the law allows it, as often as somebody else is faster. */
  async function reverse(store: Store, id: number): Promise<'begun' | 'refused'> {
    for (;;) {
      const payment = await store.findPayment(id);
      if (payment === undefined) throw new Error('the payment has vanished');
      if (typeof transition(payment.state, 'reversal_begun') !== 'object') return 'refused';
      const step = stepTo({ ...PROCESSING_PROGRESS, state: 'reversing' });
      if ((await store.changePayment(payment, step)) !== undefined) return 'begun';
    }
  }

  it('never happens to the same payment, whichever comes first', async () => {
    const seen = { begun: 0, refunded: 0 };
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { store, direct, parts, clock } = trade();
        const id = store.nextTransactionNumber();
        const intent = intentOf(id, {
          connector: 'scripted',
          createdAtMs: clock.nowMs(),
          amountMinor: AMOUNT_MINOR,
        });
        const accepted = await store.acceptPayment(intent);
        if (accepted.kind !== 'accepted') throw new Error('not accepted');
        const { payment } = accepted;
        const book = new RefundBook();
        answerLater(trade(), book, scheduler);
        const slow = scheduled(store, scheduler);
        const refunds = refundTaker(trade(), { store: slow });
        const request = refundRequest(payment, { orderNumber: `${id}-R`, amountMinor: AMOUNT_MINOR });
        const [, reversal, refund, again] = await scheduler.waitFor(
          Promise.all([
            recordAnswer({ ...parts, store: slow }, payment, paidAnswer(payment), 'charge'),
            reverse(slow, id),
            insist(() => refunds.take(direct, request)),
            insist(() => refunds.take(direct, { ...request, orderNumber: `${id}-S` })),
          ]),
        );
        await scheduler.waitFor(refunds.drained());
        const stored = await store.findPayment(id);
        const returned = book.returnedOf(payment.channelOrderId);
        if (reversal === 'begun') {
          seen.begun += 1;
          expect([codeOf(refund), codeOf(again)]).toEqual(['1261', '1261']);
          expect(stored).toMatchObject({ state: 'reversing', refundedMinor: 0, refundPendingMinor: 0 });
          expect(returned).toBe(0);
        } else {
          if (returned > 0) seen.refunded += 1;
          expect(['paid', 'refunded']).toContain(stored?.state);
          expect(stored?.refundedMinor).toBe(returned);
        }
      }),
      { numRuns: RUNS },
    );
    // A race in which one side always wins would prove nothing.
    expect(seen.begun).toBeGreaterThan(0);
    expect(seen.refunded).toBeGreaterThan(0);
  });
});
