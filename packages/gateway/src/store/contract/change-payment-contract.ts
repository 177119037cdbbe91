import { describe, expect, it } from 'vitest';
import { newPayment } from '../../payment/new-payment.ts';
import { intentOf, PAID_PROGRESS, PROCESSING_PROGRESS, seen, stepTo } from './contract-data.ts';
import { type ProvideStore, useTrial } from './store-fixture.ts';

/** What every adapter does with changes of a payment: compare the version, then set. */
export function changePaymentContract(provide: ProvideStore): void {
  describe('changePayment', () => {
    const trial = useTrial(provide);
    const accept = () => trial.store.acceptPayment(intentOf(1));

    it('replaces what has happened, leaves what was asked for, and raises the version', async () => {
      await accept();
      const expected = { ...newPayment(intentOf(1)), ...PAID_PROGRESS, version: 2 };
      expect(await trial.store.changePayment(seen(1, 1), stepTo(PAID_PROGRESS))).toEqual(expected);
      expect(await trial.store.findPayment(1)).toEqual(expected);
    });

    it('clears facts that the new progress does not have', async () => {
      await accept();
      await trial.store.changePayment(seen(1, 1), stepTo(PAID_PROGRESS));
      const expected = { ...newPayment(intentOf(1)), ...PROCESSING_PROGRESS, version: 3 };
      expect(await trial.store.changePayment(seen(1, 2), stepTo(PROCESSING_PROGRESS))).toEqual(expected);
    });

    it('turns away a writer that saw an older version, or one that does not exist yet', async () => {
      await accept();
      const paid = await trial.store.changePayment(seen(1, 1), stepTo(PAID_PROGRESS));
      expect(await trial.store.changePayment(seen(1, 1), stepTo(PROCESSING_PROGRESS))).toBeUndefined();
      expect(await trial.store.changePayment(seen(1, 3), stepTo(PROCESSING_PROGRESS))).toBeUndefined();
      expect(await trial.store.findPayment(1)).toEqual(paid);
    });

    it('turns away a change of a payment that does not exist', async () => {
      expect(await trial.store.changePayment(seen(1, 1), stepTo(PAID_PROGRESS))).toBeUndefined();
      expect(await trial.store.findPayment(1)).toBeUndefined();
    });

    it('lets one of 50 who saw the same version win', async () => {
      await accept();
      const results = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          trial.store.changePayment(
            seen(1, 1),
            stepTo({ ...PROCESSING_PROGRESS, detail: `writer ${index}` }),
          ),
        ),
      );
      const winners = results.filter((payment) => payment !== undefined);
      expect(winners).toHaveLength(1);
      expect(await trial.store.findPayment(1)).toEqual(winners[0]);
    });

    it('sees the intent of the same turn', async () => {
      const [accepted, recorded] = await Promise.all([
        accept(),
        trial.store.changePayment(seen(1, 1), stepTo(PAID_PROGRESS)),
      ]);
      expect(accepted.kind).toBe('accepted');
      expect(recorded?.state).toBe('paid');
    });
  });
}
