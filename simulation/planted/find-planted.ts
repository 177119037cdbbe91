import { runJobs } from '../worker-pool.ts';
import { PLANTED_BUGS } from './planted-bugs.ts';

/** What became of a search for a planted bug. */
export interface Search {
  readonly name: string;
  /** Histories until it was found; `undefined` when it was not. */
  readonly histories: number | undefined;
  readonly rule: string;
  readonly text: string;
}

/** Looks for one planted bug in a range of seeds. */
export async function findPlantedBug(
  name: string,
  range: { readonly firstSeed: number; readonly count: number },
  workers: number,
): Promise<Search> {
  const bug = PLANTED_BUGS.find((each) => each.name === name);
  if (bug === undefined) throw new TypeError(`no planted bug is called "${name}"`);
  const { sqliteShare = 0, tills, wallet } = bug;
  const tally = await runJobs(
    { ...range, sqliteShare, tills, wallet, planted: name, stopAtFailure: true },
    workers,
  );
  const [violation] = tally.failures[0]?.violations ?? [];
  return {
    name,
    histories: violation === undefined ? undefined : tally.histories,
    rule: violation?.rule ?? '',
    text: violation?.text ?? '',
  };
}

/** Looks for one planted bug, or for all of them; whether each was found. */
export async function findPlantedBugs(
  name: string,
  range: { readonly firstSeed: number; readonly count: number },
  workers: number,
  tell: (line: string) => void,
): Promise<boolean> {
  const names = name === 'all' ? PLANTED_BUGS.map((bug) => bug.name) : [name];
  let missed = 0;
  for (const each of names) {
    const search = await findPlantedBug(each, range, workers).catch((error: unknown) => String(error));
    if (typeof search === 'string' || search.histories === undefined) missed += 1;
    tell(`${each}: ${typeof search === 'string' ? search : outcomeOf(search, range.count)}`);
  }
  if (names.length > 1) tell(`${names.length - missed} of ${names.length} planted bugs were found.`);
  return missed === 0;
}

function outcomeOf({ histories, rule, text }: Search, count: number): string {
  return histories === undefined
    ? `NOT FOUND in ${count} histories`
    : `found within ${histories} histories: ${rule} ${text.slice(0, 100)}`;
}
