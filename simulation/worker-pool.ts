import { Worker } from 'node:worker_threads';
import type { TillKind } from './history.ts';
import type { WalletChoice } from './wallet/wallet-choice.ts';
import { add, EMPTY_TALLY, type Tally } from './tally.ts';

/** Seeds for one thread. */
export interface Job {
  readonly firstSeed: number;
  readonly count: number;
  /** Share of worlds on a real database. */
  readonly sqliteShare: number;
  /** What runs at the tills; scripts when left out. */
  readonly tills?: TillKind | undefined;
  /** How the wallets are reached; `direct` when left out. */
  readonly wallet?: WalletChoice | undefined;
  /** Name of a bug that is planted into the code first. */
  readonly planted?: string | undefined;
  readonly stopAtFailure?: boolean;
}

/** Most seeds that one thread takes at a time, so that progress shows; until its code is compiled it takes some seconds. */
const PIECE_MAX = 50_000;

/** Runs one job in a thread of its own, with modules of its own. */
export function runJob(job: Job): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: job,
      // Histories leave much behind that nobody needs a moment later; a larger nursery spares copying it.
      resourceLimits: { maxYoungGenerationSizeMb: 128 },
    });
    worker.once('message', (tally: Tally) => resolve(tally));
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a worker ended with code ${code} and no result`)));
  });
}

/**
 * Runs jobs on some threads.
 *
 * @param onTally is handed each piece as it ends.
 */
export async function runJobs(
  job: Job,
  workers: number,
  onTally: (soFar: Tally) => void = () => undefined,
): Promise<Tally> {
  const pieces: Job[] = [];
  const piece = Math.min(PIECE_MAX, Math.ceil(job.count / workers));
  for (let done = 0; done < job.count; done += piece) {
    pieces.push({ ...job, firstSeed: job.firstSeed + done, count: Math.min(piece, job.count - done) });
  }
  let sum = EMPTY_TALLY;
  const work = async (): Promise<void> => {
    for (let next = pieces.shift(); next !== undefined; next = pieces.shift()) {
      const tally = await runJob(next);
      sum = add(sum, tally);
      onTally(sum);
      if (job.stopAtFailure === true && sum.failures.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return sum;
}
