import { parentPort, workerData } from 'node:worker_threads';
import { plant } from './planted/plant.ts';
import { PLANTED_BUGS } from './planted/planted-bugs.ts';
import { RunningTally } from './tally.ts';
import type { Job } from './worker-pool.ts';

/** One in so many seeds is run twice. */
const REPLAYED_ONE_IN = 100;

// Refused writes and calls that time out are errors by the thousand, and nobody reads where they came from.
Error.stackTraceLimit = 0;

const { firstSeed, count, sqliteShare, planted, stopAtFailure, ...kind } = workerData as Job;
const { tills = 'scripted', wallet = 'direct' } = kind;

if (planted !== undefined) {
  const bug = PLANTED_BUGS.find(({ name }) => name === planted);
  if (bug === undefined) throw new Error(`no planted bug is called ${planted}`);
  plant(bug);
}

// Loaded only now, so that a planted bug is in the code by then.
const { runHistories } = await import('./run.ts');
const { ProcessDied } = await import('./gateway/process-died.ts');

const tally = new RunningTally();
let runningSeed = firstSeed;

process.on('unhandledRejection', (error) => {
  if (error instanceof ProcessDied) return;
  tally.fail(runningSeed, `nobody handled: ${String(error)}`);
});

const options = { sqliteShare, tills, wallet, keepTrace: false };
const hashes = new Map<number, string>();
await runHistories({ firstSeed, count }, options, (result) => {
  tally.count(result);
  runningSeed = result.seed + 1;
  if (result.seed % REPLAYED_ONE_IN === 0) hashes.set(result.seed, result.traceHash);
  return !(stopAtFailure && tally.failed);
});
for (const [seed, hash] of planted === undefined ? hashes : []) {
  runningSeed = seed;
  await runHistories({ firstSeed: seed, count: 1 }, options, ({ traceHash }) => {
    tally.countReplayed();
    if (hash !== traceHash) {
      tally.fail(seed, `the second run of the seed was another one: ${hash}, then ${traceHash}`);
    }
    return true;
  });
}
parentPort?.postMessage(tally.sum());
