import { type Command, COMMON_OPTIONS, type OptionTable } from '../../packages/cli/src/command.ts';
import { COMMANDS } from '../../packages/cli/src/command-table.ts';
import { EXIT_CODE_MEANINGS } from '../../packages/cli/src/exit-code.ts';
import { code, GENERATED_NOTE, page, table } from './markdown-table.ts';

function optionTable(options: OptionTable): string {
  return table(
    ['Option', 'Meaning'],
    Object.entries(options).map(([name, { type, value, meaning, multiple }]) => [
      code(`--${name}${type === 'text' ? ` ${value ?? 'TEXT'}` : ''}`),
      multiple === true ? `${meaning} May be repeated.` : meaning,
    ]),
  );
}

function section({ name, summary, usage, details = [], options, examples }: Command): string {
  const lines = examples.flatMap(({ line, purpose }) => [`# ${purpose}`, line]);
  const blocks = [
    `## \`opencpm ${name}\``,
    `${summary}.`,
    ['```text', `opencpm ${name} ${usage}`.trimEnd(), '```'].join('\n'),
    ...details,
    ...(Object.keys(options).length === 0 ? [] : [optionTable(options)]),
    ...(lines.length === 0 ? [] : [['```text', ...lines, '```'].join('\n')]),
  ];
  return blocks.join('\n\n');
}

/** The reference page of the command line: every command with its options, and the exit codes. */
export function renderCommandLine(): string {
  return page(
    '# Command line',
    GENERATED_NOTE,
    'Inside a checkout the program is called as `npx opencpm`. `opencpm help COMMAND` prints what stands here.',
    table(
      ['Command', 'What it does'],
      COMMANDS.map(({ name, summary }) => [`[\`${name}\`](#opencpm-${name.replaceAll(' ', '-')})`, summary]),
    ),
    '## Options of every command',
    optionTable(COMMON_OPTIONS),
    'An option that is given twice, unless it may be repeated, an unknown option and a surplus argument are refused before anything is done. The environment variables are in [settings](settings.md).',
    '## Exit codes',
    table(
      ['Code', 'Meaning'],
      EXIT_CODE_MEANINGS.map(([exitCode, meaning]) => [code(String(exitCode)), meaning]),
    ),
    'A payment that is pending or unknown ends with 5, never with 1: a script that charges again must look at the difference.',
    ...COMMANDS.map(section),
  );
}
