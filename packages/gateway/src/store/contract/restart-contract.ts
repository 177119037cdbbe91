import { describe, expect, it } from 'vitest';
import { StorageUnavailable } from '../store.ts';
import { everything, intentOf, keyOf, PAID_PROGRESS, seen, START_MS, stepTo } from './contract-data.ts';
import { type ProvideStore, useTrial } from './store-fixture.ts';

const A = 'A'.repeat(32);

/** What every adapter keeps when it is closed and opened again. */
export function restartContract(provide: ProvideStore): void {
  describe('restart', () => {
    const trial = useTrial(provide);

    it('keeps payments, code uses, merchants and keys', async () => {
      await Promise.all([1, 2, 3].map((id) => trial.store.acceptPayment(intentOf(id))));
      await trial.store.changePayment(seen(2, 1), stepTo(PAID_PROGRESS));
      await trial.store.rotateKey(A, keyOf(9), START_MS + 9_999_999);
      const all = async () => [
        await trial.store.listTransactions(everything()),
        await trial.store.listMerchants(),
        await trial.store.listKeys(A),
      ];
      const before = await all();
      await trial.restart();
      expect(await all()).toEqual(before);
      const reused = intentOf(4, { authCodeHash: intentOf(1).authCodeHash });
      expect(await trial.store.acceptPayment(reused)).toEqual({ kind: 'code_used' });
    });

    it('goes on after the highest number and the latest instant it has', async () => {
      expect(trial.store.latestInstantMs()).toBe(0);
      for (let count = 0; count < 3; count += 1) {
        const id = trial.store.nextTransactionNumber();
        await trial.store.acceptPayment(intentOf(id, { createdAtMs: START_MS + id }));
      }
      await trial.restart();
      expect(trial.store.latestInstantMs()).toBe(START_MS + 3);
      const next = trial.store.nextTransactionNumber();
      expect(next).toBeGreaterThan(3);
      expect((await trial.store.acceptPayment(intentOf(next))).kind).toBe('accepted');
    });

    it('gives every number once, over many restarts', async () => {
      const given: number[] = [];
      for (let run = 0; run < 5; run += 1) {
        for (let count = 0; count < 4; count += 1) given.push(trial.store.nextTransactionNumber());
        const last = given.at(-1) ?? 0;
        await trial.store.acceptPayment(intentOf(last));
        await trial.restart();
      }
      expect(new Set(given).size).toBe(20);
      expect(given).toEqual(given.toSorted((left, right) => left - right));
    });

    it('finishes the writes that were waiting when it was closed', async () => {
      const waiting = [1, 2, 3].map((id) => trial.store.acceptPayment(intentOf(id)));
      await trial.restart();
      const results = await Promise.all(waiting);
      expect(results.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted']);
      expect(await trial.store.listTransactions(everything())).toHaveLength(3);
    });

    it('refuses writes after it was closed, saying that nothing was written', async () => {
      const closed = trial.store;
      await trial.restart();
      await expect(closed.acceptPayment(intentOf(1))).rejects.toBeInstanceOf(StorageUnavailable);
      await expect(closed.changePayment(seen(1, 1), stepTo(PAID_PROGRESS))).rejects.toBeInstanceOf(
        StorageUnavailable,
      );
      expect(await trial.store.findPayment(1)).toBeUndefined();
    });

    it('says that it can write', async () => {
      expect(await trial.store.isWritable()).toBe(true);
    });
  });
}
