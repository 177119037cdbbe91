import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SeededRandom } from '../crash/random.ts';
import { RefundRace } from './refund-race.ts';

/** Rounds between two lines of progress. */
const REPORT_EVERY = 100;
/** Rounds on one store; then comes a new one, so that no file grows without end. */
const ROUNDS_ON_A_STORE = 400;

const { values } = parseArgs({
  options: { attempts: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});
const wanted = wholeNumber('--attempts', values.attempts);
const random = new SeededRandom(wholeNumber('--seed', values.seed));
const totals = { attempts: 0, payments: 0, stores: 0, overRefunds: 0, violations: 0 };
const answers = new Map<string, number>();

while (totals.attempts < wanted && totals.violations === 0) await raceOnOneStore();
report();
process.exitCode = totals.violations === 0 ? 0 : 1;

async function raceOnOneStore(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'opencpm-races-'));
  const race = await RefundRace.begin(directory, random);
  for (let round = 1; round <= ROUNDS_ON_A_STORE; round += 1) {
    await race.round();
    const { attempts, violations } = race.tally;
    if (totals.attempts + attempts >= wanted || violations.length > 0) break;
    if (round % REPORT_EVERY === 0) console.log(`${totals.attempts + attempts} attempts`);
  }
  await race.end();
  rmSync(directory, { recursive: true });
  const { tally } = race;
  totals.attempts += tally.attempts;
  totals.payments += tally.payments;
  totals.stores += 1;
  totals.overRefunds += tally.overRefunds;
  totals.violations += tally.violations.length;
  for (const [code, count] of tally.answers) answers.set(code, (answers.get(code) ?? 0) + count);
  for (const violation of tally.violations.slice(0, 20)) console.error(violation);
}

function report(): void {
  const { attempts, payments, stores, overRefunds, violations } = totals;
  console.log(`${attempts} refund attempts on ${payments} payments in ${stores} stores`);
  const byCode = [...answers].sort(([left], [right]) => left.localeCompare(right));
  console.log(`answers: ${byCode.map(([code, count]) => `${code} ${count}`).join(', ')}`);
  console.log(`over-refunds: ${overRefunds}, other violations: ${violations - overRefunds}`);
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  console.error(`${name} must be a whole number, not "${text}"`);
  process.exit(2);
}
