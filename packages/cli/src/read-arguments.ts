import { parseArgs } from 'node:util';
import { wrongUsage } from './command-failure.ts';
import { COMMON_OPTIONS, type Command, type CommandOption, type OptionTable } from './command.ts';
import type { OptionValues } from './context.ts';
import { nearestWord } from './nearest-word.ts';

/** The arguments of one call, checked against the command's tables. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly options: OptionValues;
}

/**
 * Reads the arguments behind the name of a command. Stricter than the parser underneath, because amounts and order
 * numbers pass through here: a repeated option or a surplus argument is refused instead of winning or being dropped.
 *
 * @throws CommandFailure with the usage exit code.
 */
export function readArguments(command: Command, words: readonly string[]): Arguments {
  const table: OptionTable = { ...command.options, ...COMMON_OPTIONS };
  const { tokens } = parseArgs({
    args: [...words],
    strict: false,
    tokens: true,
    options: parserOptions(table),
  });
  const help = `See: opencpm help ${command.name}`;
  const given = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(table, token.name) ? table[token.name] : undefined;
    if (option === undefined) {
      const near = nearestWord(token.name, Object.keys(table));
      throw wrongUsage(
        `${command.name} has no option ${token.rawName}.`,
        near === undefined ? help : `Did you mean --${near}? ${help}`,
      );
    }
    given.set(token.name, [...(given.get(token.name) ?? []), optionValue(token, option, help)]);
    if (option.multiple !== true && given.get(token.name)?.length === 2) {
      throw wrongUsage(`--${token.name} is given twice.`, 'Give it once.');
    }
  }
  const surplus = positionals[command.positionalsMax];
  if (surplus !== undefined && !given.has('help')) {
    throw wrongUsage(`${command.name} does not take the argument "${surplus}".`, help);
  }
  return { positionals, options: optionValues(table, given) };
}

function parserOptions(table: OptionTable): Record<string, { type: 'string' | 'boolean' }> {
  return Object.fromEntries(
    Object.entries(table).map(([name, { type }]) => [name, { type: type === 'text' ? 'string' : 'boolean' }]),
  );
}

function optionValue(
  token: {
    readonly rawName: string;
    readonly value: string | undefined;
    readonly inlineValue: boolean | undefined;
  },
  option: CommandOption,
  help: string,
): string {
  if (option.type === 'flag') {
    if (token.value !== undefined) throw wrongUsage(`${token.rawName} takes no value.`, help);
    return '';
  }
  if (token.value === undefined) throw wrongUsage(`${token.rawName} needs a value.`, help);
  if (token.inlineValue !== true && option.dashed !== true && token.value.startsWith('-')) {
    throw wrongUsage(
      `${token.rawName} needs a value, and "${token.value}" looks like another option.`,
      `If it is the value, write ${token.rawName}=${token.value}`,
    );
  }
  // Mostly a variable of a script that was never set: it must not fall back to what holds without the option.
  if (token.value === '' && option.emptyAllowed !== true) {
    const value = option.value === undefined ? '' : `: ${token.rawName} ${option.value}`;
    throw wrongUsage(`${token.rawName} is empty.`, `Give its value${value}`);
  }
  return token.value;
}

function optionValues(table: OptionTable, given: ReadonlyMap<string, readonly string[]>): OptionValues {
  const valuesOf = (name: string, type: 'text' | 'flag'): readonly string[] => {
    if (!Object.hasOwn(table, name) || table[name]?.type !== type) {
      throw new Error(`the command declares no ${type} option ${name}`);
    }
    return given.get(name) ?? [];
  };
  return {
    text: (name) => valuesOf(name, 'text')[0],
    texts: (name) => valuesOf(name, 'text'),
    flag: (name) => valuesOf(name, 'flag').length > 0,
  };
}
