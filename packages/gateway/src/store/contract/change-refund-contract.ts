import { describe, expect, it } from 'vitest';
import type { Payment } from '../../payment/payment.ts';
import type { Refund, RefundProgress } from '../../payment/refund.ts';
import { transition } from '../../payment/transition.ts';
import { PROCESSING_PROGRESS, START_MS, stepTo } from './contract-data.ts';
import {
  paidPaymentIn,
  REFUSED_PROGRESS,
  refundIntentOf,
  refundStepTo,
  reservedRefund,
  RETURNED_PROGRESS,
  UNCLEAR_PROGRESS,
} from './refund-data.ts';
import { type ProvideStore, useTrial } from './store-fixture.ts';

/** What every adapter does with changes of a refund: compare the version, set, and settle or release once. */
export function changeRefundContract(provide: ProvideStore): void {
  describe('changeRefund', () => {
    const trial = useTrial(provide);
    const reserve = async (amountMinor = 400): Promise<{ payment: Payment; refund: Refund }> => {
      const payment = await paidPaymentIn(trial.store, 1);
      const intent = refundIntentOf(2, payment, { amountMinor });
      return { payment, refund: reservedRefund(await trial.store.reserveRefund(intent)) };
    };
    const change = (refund: Refund, progress: RefundProgress) =>
      trial.store.changeRefund(refund, refundStepTo(progress));
    const payment = () => trial.store.findPayment(1);

    it('replaces what has happened, leaves what was asked for, and raises the version', async () => {
      const { refund } = await reserve();
      const expected = { ...refund, ...UNCLEAR_PROGRESS, version: 2 };
      expect(await change(refund, UNCLEAR_PROGRESS)).toEqual(expected);
      expect(await trial.store.findRefund(2)).toEqual(expected);
    });

    it('keeps the reservation while the outcome is not known', async () => {
      const { refund } = await reserve();
      await change(refund, UNCLEAR_PROGRESS);
      expect(await payment()).toMatchObject({ state: 'paid', refundPendingMinor: 400, refundedMinor: 0 });
    });

    it('turns the reservation into a return and moves the payment, as the law says', async () => {
      const { refund, payment: paid } = await reserve();
      await change(refund, RETURNED_PROGRESS);
      expect(transition('paid', 'refunded_in_part')).toEqual({ to: 'partly_refunded' });
      expect(await payment()).toEqual({
        ...paid,
        state: 'partly_refunded',
        refundedMinor: 400,
        refundPendingMinor: 0,
        version: paid.version + 2,
      });
      const rest = refundIntentOf(3, paid, { amountMinor: 650 });
      await change(reservedRefund(await trial.store.reserveRefund(rest)), RETURNED_PROGRESS);
      expect(transition('partly_refunded', 'refunded_in_full')).toEqual({ to: 'refunded' });
      expect(await payment()).toMatchObject({
        state: 'refunded',
        refundedMinor: 1050,
        refundPendingMinor: 0,
      });
      const moves = (await trial.store.readHistory(1))
        .filter(({ event }) => event === 'payment_changed')
        .slice(1);
      const by = 'refund';
      expect(moves.map(({ facts }) => facts)).toEqual([
        { from: 'paid', to: 'partly_refunded', by, refund: refund.syssn, refundedMinor: 400 },
        { from: 'partly_refunded', to: 'refunded', by, refund: rest.syssn, refundedMinor: 1050 },
      ]);
    });

    it('returns a whole payment at once', async () => {
      const { refund, payment: paid } = await reserve(1050);
      await change(refund, RETURNED_PROGRESS);
      expect(transition('paid', 'refunded_in_full')).toEqual({ to: 'refunded' });
      expect(await payment()).toMatchObject({ state: 'refunded', refundedMinor: 1050 });
      const more = refundIntentOf(3, paid, { amountMinor: 1 });
      expect((await trial.store.reserveRefund(more)).kind).toBe('not_refundable');
    });

    it('lets the reservation go when the wallet refuses', async () => {
      const { refund, payment: paid } = await reserve();
      await change(refund, REFUSED_PROGRESS);
      expect(await payment()).toEqual({ ...paid, version: paid.version + 2 });
      expect((await trial.store.readHistory(1)).at(-1)).toMatchObject({
        event: 'refund_released',
        atMs: START_MS + 10_000,
        facts: { refund: refund.syssn, amountMinor: 400, currency: 'HKD' },
      });
      const again = refundIntentOf(3, paid, { amountMinor: 1050 });
      expect((await trial.store.reserveRefund(again)).kind).toBe('reserved');
    });

    it.each([
      ['succeeded', RETURNED_PROGRESS, REFUSED_PROGRESS],
      ['succeeded', RETURNED_PROGRESS, UNCLEAR_PROGRESS],
      ['refused', REFUSED_PROGRESS, RETURNED_PROGRESS],
      ['refused', REFUSED_PROGRESS, UNCLEAR_PROGRESS],
    ])('never replaces a verdict: %s', async (_state, verdict, other) => {
      const { refund } = await reserve();
      const ended = await change(refund, verdict);
      const before = await payment();
      if (ended === undefined) throw new Error('not changed');
      await expect(change(ended, other)).rejects.toThrow(/cannot become/);
      // The same verdict again counts nothing twice.
      await change(ended, verdict);
      expect(await payment()).toEqual(before);
    });

    it('turns away a writer that saw an older version', async () => {
      const { refund } = await reserve();
      const changed = await change(refund, UNCLEAR_PROGRESS);
      expect(await change(refund, RETURNED_PROGRESS)).toBeUndefined();
      expect(await trial.store.findRefund(2)).toEqual(changed);
      expect(await payment()).toMatchObject({ refundPendingMinor: 400, refundedMinor: 0 });
    });

    it('settles once when 50 bring the same return', async () => {
      const { refund } = await reserve();
      const results = await Promise.all(Array.from({ length: 50 }, () => change(refund, RETURNED_PROGRESS)));
      expect(results.filter((changed) => changed !== undefined)).toHaveLength(1);
      expect(await payment()).toMatchObject({ refundedMinor: 400, refundPendingMinor: 0 });
    });

    it('shuts out whoever worked on it before a lease', async () => {
      const { refund } = await reserve();
      const [leased] = await trial.store.leaseDueTransactions(START_MS + 99_000, START_MS + 129_000, 1);
      expect(leased?.id).toBe(2);
      expect(await change(refund, RETURNED_PROGRESS)).toBeUndefined();
      expect(await payment()).toMatchObject({ refundPendingMinor: 400 });
    });

    it('shuts out a change of the payment that was decided before the reservation', async () => {
      const { payment: paid } = await reserve();
      const reversing = stepTo({ ...PROCESSING_PROGRESS, state: 'reversing' });
      expect(await trial.store.changePayment(paid, reversing)).toBeUndefined();
      expect(await payment()).toMatchObject({ state: 'paid', refundPendingMinor: 400 });
    });

    it('stores the announcement with the state, and once', async () => {
      const { refund } = await reserve();
      const notification = { notifyId: 'N-2', url: refund.notifyUrl, body: '{}', dueAtMs: START_MS };
      const ended = await trial.store.changeRefund(refund, refundStepTo(RETURNED_PROGRESS, { notification }));
      const events = (await trial.store.readHistory(2)).map(({ event }) => event);
      expect(events).toEqual(['refund_reserved', 'refund_changed', 'notification_stored']);
      if (ended === undefined) throw new Error('not changed');
      const again = { notification: { ...notification, notifyId: 'N-3' } };
      await trial.store.changeRefund(ended, refundStepTo(RETURNED_PROGRESS, again));
      expect((await trial.store.readHistory(2)).at(-1)?.event).toBe('refund_changed');
    });

    it('settles nothing on a payment that is not paid any more, and changes nothing', async () => {
      const { refund } = await reserve();
      const reserved = await payment();
      if (reserved === undefined) throw new Error('the payment is gone');
      await trial.store.changePayment(reserved, stepTo({ ...PROCESSING_PROGRESS, state: 'reversing' }));
      const before = await payment();
      await expect(change(refund, RETURNED_PROGRESS)).rejects.toThrow(
        `payment ${refund.originalSyssn} holds no reservation to settle`,
      );
      expect(await trial.store.findRefund(2)).toEqual(refund);
      expect(await payment()).toEqual(before);
    });

    it('leaves nothing due behind a verdict', async () => {
      const { refund } = await reserve();
      expect(await trial.store.nextDueMs()).toBe(refund.dueAtMs);
      await change(refund, RETURNED_PROGRESS);
      expect(await trial.store.nextDueMs()).toBeUndefined();
    });
  });
}
