import { History, type HistoryOptions, type HistoryResult } from './history.ts';

/** Worlds that run side by side in one thread, so that they share the turns of the event loop. */
const LANES = 64;

const NOBODY: ReadonlySet<History> = new Set();

/** A stretch of seeds. */
export interface SeedRange {
  readonly firstSeed: number;
  readonly count: number;
}

/**
 * Runs histories, each to its end, and hands out every result. Between two events of a world lies a turn of the event
 * loop, in which everything settles that needs no time.
 *
 * @param onResult returns `false` to stop early.
 */
export async function runHistories(
  { firstSeed, count }: SeedRange,
  options: HistoryOptions,
  onResult: (result: HistoryResult) => boolean,
): Promise<void> {
  let next = firstSeed;
  let stopped = false;
  const lane = (): History | undefined => {
    if (stopped || next >= firstSeed + count) return undefined;
    next += 1;
    return new History(next - 1, options);
  };
  let lanes = Array.from({ length: Math.min(LANES, count) }, lane).filter((each) => each !== undefined);
  while (lanes.length > 0) {
    let ended = NOBODY;
    // One event each: what it sets going has settled before the world's next one.
    for (const history of lanes) if (!history.step()) ended = new Set([...ended, history]);
    if (ended.size > 0) {
      for (const history of ended) if (!stopped && !onResult(history.result())) stopped = true;
      const begun = Array.from(ended, lane).filter((each) => each !== undefined);
      lanes = [...lanes.filter((history) => !ended.has(history)), ...begun];
    }
    await turn();
  }
}

/** Lets the event loop go round once. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
