import { describe, expect, it } from 'vitest';
import { codeHash, intentOf } from './contract-data.ts';
import { type ProvideStore, useTrial } from './store-fixture.ts';

/** How every adapter forgets auth codes: only those whose time is over, a few at a time. */
export function authCodeContract(provide: ProvideStore): void {
  const trial = useTrial(provide);
  const accept = async (count: number): Promise<void> => {
    for (let nth = 0; nth < count; nth += 1) {
      await trial.store.acceptPayment(intentOf(trial.store.nextTransactionNumber()));
    }
  };

  describe('forgetAuthCodes', () => {
    /** Accepts a payment with the code of an earlier one. */
    const codeIsFree = async (ofId: number): Promise<boolean> => {
      const id = trial.store.nextTransactionNumber();
      const { authCodeHash } = intentOf(ofId);
      return (await trial.store.acceptPayment(intentOf(id, { authCodeHash }))).kind === 'accepted';
    };

    it('forgets the codes of payments up to a number and no others', async () => {
      await accept(5);
      expect(await trial.store.forgetAuthCodes(2, 100)).toBe(2);
      expect(await codeIsFree(3)).toBe(false);
      expect(await codeIsFree(5)).toBe(false);
      expect(await codeIsFree(1)).toBe(true);
      expect(await codeIsFree(2)).toBe(true);
    });

    it('forgets at most as many as it is told, the oldest first, and goes on from there', async () => {
      await accept(5);
      expect(await trial.store.forgetAuthCodes(100, 2)).toBe(2);
      expect(await codeIsFree(3)).toBe(false);
      expect(await trial.store.forgetAuthCodes(4, 2)).toBe(2);
      expect(await trial.store.forgetAuthCodes(4, 2)).toBe(0);
      expect(await codeIsFree(4)).toBe(true);
      expect(await codeIsFree(5)).toBe(false);
    });

    it('has nothing to forget in an empty store', async () => {
      expect(await trial.store.forgetAuthCodes(1_000, 100)).toBe(0);
    });

    it('keeps a code that was used again later', async () => {
      const authCodeHash = codeHash('shown twice');
      const use = async (id: number) =>
        (await trial.store.acceptPayment(intentOf(id, { authCodeHash }))).kind;
      expect(await use(1)).toBe('accepted');
      await trial.store.forgetAuthCodes(1, 100);
      expect(await use(2)).toBe('accepted');
      await trial.store.forgetAuthCodes(1, 100);
      expect(await use(3)).toBe('code_used');
    });

    it('leaves the payments themselves alone', async () => {
      await accept(5);
      const before = await trial.store.findPayment(1);
      await trial.store.forgetAuthCodes(100, 100);
      expect(await trial.store.findPayment(1)).toEqual(before);
    });
  });

  describe('milestones', () => {
    it('say how far numbers had come so many milestones before the latest', async () => {
      for (const payments of [3, 0, 2]) {
        await accept(payments);
        await trial.store.passMilestone('transactions', 1, 2);
      }
      expect(await trial.store.milestone('transactions', 1, 0)).toBe(5);
      expect(await trial.store.milestone('transactions', 1, 1)).toBe(3);
      expect(await trial.store.milestone('transactions', 1, 2)).toBe(3);
    });

    it('are none before so many were passed, also in an empty store', async () => {
      expect(await trial.store.milestone('transactions', 1, 1)).toBe(0);
      await trial.store.passMilestone('transactions', 1, 2);
      await accept(1);
      await trial.store.passMilestone('transactions', 1, 2);
      expect(await trial.store.milestone('transactions', 1, 2)).toBe(0);
      expect(await trial.store.milestone('transactions', 1, 0)).toBe(1);
    });

    it('further back than was asked for are forgotten', async () => {
      for (let nth = 0; nth < 4; nth += 1) {
        await accept(1);
        await trial.store.passMilestone('transactions', 1, 2);
      }
      expect(await trial.store.milestone('transactions', 1, 2)).toBe(2);
      expect(await trial.store.milestone('transactions', 1, 3)).toBe(0);
    });

    it('are counted by each gateway for itself', async () => {
      await accept(1);
      await trial.store.passMilestone('transactions', 1, 2);
      await accept(1);
      await trial.store.passMilestone('transactions', 2, 2);
      expect(await trial.store.milestone('transactions', 1, 0)).toBe(1);
      expect(await trial.store.milestone('transactions', 2, 0)).toBe(2);
      expect(await trial.store.milestone('transactions', 2, 1)).toBe(0);
    });
  });
}
