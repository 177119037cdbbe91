import { EXIT, type ExitCode } from './exit-code.ts';

/** Ends a command with a text for people: what is wrong, and what to do about it. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly exitCode: ExitCode;
  /** What the reader does about it: one sentence or a command to type. */
  readonly mend: string;

  constructor(exitCode: ExitCode, message: string, mend: string) {
    super(message);
    this.exitCode = exitCode;
    this.mend = mend;
  }
}

/** A failure of the person at the keyboard: wrong or missing arguments. */
export function wrongUsage(message: string, mend: string): CommandFailure {
  return new CommandFailure(EXIT.usage, message, mend);
}
