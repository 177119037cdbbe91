import { expect, it } from 'vitest';
import { runAgreement } from './support/run-agreement.ts';
import { SCENARIOS } from './support/scenario.ts';

/** Payments of each door; together they are two thousand. */
const PAYMENTS = 1_000;

it.each(['in process', 'over HTTP'] as const)(
  'every behaviour ends in agreement of both books, with wallets %s',
  async (door) => {
    const count = Math.max(PAYMENTS, SCENARIOS.length);
    const run = await runAgreement(door, count, 1);
    expect(run.disagreements).toEqual([]);
    expect(run.payTypes.size).toBe(6);
    expect(run.courses.size).toBeGreaterThan(24);
    expect(run.payments).toBe(count);
    expect(run.refunds).toBeGreaterThan(100);
    expect(Object.keys(run.ends)).toEqual(
      expect.arrayContaining(['paid', 'declined', 'reversed', 'refunded']),
    );
  },
  300_000,
);
