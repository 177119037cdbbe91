import { describe, expect, it } from 'vitest';
import { codeHash, intentOf, START_MS } from './contract-data.ts';
import { type ProvideStore, useTrial } from './store-fixture.ts';

/** How every adapter forgets auth codes: only those whose time is over, a few at a time. */
export function authCodeContract(provide: ProvideStore): void {
  describe('forgetAuthCodes', () => {
    const trial = useTrial(provide);
    /** Accepts a payment with the code of an earlier one, in a world that remembers every use. */
    const codeIsFree = async (ofId: number): Promise<boolean> => {
      const id = trial.store.nextTransactionNumber();
      const { authCodeHash } = intentOf(ofId);
      return (await trial.store.acceptPayment(intentOf(id, { authCodeHash }), 0)).kind === 'accepted';
    };
    const acceptFive = async (): Promise<void> => {
      for (let count = 0; count < 5; count += 1) {
        const id = trial.store.nextTransactionNumber();
        await trial.store.acceptPayment(intentOf(id, { createdAtMs: START_MS + id }), 0);
      }
    };

    it('forgets what was used before the instant and nothing else', async () => {
      await acceptFive();
      expect(await trial.store.forgetAuthCodes(START_MS + 3, 100)).toBe(2);
      expect(await codeIsFree(3)).toBe(false);
      expect(await codeIsFree(5)).toBe(false);
      expect(await codeIsFree(1)).toBe(true);
      expect(await codeIsFree(2)).toBe(true);
    });

    it('forgets at most as many as it is told, the oldest first, and goes on from there', async () => {
      await acceptFive();
      expect(await trial.store.forgetAuthCodes(START_MS + 100, 2)).toBe(2);
      expect(await codeIsFree(3)).toBe(false);
      expect(await trial.store.forgetAuthCodes(START_MS + 5, 2)).toBe(2);
      expect(await trial.store.forgetAuthCodes(START_MS + 5, 2)).toBe(0);
      expect(await codeIsFree(4)).toBe(true);
      expect(await codeIsFree(5)).toBe(false);
    });

    it('has nothing to forget in an empty store', async () => {
      expect(await trial.store.forgetAuthCodes(START_MS, 100)).toBe(0);
    });

    it('keeps a code that was used again later', async () => {
      const authCodeHash = codeHash('shown twice');
      const use = (id: number) =>
        trial.store.acceptPayment(
          intentOf(id, { authCodeHash, createdAtMs: START_MS + id * 100 }),
          START_MS + id * 100,
        );
      expect((await use(1)).kind).toBe('accepted');
      expect((await use(2)).kind).toBe('accepted');
      await trial.store.forgetAuthCodes(START_MS + 200, 100);
      const third = intentOf(3, { authCodeHash });
      expect((await trial.store.acceptPayment(third, 0)).kind).toBe('code_used');
    });

    it('leaves the payments themselves alone', async () => {
      await acceptFive();
      const before = await trial.store.findPayment(1);
      await trial.store.forgetAuthCodes(START_MS + 100, 100);
      expect(await trial.store.findPayment(1)).toEqual(before);
    });
  });
}
