import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';

/** How the bench is run. */
export interface BenchOptions {
  readonly quick: boolean;
  readonly json: boolean;
  readonly rounds: number;
  readonly warmUpMs: number;
  /** How long a server is loaded before it is the next one's turn. */
  readonly sliceMs: number;
  /** Slices of each server in a round. */
  readonly cycles: number;
  /** Payments stored before the runs on a filled database. */
  readonly stored: number;
  /** Payments left open before the run that measures what they cost new ones. */
  readonly pending: number;
  readonly connections: number;
  /** Directory under which the data lies; its file system is part of what is measured. */
  readonly directory: string;
}

/** A payment runs through much code; after one second its compilation still costs a fifth of the time. */
const WARM_UP_MS = 3_000;
const SLICE_MS = 1_000;

const HELP = `Usage: node bench/main.ts [options]

  --quick            One short round with 50,000 stored payments, to see that the bench works; judges no floor
  --json             Print the result as one JSON object
  --rounds N         Rounds, 3 without it
  --seconds N        Measured seconds of each server in a round, 6 without it
  --stored N         Payments stored before the runs on a filled database, 1,000,000 without it
  --pending N        Payments left open before the run beside open ones, 100,000 without it
  --dir DIRECTORY    Where the data lies while the bench runs, the system's temporary directory without it
  --help             This text
`;

/**
 * Reads the command line.
 *
 * @returns a text to print instead of running: the help, or what is wrong.
 */
export function readOptions(
  words: readonly string[],
): BenchOptions | { readonly text: string; readonly exitCode: number } {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        quick: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        stored: { type: 'string' },
        pending: { type: 'string' },
        dir: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { text: HELP, exitCode: 0 };
    const { quick, json } = values;
    return {
      quick,
      json,
      rounds: wholeNumber('--rounds', values.rounds, quick ? 1 : 3),
      warmUpMs: quick ? 500 : WARM_UP_MS,
      sliceMs: quick ? 500 : SLICE_MS,
      cycles: wholeNumber('--seconds', values.seconds, quick ? 2 : 6),
      stored: wholeNumber('--stored', values.stored, quick ? 50_000 : 1_000_000),
      pending: wholeNumber('--pending', values.pending, quick ? 10_000 : 100_000),
      connections: 64,
      directory: values.dir ?? tmpdir(),
    };
  } catch (error) {
    return { text: `${error instanceof Error ? error.message : String(error)}\n\n${HELP}`, exitCode: 2 };
  }
}

function wholeNumber(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text) || value < 1) throw new Error(`${name} takes a whole number from 1`);
  return value;
}
