import type { Environment } from './settings.ts';

/** Where a command writes text. */
export interface Output {
  write(text: string): void;
  /** Whether colour may be used: a terminal, and nobody asked for none. */
  readonly colour: boolean;
}

/** Time as a command sees it. */
export interface CommandClock {
  /** Milliseconds since 1970-01-01 UTC. */
  nowMs(): number;
  /** Milliseconds since an arbitrary start; never runs backwards. */
  monotonicMs(): number;
  /**
   * Calls back once after at least `delayMs`.
   *
   * @returns a function that calls the waiting off.
   */
  after(delayMs: number, callback: () => void): () => void;
}

/** The program's surroundings, handed in so that commands run in a test as they do in a terminal. */
export interface Surroundings {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Reads the standard input to its end, or `undefined` when it is a terminal nobody piped anything into. */
  readStdin(): Promise<string | undefined>;
  readonly environment: Environment;
  readonly fetch: typeof fetch;
  readonly clock: CommandClock;
  /** Cryptographically strong random bytes. */
  readonly randomBytes: (count: number) => Uint8Array;
  /**
   * A signal that is aborted by the first Ctrl-C. From the first call on, Ctrl-C no longer ends the process by itself; a
   * second one does.
   */
  interruption(): AbortSignal;
}

/** Values of the options of one call, by name without dashes. Asking for an undeclared name throws. */
export interface OptionValues {
  /** Value of a text option, absent when it was not given. */
  text(name: string): string | undefined;
  /** Every value of a text option that may be repeated. */
  texts(name: string): readonly string[];
  flag(name: string): boolean;
}

/** What a command runs with. */
export interface CommandContext extends Surroundings {
  /** The arguments that are not options. */
  readonly positionals: readonly string[];
  readonly options: OptionValues;
  /** Whether `--json` was given. */
  readonly json: boolean;
}
