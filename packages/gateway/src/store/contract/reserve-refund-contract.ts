import { describe, expect, it } from 'vitest';
import { newRefund } from '../../payment/new-refund.ts';
import { PAYMENT_STATES } from '../../payment/state.ts';
import { everything, intentOf, PAID_PROGRESS, START_MS, stepTo } from './contract-data.ts';
import {
  paidPaymentIn,
  REFUSED_PROGRESS,
  refundIntentOf,
  refundStepTo,
  reservedRefund,
  RETURNED_PROGRESS,
} from './refund-data.ts';
import { type ProvideStore, useTrial } from './store-fixture.ts';

/** What every adapter does with the intent of a refund: all of it and its reservation, or nothing. */
export function reserveRefundContract(provide: ProvideStore): void {
  describe('reserveRefund', () => {
    const trial = useTrial(provide);
    const pay = (id: number, changes = {}) => paidPaymentIn(trial.store, id, changes);

    it('writes the refund and holds its amount back, in one change of the payment', async () => {
      const payment = await pay(1);
      const intent = refundIntentOf(2, payment);
      expect(await trial.store.reserveRefund(intent)).toEqual({
        kind: 'reserved',
        refund: newRefund(intent),
      });
      expect(await trial.store.findRefund(2)).toEqual(newRefund(intent));
      expect(await trial.store.findPayment(1)).toEqual({
        ...payment,
        refundPendingMinor: 400,
        version: payment.version + 1,
      });
      expect(await trial.store.refundsOf(1)).toEqual([newRefund(intent)]);
    });

    it('tells it in the life of the refund and in that of the payment', async () => {
      const payment = await pay(1);
      const intent = refundIntentOf(2, payment);
      await trial.store.reserveRefund(intent);
      const { syssn, amountMinor, currency, orderNumber, createdAtMs: atMs } = intent;
      const event = 'refund_reserved';
      expect(await trial.store.readHistory(2)).toMatchObject([
        { event, atMs, facts: { syssn, amountMinor, currency, orderNumber, originalSyssn: payment.syssn } },
      ]);
      expect((await trial.store.readHistory(1)).at(-1)).toMatchObject({
        event,
        atMs,
        facts: { refund: syssn, amountMinor, currency },
      });
    });

    it('keeps payments and refunds apart', async () => {
      const payment = await pay(1);
      await trial.store.reserveRefund(refundIntentOf(2, payment));
      expect(await trial.store.findRefund(1)).toBeUndefined();
      expect(await trial.store.findPayment(2)).toBeUndefined();
      expect(await trial.store.findRefund(3)).toBeUndefined();
      expect(await trial.store.refundsOf(2)).toEqual([]);
    });

    it('answers with what is found under a number that exists, be it a refund or a payment', async () => {
      const payment = await pay(1);
      const first = reservedRefund(await trial.store.reserveRefund(refundIntentOf(2, payment)));
      const before = await trial.store.listTransactions(everything());
      const again = refundIntentOf(3, payment, { orderNumber: first.orderNumber, amountMinor: 1 });
      expect(await trial.store.reserveRefund(again)).toEqual({ kind: 'order_exists', transaction: first });
      const asPayment = refundIntentOf(4, payment, { orderNumber: payment.orderNumber });
      expect(await trial.store.reserveRefund(asPayment)).toMatchObject({
        kind: 'order_exists',
        transaction: { kind: 'payment', id: 1 },
      });
      expect(await trial.store.acceptPayment(intentOf(5, { orderNumber: first.orderNumber }))).toEqual({
        kind: 'order_exists',
        transaction: first,
      });
      expect(await trial.store.listTransactions(everything())).toEqual(before);
    });

    it.each(PAYMENT_STATES)('reserves on paid payments only: %s', async (state) => {
      const accepted = await trial.store.acceptPayment(intentOf(1));
      if (accepted.kind !== 'accepted') throw new Error('not accepted');
      const payment = await trial.store.changePayment(accepted.payment, stepTo({ ...PAID_PROGRESS, state }));
      if (payment === undefined) throw new Error('not changed');
      const result = await trial.store.reserveRefund(refundIntentOf(2, payment));
      if (state === 'paid' || state === 'partly_refunded') {
        expect(result.kind).toBe('reserved');
      } else {
        expect(result).toEqual({ kind: 'not_refundable', payment });
        expect(await trial.store.findPayment(1)).toEqual(payment);
        expect(await trial.store.findRefund(2)).toBeUndefined();
        expect(await trial.store.readHistory(2)).toEqual([]);
      }
    });

    it('reserves one of two at once, and no other while the first is under way', async () => {
      const payment = await pay(1);
      const results = await Promise.all(
        [2, 3, 4].map((id) => trial.store.reserveRefund(refundIntentOf(id, payment))),
      );
      expect(results.map(({ kind }) => kind)).toEqual(['reserved', 'not_refundable', 'not_refundable']);
      expect(await trial.store.refundsOf(1)).toHaveLength(1);
      expect(await trial.store.findPayment(1)).toMatchObject({ refundPendingMinor: 400 });
    });

    it('gives the number of a refund that was turned away to a later one', async () => {
      const payment = await pay(1);
      const first = reservedRefund(await trial.store.reserveRefund(refundIntentOf(2, payment)));
      await trial.store.reserveRefund(refundIntentOf(3, payment));
      await trial.store.changeRefund(first, refundStepTo(RETURNED_PROGRESS));
      const again = refundIntentOf(4, payment, { orderNumber: 'REFUND-3' });
      expect((await trial.store.reserveRefund(again)).kind).toBe('reserved');
    });

    it('reserves what is left and not one unit more', async () => {
      const payment = await pay(1);
      const first = reservedRefund(await trial.store.reserveRefund(refundIntentOf(2, payment)));
      await trial.store.changeRefund(first, refundStepTo(RETURNED_PROGRESS));
      const tooMuch = refundIntentOf(3, payment, { amountMinor: 651 });
      expect((await trial.store.reserveRefund(tooMuch)).kind).toBe('not_refundable');
      const rest = refundIntentOf(4, payment, { amountMinor: 650 });
      expect((await trial.store.reserveRefund(rest)).kind).toBe('reserved');
    });

    it('fails for a payment that does not exist, and writes nothing', async () => {
      const payment = await pay(1);
      const orphan = refundIntentOf(2, { ...payment, id: 99 });
      await expect(trial.store.reserveRefund(orphan)).rejects.toThrow();
      expect(await trial.store.findRefund(2)).toBeUndefined();
      expect(await trial.store.listTransactions(everything())).toHaveLength(1);
    });

    it('is not seen before the start of another process, and then is', async () => {
      const payment = await pay(1);
      const refund = reservedRefund(await trial.store.reserveRefund(refundIntentOf(2, payment)));
      await trial.restart();
      expect(await trial.store.findRefund(2)).toEqual(refund);
      expect(await trial.store.findPayment(1)).toMatchObject({ refundPendingMinor: 400 });
      const [leased] = await trial.store.leaseDueTransactions(START_MS + 99_000, START_MS + 129_000, 10);
      expect(leased).toEqual({ ...refund, dueAtMs: START_MS + 129_000, version: refund.version + 1 });
    });
  });

  describe('takings that must cover a refund', () => {
    const trial = useTrial(provide);
    const TODAY = START_MS;
    const pay = (id: number, changes = {}) => paidPaymentIn(trial.store, id, changes);

    it('are what was paid since an instant in the currency', async () => {
      const old = await pay(1, { createdAtMs: TODAY - 1 });
      const intent = (id: number, amountMinor: number) =>
        refundIntentOf(id, old, { amountMinor, createdAtMs: TODAY + id });
      expect(await trial.store.reserveRefund(intent(11, 1), TODAY)).toEqual({ kind: 'takings_too_low' });
      expect(await trial.store.findRefund(11)).toBeUndefined();
      expect(await trial.store.findPayment(1)).toEqual(old);
      await trial.store.acceptPayment(intentOf(2, { createdAtMs: TODAY }));
      await pay(3, { createdAtMs: TODAY, currency: 'JPY' });
      await pay(4, { createdAtMs: TODAY, merchantNumber: 2 });
      expect((await trial.store.reserveRefund(intent(12, 1), TODAY)).kind).toBe('takings_too_low');
      await pay(5, { createdAtMs: TODAY, amountMinor: 100, storeId: 'S1' });
      expect((await trial.store.reserveRefund(intent(13, 101), TODAY)).kind).toBe('takings_too_low');
      expect((await trial.store.reserveRefund(intent(14, 100), TODAY)).kind).toBe('reserved');
    });

    it('are lessened by refunds that are under way or done, not by refused ones', async () => {
      const payments = [await pay(1), await pay(2), await pay(3)] as const;
      const reserve = async (id: number, place: 0 | 1 | 2, amountMinor: number) =>
        trial.store.reserveRefund(refundIntentOf(id, payments[place], { amountMinor }), TODAY);
      const refused = reservedRefund(await reserve(11, 0, 1050));
      await trial.store.changeRefund(refused, refundStepTo(REFUSED_PROGRESS));
      const done = reservedRefund(await reserve(12, 0, 1050));
      await trial.store.changeRefund(done, refundStepTo(RETURNED_PROGRESS));
      expect((await reserve(13, 1, 1050)).kind).toBe('reserved');
      expect((await reserve(14, 2, 1050)).kind).toBe('reserved');
      const old = await pay(4, { createdAtMs: TODAY - 1 });
      const last = refundIntentOf(15, old, { amountMinor: 1 });
      expect((await trial.store.reserveRefund(last, TODAY)).kind).toBe('takings_too_low');
      expect((await trial.store.reserveRefund(last)).kind).toBe('reserved');
    });

    it('are not shared by two refunds at once', async () => {
      await pay(1, { amountMinor: 100 });
      const old = [await pay(2, { createdAtMs: TODAY - 2 }), await pay(3, { createdAtMs: TODAY - 1 })];
      const results = await Promise.all(
        old.map((payment, index) =>
          trial.store.reserveRefund(refundIntentOf(11 + index, payment, { amountMinor: 60 }), TODAY),
        ),
      );
      expect(results.map(({ kind }) => kind)).toEqual(['reserved', 'takings_too_low']);
    });
  });
}
