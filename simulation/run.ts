import { settleNow } from './engine/settle.ts';
import { History, type HistoryOptions, type HistoryResult } from './history.ts';

/** Events after which the event loop goes round, so that messages and rejections of this thread are heard. */
const EVENTS_A_TURN = 4_096;

/** A stretch of seeds. */
export interface SeedRange {
  readonly firstSeed: number;
  readonly count: number;
}

/**
 * Runs histories, one after the other, each to its end. One at a time keeps what it works with close to the processor,
 * which makes it twice as fast as many side by side.
 *
 * @param onResult is handed every result in the order of the seeds; returns `false` to stop early.
 */
export async function runHistories(
  { firstSeed, count }: SeedRange,
  options: HistoryOptions,
  onResult: (result: HistoryResult) => boolean,
): Promise<void> {
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    const history = new History(seed, options);
    await runToEnd(history);
    // Rejections that nobody handled are told on the way round, and so belong to this history.
    await turn();
    if (!onResult(history.result())) return;
  }
}

/** Between two events everything settles that needs no time. */
function runToEnd(history: History): Promise<void> {
  let events = 0;
  return new Promise((resolve) => {
    const run = (): void => {
      while (history.step()) {
        events += 1;
        // A real database answers by way of the event loop.
        if (history.waits || events % EVENTS_A_TURN === 0 || !settleNow()) {
          setImmediate(run);
          return;
        }
      }
      resolve();
    };
    setImmediate(run);
  });
}

/** Lets the event loop go round once. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
