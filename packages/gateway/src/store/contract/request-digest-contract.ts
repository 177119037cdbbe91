import { describe, expect, it } from 'vitest';
import { START_MS } from './contract-data.ts';
import { type ProvideStore, useTrial } from './store-fixture.ts';

const ONE = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);

/** How every adapter remembers which call a signed text was used for. */
export function requestDigestContract(provide: ProvideStore): void {
  describe('digests of requests', () => {
    const trial = useTrial(provide);

    it('belong to the call they were first used for, and to no other', async () => {
      expect(await trial.store.claimDigest(ONE, 'refund', START_MS)).toBe('refund');
      expect(await trial.store.claimDigest(ONE, 'refund', START_MS + 1)).toBe('refund');
      expect(await trial.store.claimDigest(ONE, 'reversal', START_MS + 2)).toBe('refund');
      expect(await trial.store.claimDigest(OTHER, 'reversal', START_MS + 3)).toBe('reversal');
    });

    it('go to exactly one of two calls that come at once', async () => {
      const owners = await Promise.all([
        trial.store.claimDigest(ONE, 'refund', START_MS),
        trial.store.claimDigest(ONE, 'reversal', START_MS),
      ]);
      expect(owners).toEqual(['refund', 'refund']);
    });

    it('outlive a restart', async () => {
      await trial.store.claimDigest(ONE, 'note', START_MS);
      await trial.restart();
      expect(await trial.store.claimDigest(ONE, 'refund', START_MS + 1)).toBe('note');
    });

    it('are forgotten by the time of their first use, the oldest first, a few at a time', async () => {
      for (const [index, letter] of ['1', '2', '3', '4'].entries()) {
        await trial.store.claimDigest(letter.repeat(64), 'refund', START_MS + index);
      }
      // A repeat does not make it younger.
      await trial.store.claimDigest('1'.repeat(64), 'refund', START_MS + 100);
      expect(await trial.store.forgetRequestDigests(START_MS, 10)).toBe(0);
      expect(await trial.store.forgetRequestDigests(START_MS + 3, 2)).toBe(2);
      expect(await trial.store.claimDigest('3'.repeat(64), 'note', START_MS + 4)).toBe('refund');
      expect(await trial.store.forgetRequestDigests(START_MS + 3, 2)).toBe(1);
      expect(await trial.store.claimDigest('1'.repeat(64), 'note', START_MS + 4)).toBe('note');
      expect(await trial.store.claimDigest('4'.repeat(64), 'note', START_MS + 4)).toBe('refund');
    });
  });
}
