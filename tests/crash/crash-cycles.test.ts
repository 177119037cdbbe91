import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KillPoint } from './crash-plan.ts';
import { CrashSeries } from './crash-series.ts';

/** Longest wait for everything to end; most of it is never needed. */
const SETTLE_LIMIT_MS = 120_000;

/** One moment of each step: payment, resolver, reversal, refund, notification. `npm run crash` takes them all. */
const POINTS: readonly KillPoint[] = [
  'intent_uncommitted',
  'intent_durable',
  'wallet_committed',
  'charge_answered',
  'outcome_uncommitted',
  'outcome_durable',
  'answer_half_sent',
  'query_sent',
  'verdict_durable',
  'reversal_durable',
  'reversal_answered',
  'confirmation_answered',
  'refund_durable',
  'refund_answered',
  'notification_answered',
];
/** After how many kills all books are compared. */
const SETTLE_EVERY = 5;

type Ending = readonly [what: string, end: (series: CrashSeries) => Promise<readonly string[]>];

const AT_A_POINT = POINTS.map(
  (point): Ending => [`killed at ${point}`, (series) => series.killAt({ point, passing: 2 })],
);
const OTHERS: readonly Ending[] = [
  ...Array.from({ length: 8 }, (): Ending => ['killed anywhere', (series) => series.killAnywhere()]),
  ['stopped by SIGTERM', (series) => series.stopGently()],
  ['stopped by SIGTERM', (series) => series.stopGently()],
  ['frozen, then killed', (series) => series.freezeAndKill()],
  ['frozen, then killed', (series) => series.freezeAndKill()],
  ['killed after the wallets', (series) => series.killStub('wallets')],
  ['killed after the merchant', (series) => series.killStub('merchant')],
  ['killed after the wallets', (series) => series.killStub('wallets')],
];

const directory = mkdtempSync(join(tmpdir(), 'opencpm-crash-'));
let series: CrashSeries;

beforeAll(async () => {
  series = await CrashSeries.begin(directory, 20_260_301);
});

afterAll(async () => {
  await series.end();
  rmSync(directory, { recursive: true });
});

describe('a gateway under load, with wallets and merchant in other processes', () => {
  const endings = AT_A_POINT.flatMap((ending, index) => [ending, OTHERS[index] ?? ending]);
  const numbered = endings.map(([what, end], index) => [index + 1, what, end] as const);

  it.each(numbered)(
    'loses nothing, charges nothing twice, and everything ends: %i, %s',
    async (number, _what, end) => {
      expect(await end(series)).toEqual([]);
      if (number % SETTLE_EVERY === 0) expect(await series.settle()).toEqual([]);
    },
    SETTLE_LIMIT_MS,
  );

  it('has seen what it is about', () => {
    const { kills, atPoint, answers, unanswered, refunds, reversals, heard } = series.tally;
    expect(kills).toBe(30);
    // The comparison would be worth nothing if the kills came at other moments, or nothing else happened.
    expect(atPoint.size).toBeGreaterThan(POINTS.length / 2);
    expect(answers).toBeGreaterThan(200);
    expect(unanswered).toBeGreaterThan(20);
    expect(refunds).toBeGreaterThan(20);
    expect(reversals).toBeGreaterThan(20);
    expect(heard).toBeGreaterThan(200);
  });
});
