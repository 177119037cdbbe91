import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CrashPlan, KILL_POINTS } from './crash-plan.ts';
import { CrashSeries } from './crash-series.ts';

const directory = mkdtempSync(join(tmpdir(), 'opencpm-crash-'));
let series: CrashSeries;

beforeAll(async () => {
  series = await CrashSeries.begin(directory, 20_260_301);
});

afterAll(async () => {
  await series.end();
  rmSync(directory, { recursive: true });
});

describe('a gateway killed at a step of a payment', () => {
  const plans = KILL_POINTS.flatMap((point) => [1, 3, 8].map((passing): CrashPlan => ({ point, passing })));

  it.each(plans)('loses nothing and charges nothing twice: $point, passing $passing', async (plan) => {
    expect(await series.killAt(plan)).toEqual([]);
  });

  it('has books that agree from the first sale to the last', async () => {
    expect(await series.checkEverything()).toEqual([]);
    const { kills, answers, unanswered } = series.tally;
    expect(kills).toBe(plans.length);
    // The comparison would be worth nothing without sales of both kinds.
    expect(answers).toBeGreaterThan(kills);
    expect(unanswered).toBeGreaterThanOrEqual(kills);
  });
});
