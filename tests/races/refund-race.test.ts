import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SeededRandom } from '../crash/random.ts';
import { RefundRace } from './refund-race.ts';

/** A small share of what `npm run races` does. */
const ATTEMPTS = 10_000;

it('thousands of refunds at once never return more than was paid', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'opencpm-races-'));
  const race = await RefundRace.begin(directory, new SeededRandom(20_260_301));
  while (race.tally.attempts < ATTEMPTS && race.tally.violations.length === 0) await race.round();
  await race.end();
  rmSync(directory, { recursive: true });
  const { violations, overRefunds, answers, payments } = race.tally;
  expect(violations).toEqual([]);
  expect(overRefunds).toBe(0);
  // The race would be worth nothing without refunds of every fate.
  for (const code of ['0000', '1145', '1155', '1262', '1265', '1272', '2011']) {
    expect(answers.get(code) ?? 0, code).toBeGreaterThan(payments / 20);
  }
});
