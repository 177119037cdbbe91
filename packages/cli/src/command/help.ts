import type { Command } from '../command.ts';
import { type CommandFailure, wrongUsage } from '../command-failure.ts';
import { EXIT, EXIT_CODE_MEANINGS } from '../exit-code.ts';
import { commandHelp, exitCodeHelp, groupHelp, overview } from '../help-text.ts';
import { printJson } from '../terminal/print.ts';

const EXIT_CODES = 'exit-codes';

/**
 * `opencpm help`.
 *
 * @param commands gives all commands; a function, because help is one of them.
 */
export function helpCommand(commands: () => readonly Command[]): Command {
  return {
    name: 'help',
    summary: 'Explain a command, or the exit codes',
    usage: `[COMMAND | ${EXIT_CODES}]`,
    positionalsMax: 3,
    options: {},
    examples: [
      { line: 'opencpm help pay', purpose: 'Everything about one command.' },
      { line: `opencpm help ${EXIT_CODES}`, purpose: 'What the exit codes tell a script.' },
    ],
    async run({ positionals, stdout, json }) {
      const topic = positionals.join(' ');
      if (json) printJson(stdout, helpJson(commands(), topic));
      else stdout.write(helpText(commands(), topic));
      return EXIT.done;
    },
  };
}

function helpText(commands: readonly Command[], topic: string): string {
  if (topic === '') return overview(commands);
  if (topic === EXIT_CODES) return exitCodeHelp();
  const command = commands.find(({ name }) => name === topic);
  if (command !== undefined) return commandHelp(command);
  const members = membersOf(commands, topic);
  if (members.length > 0) return groupHelp(topic, members);
  throw noSuchCommand(commands, topic);
}

function helpJson(commands: readonly Command[], topic: string): unknown {
  if (topic === EXIT_CODES) return EXIT_CODE_MEANINGS.map(([code, meaning]) => ({ code, meaning }));
  const chosen = topic === '' ? commands : commands.filter(({ name }) => name === topic);
  const shown = chosen.length > 0 ? chosen : membersOf(commands, topic);
  if (shown.length > 0) {
    return shown.map(({ name, summary, usage, options, details = [], examples }) => ({
      name,
      summary,
      usage,
      details,
      options,
      examples,
    }));
  }
  throw noSuchCommand(commands, topic);
}

function noSuchCommand(commands: readonly Command[], topic: string): CommandFailure {
  const longest = commands
    .filter(({ name }) => topic.startsWith(`${name} `))
    .sort((left, right) => right.name.length - left.name.length)[0];
  return longest === undefined
    ? wrongUsage(`There is no command "${topic}".`, 'opencpm help lists all commands.')
    : wrongUsage(
        `${longest.name} takes no further word: "${topic.slice(longest.name.length + 1)}".`,
        `See: opencpm help ${longest.name}`,
      );
}

function membersOf(commands: readonly Command[], topic: string): readonly Command[] {
  return commands.filter(({ name }) => name.startsWith(`${topic} `));
}
