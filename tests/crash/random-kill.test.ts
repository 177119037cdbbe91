import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CrashSeries } from './crash-series.ts';

const KILLS = 10;
const directory = mkdtempSync(join(tmpdir(), 'opencpm-crash-'));
let series: CrashSeries;

beforeAll(async () => {
  series = await CrashSeries.begin(directory, 4_711);
});

afterAll(async () => {
  await series.end();
  rmSync(directory, { recursive: true });
});

describe('a gateway killed anywhere under load', () => {
  it.each(Array.from({ length: KILLS }, (_, index) => index + 1))(
    'loses nothing and charges nothing twice: kill %i',
    async () => {
      expect(await series.killAnywhere()).toEqual([]);
    },
  );

  it('has books that agree from the first sale to the last', async () => {
    expect(await series.checkEverything()).toEqual([]);
    const { kills, answers, unanswered } = series.tally;
    expect(kills).toBe(KILLS);
    expect(answers).toBeGreaterThan(100);
    expect(unanswered).toBeGreaterThan(0);
  });
});
