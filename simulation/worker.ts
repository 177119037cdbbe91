import { parentPort, workerData } from 'node:worker_threads';
import { plant } from './planted/plant.ts';
import { PLANTED_BUGS } from './planted/planted-bugs.ts';
import { add, EMPTY_TALLY, type Tally, tallyOf } from './tally.ts';
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

let tally: Tally = EMPTY_TALLY;
let runningSeed = firstSeed;

process.on('unhandledRejection', (error) => {
  if (error instanceof ProcessDied) return;
  const text = `nobody handled: ${String(error)}`;
  const failure = { seed: runningSeed, violations: [{ rule: 'T1', text }] };
  tally = add(tally, { ...EMPTY_TALLY, failures: [failure] });
});

const options = { sqliteShare, tills, wallet, keepTrace: false };
const hashes = new Map<number, string>();
await runHistories({ firstSeed, count }, options, (result) => {
  tally = add(tally, tallyOf(result));
  runningSeed = result.seed + 1;
  if (result.seed % REPLAYED_ONE_IN === 0) hashes.set(result.seed, result.traceHash);
  return !(stopAtFailure && tally.failures.length > 0);
});
for (const [seed, hash] of planted === undefined ? hashes : []) {
  runningSeed = seed;
  await runHistories({ firstSeed: seed, count: 1 }, options, ({ traceHash }) => {
    const text = `the second run of the seed was another one: ${hash}, then ${traceHash}`;
    const failures = hash === traceHash ? [] : [{ seed, violations: [{ rule: 'T1', text }] }];
    tally = add(tally, { ...EMPTY_TALLY, replayed: 1, failures });
    return true;
  });
}
parentPort?.postMessage(tally);
