import { describe, expect, it } from 'vitest';
import type { Attempt, AttemptProgress, Release } from '../attempt.ts';
import type { Journal } from '../journal.ts';
import { testAttempt } from './test-attempt.ts';

/** What the contract needs of a journal. */
export type ChangingJournal = Pick<Journal, 'update' | 'release' | 'find'>;

const POLLING: AttemptProgress = { stage: 'polling', syssn: '7', verdict: undefined };
const PAID: AttemptProgress = {
  stage: 'ended',
  syssn: '7',
  verdict: { kind: 'paid', paidAt: '2026-03-02 12:00:03', walletNumber: '22001' },
};
const DECLINED: AttemptProgress = {
  stage: 'ended',
  syssn: '7',
  verdict: { kind: 'declined', respcd: '1205', reason: '1205 no money' },
};
const RELEASE: Release = { by: 'manager', reason: 'paid in cash', atMs: 1_060_000 };

/**
 * What every journal does with changes of an attempt: a release and progress leave each other alone, whoever writes
 * first, and a verdict stays.
 *
 * @param begun gives a journal in which an attempt has begun.
 */
export function journalContract(begun: (attempt: Attempt) => Promise<ChangingJournal>): void {
  describe('the contract of journals', () => {
    const attempt = testAttempt('A');

    it('writes a release beside what is there, and keeps it when the verdict comes', async () => {
      const journal = await begun(attempt);
      await journal.update('A', POLLING);
      await journal.release('A', RELEASE);
      expect(await journal.find('A')).toEqual({ ...attempt, ...POLLING, release: RELEASE });
      await journal.update('A', PAID);
      expect(await journal.find('A')).toEqual({ ...attempt, ...PAID, release: RELEASE });
    });

    it.each(['verdict', 'release'])('loses neither when both come at once, the %s first', async (first) => {
      const journal = await begun(attempt);
      const writes = [() => journal.update('A', PAID), () => journal.release('A', RELEASE)];
      if (first === 'release') writes.reverse();
      await Promise.all(writes.map((write) => write()));
      expect(await journal.find('A')).toEqual({ ...attempt, ...PAID, release: RELEASE });
    });

    it.each([
      ['none', POLLING],
      ['another', DECLINED],
      ['another time of payment', { ...PAID, verdict: { kind: 'paid', paidAt: '', walletNumber: '22001' } }],
    ] as const)('refuses %s in the place of a verdict', async (_name, progress) => {
      const journal = await begun(attempt);
      await journal.update('A', PAID);
      await expect(journal.update('A', progress)).rejects.toThrow('a verdict does not change');
      expect(await journal.find('A')).toEqual({ ...attempt, ...PAID });
    });

    it('takes the same verdict twice', async () => {
      const journal = await begun(attempt);
      await journal.update('A', DECLINED);
      await journal.update('A', DECLINED);
      expect(await journal.find('A')).toEqual({ ...attempt, ...DECLINED });
    });

    it('knows only attempts that have begun', async () => {
      const journal = await begun(attempt);
      await expect(journal.update('NEVER', PAID)).rejects.toThrow('no attempt NEVER');
      await expect(journal.release('NEVER', RELEASE)).rejects.toThrow('no attempt NEVER');
    });
  });
}
