import { CommandFailure, wrongUsage } from './command-failure.ts';
import type { Command } from './command.ts';
import type { Surroundings } from './context.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { commandHelp, groupHelp, overview } from './help-text.ts';
import { nearestWord } from './nearest-word.ts';
import { readArguments } from './read-arguments.ts';
import { printFailure } from './terminal/print.ts';

/**
 * Finds the command the words call, runs it and reports its failure. Never rejects.
 *
 * @param words the arguments of the process.
 * @returns the exit code of the process.
 */
export async function dispatch(
  commands: readonly Command[],
  words: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  const json = words.includes('--json');
  try {
    return await runWords(commands, words, surroundings);
  } catch (error) {
    if (error instanceof CommandFailure) {
      printFailure(surroundings, json, error);
      return error.exitCode;
    }
    const failure =
      lostDirectory(error) ?? unexpectedFailure(error, findCommand(commands, words)?.movesMoney === true);
    printFailure(surroundings, json, failure);
    return failure.exitCode;
  }
}

/** Paths are resolved before anything is sent; nobody can do that in a directory that was removed. */
function lostDirectory(error: unknown): CommandFailure | undefined {
  const lost = error instanceof Error && 'syscall' in error && error.syscall === 'uv_cwd';
  return lost
    ? new CommandFailure(
        EXIT.cannotRun,
        'The current directory no longer exists.',
        'Change into one that does, and try again.',
      )
    : undefined;
}

/** A fault of the program. When money may have moved before it, nothing may say that none did. */
function unexpectedFailure(error: unknown, movesMoney: boolean): CommandFailure {
  const text = error instanceof Error ? error.message : String(error);
  const report =
    'This is a fault of opencpm, not yours. Please report it with the command you typed, without keys.';
  return movesMoney
    ? new CommandFailure(
        EXIT.pending,
        `unexpected failure: ${text}; money may have moved`,
        `Ask what became of it before you repeat anything: opencpm query\n${report}`,
      )
    : new CommandFailure(EXIT.refused, `unexpected failure: ${text}`, report);
}

async function runWords(
  commands: readonly Command[],
  words: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  const [first] = words;
  if (first === undefined || first === '--help' || first === '-h') {
    surroundings.stdout.write(overview(commands));
    return EXIT.done;
  }
  if (first === '--version' || first === '-v') return runWords(commands, ['version'], surroundings);
  const command = findCommand(commands, words);
  if (command === undefined || groupBehind(commands, words, command))
    return noCommand(commands, words, surroundings);
  // -h is the only short option; it is read here so that no command has to declare it.
  const rest = words.slice(wordsOf(command).length).map((word) => (word === '-h' ? '--help' : word));
  const { positionals, options } = readArguments(command, rest);
  if (options.flag('help')) {
    surroundings.stdout.write(commandHelp(command));
    return EXIT.done;
  }
  return command.run({ ...surroundings, positionals, options, json: options.flag('json') });
}

function wordsOf(command: Command): readonly string[] {
  return command.name.split(' ');
}

/** The command whose name is the longest beginning of the words. */
function findCommand(commands: readonly Command[], words: readonly string[]): Command | undefined {
  return commands
    .filter((command) => wordsOf(command).every((word, index) => words[index] === word))
    .sort((left, right) => right.name.length - left.name.length)[0];
}

/** Whether the words name a group that begins with a command: `till cashier` is four commands, and no `till`. */
function groupBehind(commands: readonly Command[], words: readonly string[], command: Command): boolean {
  const firstOption = words.findIndex((word) => word.startsWith('-'));
  const leading = firstOption === -1 ? words : words.slice(0, firstOption);
  return longestGroup(commands, leading).words.length > wordsOf(command).length;
}

/** Words that begin the name of several commands (`merchant`) get the list of these; others a suggestion. */
function noCommand(
  commands: readonly Command[],
  words: readonly string[],
  surroundings: Surroundings,
): ExitCode {
  const typed = words.filter((word) => !word.startsWith('-'));
  const group = longestGroup(commands, typed);
  if (group.members.length > 0) {
    const next = typed[group.words.length];
    if (next === undefined && (words.includes('--help') || words.includes('-h'))) {
      surroundings.stdout.write(groupHelp(group.words.join(' '), group.members));
      return EXIT.done;
    }
    const said = next === undefined ? 'needs a command behind it' : `has no command "${next}"`;
    const names = group.members.map(({ name }) => `opencpm ${name}`).join('\n');
    throw wrongUsage(`${group.words.join(' ')} ${said}.`, `It has:\n${names}`);
  }
  const near = nearestWord(words[0] ?? '', new Set(commands.map((command) => wordsOf(command)[0] ?? '')));
  const list = 'opencpm help lists all commands.';
  throw wrongUsage(
    `There is no command "${words[0]}".`,
    near === undefined ? list : `Did you mean "opencpm ${near}"? ${list}`,
  );
}

function longestGroup(
  commands: readonly Command[],
  typed: readonly string[],
): { readonly words: readonly string[]; readonly members: readonly Command[] } {
  for (let length = typed.length; length > 0; length -= 1) {
    const words = typed.slice(0, length);
    const members = commands.filter((command) => command.name.startsWith(`${words.join(' ')} `));
    if (members.length > 0) return { words, members };
  }
  return { words: [], members: [] };
}
