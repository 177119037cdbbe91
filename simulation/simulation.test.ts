import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { findPlantedBug } from './planted/find-planted.ts';
import { PLANTED_BUGS } from './planted/planted-bugs.ts';
import { missingSituations } from './reached.ts';
import { REGRESSIONS } from './seeds/regressions.ts';
import { isSoonEnough, verdictShares } from './till/verdict-share.ts';
import { runJob, runJobs } from './worker-pool.ts';

const WORKERS = Math.min(2, availableParallelism());
const HISTORIES = 20_000;
/** Enough to keep the store in memory honest; each takes as long as ten others. */
const SQLITE_HISTORIES = 100;
const PLANTED_A_DAY = 10;
const DAY_MS = 86_400_000;
const LIMIT_MS = 15 * 60_000;

/** Each costs as much as three of the others. */
const SDK_HISTORIES = 1_500;

/** Ten planted bugs; other ones tomorrow, so that all have their turn. Those of connectors have a test of their own. */
const searched = PLANTED_BUGS.filter(({ wallet }) => wallet === undefined);
const today = Math.floor(Date.now() / DAY_MS);
const planted = Array.from(
  { length: PLANTED_A_DAY },
  (_, index) => searched[(today * PLANTED_A_DAY + index) % searched.length]?.name ?? '',
);

describe('the simulation', () => {
  it(`finds no broken rule in ${HISTORIES} histories, and meets what it has to`, {
    timeout: LIMIT_MS,
  }, async () => {
    const tally = await runJobs({ firstSeed: 1, count: HISTORIES, sqliteShare: 0 }, WORKERS);
    expect(tally.failures).toEqual([]);
    expect(tally.histories).toBe(HISTORIES);
    expect(tally.replayed).toBe(HISTORIES / 100);
    expect(missingSituations(tally, { tills: 'scripted', wallet: 'direct' })).toEqual([]);
  });

  it(`finds none in ${SQLITE_HISTORIES} histories on a real database`, { timeout: LIMIT_MS }, async () => {
    const tally = await runJobs({ firstSeed: 1_000_000, count: SQLITE_HISTORIES, sqliteShare: 1 }, 1);
    expect(tally.failures).toEqual([]);
    expect(tally.histories).toBe(SQLITE_HISTORIES);
  });

  it(`finds none in ${SDK_HISTORIES} histories with the SDK at the tills, and its verdicts come in time`, {
    timeout: LIMIT_MS,
  }, async () => {
    const job = { firstSeed: 1, count: SDK_HISTORIES, sqliteShare: 0.01, tills: 'sdk' } as const;
    const tally = await runJobs(job, WORKERS);
    expect(tally.failures).toEqual([]);
    expect(tally.histories).toBe(SDK_HISTORIES);
    expect(verdictShares(tally.reached).map(({ which }) => which)).toContain('payment call');
    expect(isSoonEnough(tally.reached)).toBe(true);
  });

  it.each(REGRESSIONS)(
    'still passes seed $seed: $about',
    { timeout: LIMIT_MS },
    async ({ seed, sqliteShare, tills, wallet }) => {
      const tally = await runJob({ firstSeed: seed, count: 1, sqliteShare, tills, wallet });
      expect(tally.failures).toEqual([]);
    },
  );

  it.each(planted)('finds the planted bug: %s', { timeout: LIMIT_MS }, async (name) => {
    const { histories } = await findPlantedBug(name, { firstSeed: 1, count: HISTORIES }, 1);
    expect(histories).toBeDefined();
  });
});
