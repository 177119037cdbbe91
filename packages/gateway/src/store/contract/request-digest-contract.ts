import { describe, expect, it } from 'vitest';
import { intentOf } from './contract-data.ts';
import { type ProvideStore, useTrial } from './store-fixture.ts';

const ONE = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);

/** How every adapter remembers which call a signed text was used for. */
export function requestDigestContract(provide: ProvideStore): void {
  describe('digests of requests', () => {
    const trial = useTrial(provide);

    it('belong to the call they were first used for, and to no other', async () => {
      expect(await trial.store.claimDigest(ONE, 'refund')).toBe('refund');
      expect(await trial.store.claimDigest(ONE, 'refund')).toBe('refund');
      expect(await trial.store.claimDigest(ONE, 'reversal')).toBe('refund');
      expect(await trial.store.claimDigest(OTHER, 'reversal')).toBe('reversal');
    });

    it('go to exactly one of two calls that come at once', async () => {
      const owners = await Promise.all([
        trial.store.claimDigest(ONE, 'refund'),
        trial.store.claimDigest(ONE, 'reversal'),
      ]);
      expect(owners).toEqual(['refund', 'refund']);
    });

    it('outlive a restart', async () => {
      await trial.store.claimDigest(ONE, 'note');
      await trial.restart();
      expect(await trial.store.claimDigest(ONE, 'refund')).toBe('note');
    });

    it('are forgotten by the order of their first use, a few at a time', async () => {
      for (const letter of ['1', '2', '3', '4']) await trial.store.claimDigest(letter.repeat(64), 'refund');
      // A repeat does not make it younger.
      await trial.store.claimDigest('1'.repeat(64), 'refund');
      expect(await trial.store.forgetRequestDigests(0, 10)).toBe(0);
      expect(await trial.store.forgetRequestDigests(3, 2)).toBe(2);
      expect(await trial.store.claimDigest('3'.repeat(64), 'note')).toBe('refund');
      expect(await trial.store.forgetRequestDigests(3, 2)).toBe(1);
      expect(await trial.store.claimDigest('1'.repeat(64), 'note')).toBe('note');
      expect(await trial.store.claimDigest('4'.repeat(64), 'note')).toBe('refund');
    });

    it('get no number twice, not even when all were forgotten', async () => {
      await trial.store.claimDigest(ONE, 'refund');
      await trial.store.passMilestone('request_digests', 1, 2);
      expect(
        await trial.store.forgetRequestDigests(await trial.store.milestone('request_digests', 1, 0), 10),
      ).toBe(1);
      await trial.restart();
      await trial.store.claimDigest(OTHER, 'note');
      expect(
        await trial.store.forgetRequestDigests(await trial.store.milestone('request_digests', 1, 0), 10),
      ).toBe(0);
      expect(await trial.store.claimDigest(OTHER, 'refund')).toBe('note');
    });

    it('have milestones of their own', async () => {
      await trial.store.acceptPayment(intentOf(trial.store.nextTransactionNumber()));
      await trial.store.acceptPayment(intentOf(trial.store.nextTransactionNumber()));
      await trial.store.claimDigest(ONE, 'refund');
      await trial.store.passMilestone('request_digests', 1, 2);
      await trial.store.passMilestone('transactions', 1, 2);
      expect(await trial.store.milestone('request_digests', 1, 0)).toBe(1);
      expect(await trial.store.milestone('transactions', 1, 0)).toBe(2);
      expect(await trial.store.milestone('request_digests', 1, 1)).toBe(0);
    });
  });
}
