import type { CommandContext } from './context.ts';
import type { ExitCode } from './exit-code.ts';

/** An option of a command, written `--name`. */
export interface CommandOption {
  /** `text` takes a value, `flag` takes none. */
  readonly type: 'text' | 'flag';
  /** Whether a text option may be given several times; otherwise a second one is refused. */
  readonly multiple?: boolean;
  /**
   * Whether a value behind a space may begin with a dash, as one in base64url does once in 64 times. Without it such a
   * word is refused, because it is rather an option whose value was forgotten before it.
   */
  readonly dashed?: boolean;
  /** Whether an empty text means something, such as taking an address away; otherwise it is refused. */
  readonly emptyAllowed?: boolean;
  /** What the value is, in capitals, for the help of a text option: `URL`, `MINOR`. */
  readonly value?: string;
  /** What the option does and what holds without it. */
  readonly meaning: string;
}

/** Options by name, without the dashes. */
export type OptionTable = Readonly<Record<string, CommandOption>>;

/** A line a reader can type, and what it does. */
interface CommandExample {
  readonly line: string;
  readonly purpose: string;
}

/** One command of `opencpm`. */
export interface Command {
  /** The words that call it: `pay`, `merchant store add`. */
  readonly name: string;
  /** One line for the overview, without a full stop. */
  readonly summary: string;
  /** The arguments behind the name: `[AMOUNT] [options]`. */
  readonly usage: string;
  /** Most arguments that may follow besides options. */
  readonly positionalsMax: number;
  readonly options: OptionTable;
  readonly examples: readonly CommandExample[];
  /** Whether money may move or stay open by it; a fault of the program then ends as pending, never as refused. */
  readonly movesMoney?: true;
  /** Further paragraphs of the help. */
  readonly details?: readonly string[];
  /**
   * Does the work. Rejects with `CommandFailure` for everything a person can mend; any other rejection is reported as a
   * fault of the program.
   *
   * @returns the exit code of the process.
   */
  run(context: CommandContext): Promise<ExitCode>;
}

/** Options every command takes. */
export const COMMON_OPTIONS: OptionTable = {
  json: { type: 'flag', meaning: 'Print one JSON value on the standard output, errors included.' },
  help: { type: 'flag', meaning: 'Print this help.' },
};
