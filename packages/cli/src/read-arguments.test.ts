import { describe, expect, it } from 'vitest';
import { CommandFailure } from './command-failure.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit-code.ts';
import { readArguments } from './read-arguments.ts';

const command: Command = {
  name: 'try',
  summary: 'Try',
  usage: '',
  positionalsMax: 1,
  options: {
    amount: { type: 'text', meaning: 'An amount.' },
    order: { type: 'text', multiple: true, meaning: 'Orders.' },
    head: { type: 'text', dashed: true, meaning: 'A hash.' },
    url: { type: 'text', emptyAllowed: true, meaning: 'An address.' },
    wait: { type: 'flag', meaning: 'Wait.' },
  },
  examples: [],
  run: async () => EXIT.done,
};

function refusal(words: readonly string[]): CommandFailure {
  try {
    readArguments(command, words);
  } catch (error) {
    if (error instanceof CommandFailure) return error;
    throw error;
  }
  throw new Error('it was taken');
}

describe('readArguments', () => {
  it('reads arguments, texts, repeated texts and flags', () => {
    const { positionals, options } = readArguments(command, [
      '1050',
      '--amount=10',
      '--order',
      'A',
      '--order=B',
      '--wait',
    ]);
    expect(positionals).toEqual(['1050']);
    expect(options.text('amount')).toBe('10');
    expect(options.texts('order')).toEqual(['A', 'B']);
    expect(options.flag('wait')).toBe(true);
    expect(options.flag('json')).toBe(false);
  });

  it('leaves absent options out', () => {
    const { options } = readArguments(command, []);
    expect(options.text('amount')).toBeUndefined();
    expect(options.texts('order')).toEqual([]);
  });

  it('takes everything behind -- as arguments', () => {
    expect(readArguments(command, ['--', '--wait']).positionals).toEqual(['--wait']);
  });

  it('takes a value that begins with a dash behind =', () => {
    expect(readArguments(command, ['--amount=-5']).options.text('amount')).toBe('-5');
  });

  it('takes a value that begins with a dash behind a space where such values are known', () => {
    const { options } = readArguments(command, ['--head', '-_x', '--wait']);
    expect([options.text('head'), options.flag('wait')]).toEqual(['-_x', true]);
  });

  it('takes an empty text where it means something', () => {
    expect(readArguments(command, ['--url', '']).options.text('url')).toBe('');
  });

  it.each([
    [['--amuont', '5'], /no option --amuont/, /Did you mean --amount/],
    [['--colour'], /no option --colour/, /opencpm help try/],
    [['-x'], /no option -x/, /opencpm help try/],
    [['--amount', '1', '--amount', '2'], /--amount is given twice/, /once/],
    [['--wait', '--wait'], /--wait is given twice/, /once/],
    [['--json', '--json'], /--json is given twice/, /once/],
    [['--amount', ''], /--amount is empty/, /Give its value/],
    [['--order='], /--order is empty/, /Give its value/],
    [['--amount'], /--amount needs a value/, /opencpm help try/],
    [['--head'], /--head needs a value/, /opencpm help try/],
    [['--amount', '--wait'], /looks like another option/, /--amount=--wait/],
    [['--wait=yes'], /--wait takes no value/, /opencpm help try/],
    [['1', '2'], /does not take the argument "2"/, /opencpm help try/],
    [['--constructor'], /no option --constructor/, /opencpm help try/],
  ])('refuses %j', (words, message, mend) => {
    const failure = refusal(words);
    expect(failure.exitCode).toBe(EXIT.usage);
    expect(failure.message).toMatch(message);
    expect(failure.mend).toMatch(mend);
  });

  it('throws when a command asks for an option it does not declare', () => {
    const { options } = readArguments(command, []);
    expect(() => options.text('wait')).toThrow(/declares no text option wait/);
    expect(() => options.flag('amount')).toThrow(/declares no flag option amount/);
    expect(() => options.text('toString')).toThrow(/declares no text option/);
  });
});
