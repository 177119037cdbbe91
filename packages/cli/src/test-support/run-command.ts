import { randomBytes } from 'node:crypto';
import { COMMANDS } from '../command-table.ts';
import type { CommandClock, Output, Surroundings } from '../context.ts';
import { dispatch } from '../dispatch.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Environment } from '../settings.ts';
import { TestClock } from './test-clock.ts';

/** 2026-03-05 18:00:00 in UTC+8. */
export const TEST_NOW_MS = Date.UTC(2026, 2, 5, 10, 0, 0);

/** What a call did. */
export interface CommandRun {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a test may change about the surroundings. */
export interface RunOptions {
  readonly environment?: Environment;
  readonly stdin?: string;
  readonly colour?: boolean;
  /** One that moves when it is asked, when left out; connectors need one that goes by itself. */
  readonly clock?: CommandClock;
  readonly interruption?: AbortSignal;
  readonly fetch?: typeof fetch;
  /** Collects the standard output, for a test that looks at it while the command runs. */
  readonly stdout?: TextCollector;
  /** The same for the standard error. */
  readonly stderr?: TextCollector;
}

/** Runs `opencpm` with these words as in a terminal, in this process. */
export async function runCommand(words: readonly string[], options: RunOptions = {}): Promise<CommandRun> {
  const { colour = false } = options;
  const stdout = options.stdout ?? new TextCollector(colour);
  const stderr = options.stderr ?? new TextCollector(colour);
  const surroundings: Surroundings = {
    stdout,
    stderr,
    readStdin: () => Promise.resolve(options.stdin),
    environment: options.environment ?? {},
    fetch: options.fetch ?? fetch,
    clock: options.clock ?? new TestClock(TEST_NOW_MS),
    randomBytes: (count) => randomBytes(count),
    interruption: () => options.interruption ?? new AbortController().signal,
  };
  const exitCode = await dispatch(COMMANDS, words, surroundings);
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

/** An output that keeps what is written to it. */
export class TextCollector implements Output {
  readonly colour: boolean;
  text = '';

  constructor(colour: boolean) {
    this.colour = colour;
  }

  write(text: string): void {
    this.text += text;
  }
}
