import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KILL_POINTS } from './crash-plan.ts';
import { CrashSeries } from './crash-series.ts';
import { SeededRandom } from './random.ts';

/** Kills between two comparisons of all books. */
const SETTLE_EVERY = 5;
/** Kills of one town; then another is founded, so that the books stay readable at a glance. */
const CYCLES_OF_A_TOWN = 50;

const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
  },
});
const cycles = wholeNumber('--cycles', values.cycles);
const seed = wholeNumber('--seed', values.seed);
const total = { kills: 0, sales: 0, refunds: 0, reversals: 0, answers: 0, unanswered: 0, heard: 0 };
const atPoint = new Map<string, number>();
let violations: readonly string[] = [];

for (let done = 0; done < cycles && violations.length === 0; done += CYCLES_OF_A_TOWN) {
  const part = Math.min(CYCLES_OF_A_TOWN, cycles - done);
  violations = await runTown(part, seed + done / CYCLES_OF_A_TOWN, done);
}
console.log('kills at their moment:');
for (const point of KILL_POINTS) console.log(`  ${point.padEnd(26)} ${atPoint.get(point) ?? 0}`);
for (const violation of violations) console.error(violation);
process.exitCode = violations.length === 0 ? 0 : 1;

async function runTown(kills: number, townSeed: number, before: number): Promise<readonly string[]> {
  const directory = mkdtempSync(join(tmpdir(), 'opencpm-crash-'));
  const random = new SeededRandom(townSeed);
  const series = await CrashSeries.begin(directory, townSeed);
  let found: readonly string[] = [];
  try {
    for (let kill = 1; kill <= kills && found.length === 0; kill += 1) {
      found = await endGateway(series, random, before + kill);
      if (found.length === 0 && (kill % SETTLE_EVERY === 0 || kill === kills)) found = await series.settle();
    }
  } finally {
    await series.end();
  }
  const { tally } = series;
  for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += tally[name];
  for (const [point, count] of tally.atPoint) atPoint.set(point, (atPoint.get(point) ?? 0) + count);
  const { sales, refunds, reversals, answers, unanswered, heard } = total;
  console.log(
    `${total.kills} kills, ${sales} sales (${unanswered} never answered at first), ${refunds} refunds, ${reversals} reversals, ${answers} answers, ${heard} notifications heard, ${found.length} rules broken`,
  );
  if (found.length === 0) rmSync(directory, { recursive: true });
  else
    console.error(`Everything is kept: ${directory}. Run again with --seed ${townSeed} --cycles ${kills}.`);
  return found;
}

/** Half of the kills at a moment of the work, in turn; the others anywhere, some of them after something else. */
function endGateway(series: CrashSeries, random: SeededRandom, turn: number): Promise<readonly string[]> {
  if (turn % 2 === 1) {
    const point = KILL_POINTS[((turn - 1) / 2) % KILL_POINTS.length] ?? KILL_POINTS[0];
    return series.killAt({ point, passing: random.whole(1, 8) });
  }
  switch (random.whole(1, 8)) {
    case 1:
      return series.stopGently();
    case 2:
      return series.freezeAndKill();
    case 3:
      return series.killStub('wallets');
    case 4:
      return series.killStub('merchant');
    default:
      return series.killAnywhere();
  }
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  console.error(`${name} must be a whole number, not "${text}"`);
  process.exit(2);
}
