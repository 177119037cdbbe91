import type { HistoryOptions } from './history.ts';
import { readOptions, USAGE } from './options.ts';
import { findPlantedBugs } from './planted/find-planted.ts';
import { missingSituations } from './reached.ts';
import { report } from './report.ts';
import { isSoonEnough } from './till/verdict-share.ts';
import { runJobs } from './worker-pool.ts';

/** Runs what the command line asks for; the exit code. */
async function run(words: readonly string[]): Promise<number> {
  const options = readOptions(words);
  const { firstSeed, histories, workers, sqliteShare, tills, wallet, planted } = options;
  if (options.trace) return traceOne(firstSeed, { sqliteShare, tills, wallet });
  if (planted !== undefined) {
    const found = await findPlantedBugs(planted, { firstSeed, count: histories }, workers, console.log);
    return found ? 0 : 1;
  }
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1_000;
  let told = seconds();
  const job = { firstSeed, count: histories, sqliteShare, tills, wallet };
  const tally = await runJobs(job, workers, (soFar) => {
    if (seconds() - told < 30) return;
    told = seconds();
    console.log(`${soFar.histories} histories, ${soFar.failures.length} broke a rule`);
  });
  console.log(report(tally, options, seconds()));
  const isWell =
    tally.failures.length === 0 &&
    missingSituations(tally, options).length === 0 &&
    isSoonEnough(tally.reached);
  return isWell ? 0 : 1;
}

/** Prints every event of one history. */
async function traceOne(
  seed: number,
  options: Pick<HistoryOptions, 'sqliteShare' | 'tills' | 'wallet'>,
): Promise<number> {
  const { runHistories } = await import('./run.ts');
  const { ProcessDied } = await import('./gateway/process-died.ts');
  process.on('unhandledRejection', (error) => {
    if (!(error instanceof ProcessDied)) console.log(`nobody handled: ${String(error)}`);
  });
  let broken = false;
  await runHistories({ firstSeed: seed, count: 1 }, { ...options, keepTrace: true }, (result) => {
    console.log(result.trace.join('\n'));
    for (const { rule, text } of result.violations) console.log(`${rule}  ${text}`);
    console.log(`trace ${result.traceHash}`);
    broken = result.violations.length > 0;
    return true;
  });
  return broken ? 1 : 0;
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof TypeError ? `${error.message}\n${USAGE}` : error);
  process.exitCode = 2;
}
