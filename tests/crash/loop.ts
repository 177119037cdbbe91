import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KILL_POINTS } from './crash-plan.ts';
import { CrashSeries } from './crash-series.ts';
import { SeededRandom } from './random.ts';

/** Between two lines of progress. */
const REPORT_EVERY = 25;

const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
  },
});
const cycles = wholeNumber('--cycles', values.cycles);
const seed = wholeNumber('--seed', values.seed);

const directory = mkdtempSync(join(tmpdir(), 'opencpm-crash-'));
const random = new SeededRandom(seed);
const series = await CrashSeries.begin(directory, seed);
let violations: readonly string[] = [];
for (let cycle = 1; cycle <= cycles && violations.length === 0; cycle += 1) {
  // Half of the kills at a step of a payment, half anywhere.
  violations =
    cycle % 2 === 0
      ? await series.killAnywhere()
      : await series.killAt({ point: random.pick(KILL_POINTS), passing: random.whole(1, 30) });
  if (cycle % REPORT_EVERY === 0) report();
}
if (violations.length === 0) violations = await series.checkEverything();
await series.end();
report();
for (const violation of violations) console.error(violation);
if (violations.length === 0) rmSync(directory, { recursive: true });
else console.error(`The data directory is kept: ${directory}. Run again with --seed ${seed}.`);
process.exitCode = violations.length === 0 ? 0 : 1;

function report(): void {
  const { kills, sales, answers, unanswered } = series.tally;
  console.log(
    `${kills} kills, ${sales} sales, ${answers} answers heard, ${unanswered} never answered at first`,
  );
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  console.error(`${name} must be a whole number, not "${text}"`);
  process.exit(2);
}
