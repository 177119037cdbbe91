import type { CommandFailure } from '../command-failure.ts';
import type { Output, Surroundings } from '../context.ts';
import { paint } from './paint.ts';
import { printable } from './printable.ts';

/** Prints one JSON value, the whole standard output of a call with `--json`. */
export function printJson(output: Output, value: unknown): void {
  output.write(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** Reports a failure: as text on the standard error, with `--json` as a JSON object on the standard output. */
export function printFailure(surroundings: Surroundings, json: boolean, failure: CommandFailure): void {
  const { message, mend, exitCode } = failure;
  if (json) {
    printJson(surroundings.stdout, { error: { message, mend, exit_code: exitCode } });
    return;
  }
  const mendLines = mend.split('\n').map((line) => `  ${printable(line)}\n`);
  surroundings.stderr.write(
    `${paint(surroundings.stderr, 'bad', 'opencpm:')} ${printable(message)}\n${mendLines.join('')}`,
  );
}
