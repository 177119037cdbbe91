import { COMMON_OPTIONS, type Command, type OptionTable } from './command.ts';
import { EXIT_CODE_MEANINGS } from './exit-code.ts';
import { ENVIRONMENT_VARIABLES } from './settings.ts';
import { displayWidth, padToWidth } from './terminal/display-width.ts';

/** Columns of a line of help. */
const LINE_WIDTH = 96;

/** The list of all commands. */
export function overview(commands: readonly Command[]): string {
  return [
    "opencpm: barcode payments, where the cashier scans the code on the customer's phone\n\n",
    'usage: opencpm COMMAND [arguments] [options]\n\n',
    columns(commands.map(({ name, summary }) => [name, summary])),
    '\nenvironment:\n',
    columns(ENVIRONMENT_VARIABLES),
    '\nopencpm help COMMAND explains one command, opencpm help exit-codes the exit codes.\n',
    'Every command takes --json and --help.\n',
  ].join('');
}

/** The list of the commands that begin with the same words. */
export function groupHelp(words: string, members: readonly Command[]): string {
  return `usage: opencpm ${words} COMMAND [options]\n\n${columns(members.map(({ name, summary }) => [name, summary]))}`;
}

/** Everything about one command. */
export function commandHelp(command: Command): string {
  const { name, summary, usage, options, examples, details = [] } = command;
  return [
    `${summary}.\n\nusage: opencpm ${name} ${usage}`.trimEnd(),
    '\n',
    ...details.map((paragraph) => `\n${wrapped(paragraph, LINE_WIDTH).join('\n')}\n`),
    '\noptions:\n',
    columns(optionRows({ ...options, ...COMMON_OPTIONS })),
    '\nexamples:\n',
    ...examples.map(({ line, purpose }) => `  ${line}\n      ${purpose}\n`),
  ].join('');
}

/** What the exit codes mean. */
export function exitCodeHelp(): string {
  return `exit codes of opencpm:\n\n${columns(EXIT_CODE_MEANINGS.map(([code, meaning]) => [String(code), meaning]))}`;
}

function optionRows(options: OptionTable): (readonly [string, string])[] {
  return Object.entries(options).map(([name, { type, value, meaning, multiple }]) => [
    `--${name}${type === 'text' ? ` ${value ?? 'TEXT'}` : ''}`,
    multiple === true ? `${meaning} May be repeated.` : meaning,
  ]);
}

function columns(rows: readonly (readonly [left: string, right: string])[]): string {
  const width = Math.max(0, ...rows.map(([left]) => displayWidth(left)));
  return rows
    .map(([left, right]) => {
      const lines = wrapped(right, LINE_WIDTH - width - 4);
      return lines
        .map((line, index) => `  ${padToWidth(index === 0 ? left : '', width)}  ${line}\n`)
        .join('');
    })
    .join('');
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}
