import { describe, expect, it } from 'vitest';
import { intentOf, seen, START_MS } from './contract-data.ts';
import { paidPaymentIn, refundIntentOf, reservedRefund } from './refund-data.ts';
import { type ProvideStore, useTrial } from './store-fixture.ts';

/** What every adapter does with remarks: compare the version, then replace. */
export function noteContract(provide: ProvideStore): void {
  describe('addNote', () => {
    const trial = useTrial(provide);

    it('replaces the remark of a payment or refund and tells it in its life', async () => {
      const payment = await paidPaymentIn(trial.store, 1);
      const refund = reservedRefund(await trial.store.reserveRefund(refundIntentOf(2, payment)));
      for (const [index, note] of ['table 7', ''].entries()) {
        const version = refund.version + index;
        const noted = await trial.store.addNote({ ...refund, version }, note, START_MS + index);
        expect(noted).toEqual({ ...refund, note, version: version + 1 });
        expect(await trial.store.findRefund(2)).toEqual(noted);
        expect((await trial.store.readHistory(2)).at(-1)).toMatchObject({
          event: 'note_added',
          atMs: START_MS + index,
          transactionId: 2,
          facts: { note },
        });
      }
      const held = await trial.store.findPayment(1);
      if (held === undefined) throw new Error('the payment is gone');
      expect(await trial.store.addNote(held, 'table 8', START_MS)).toMatchObject({ id: 1, note: 'table 8' });
    });

    it('turns away whoever saw an older version, and writes nothing', async () => {
      await trial.store.acceptPayment(intentOf(1));
      const noted = await trial.store.addNote(seen(1, 1), 'first', START_MS);
      const before = await trial.store.readHistory(1);
      expect(await trial.store.addNote(seen(1, 1), 'late', START_MS)).toBeUndefined();
      expect(await trial.store.addNote(seen(2, 1), 'of nobody', START_MS)).toBeUndefined();
      expect(await trial.store.findPayment(1)).toEqual(noted);
      expect(await trial.store.readHistory(1)).toEqual(before);
    });
  });
}
