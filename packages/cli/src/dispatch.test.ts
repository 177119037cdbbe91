import { describe, expect, it } from 'vitest';
import { COMMANDS } from './command-table.ts';
import { dispatch } from './dispatch.ts';
import { EXIT, EXIT_CODE_MEANINGS } from './exit-code.ts';
import { runCommand, TextCollector } from './test-support/run-command.ts';

describe('opencpm', () => {
  it('lists every command when called with nothing, -h, --help or help', async () => {
    const calls = [[], ['-h'], ['--help'], ['help']];
    const runs = await Promise.all(calls.map((words) => runCommand(words)));
    for (const { exitCode, stdout } of runs) {
      expect(exitCode).toBe(EXIT.done);
      for (const { name, summary } of COMMANDS) {
        expect(stdout).toContain(name);
        expect(stdout).toContain(summary.slice(0, 30));
      }
    }
  });

  it('prints its version under three names', async () => {
    const runs = await Promise.all([['version'], ['--version'], ['-v']].map((words) => runCommand(words)));
    for (const run of runs) expect(run).toEqual(runs[0]);
    expect(runs[0]?.stdout).toContain(process.versions.node);
  });

  it('suggests the command that was meant', async () => {
    const { exitCode, stderr } = await runCommand(['pya', '100']);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toContain('There is no command "pya"');
    expect(stderr).toContain('Did you mean "opencpm pay"?');
  });

  it('lists the members of a group', async () => {
    const help = await runCommand(['merchant', 'store', '--help']);
    expect(help.exitCode).toBe(EXIT.done);
    expect(help.stdout).toContain('merchant store add');
    expect(help.stdout).not.toContain('merchant list');
    const bare = await runCommand(['merchant', 'store']);
    expect(bare.exitCode).toBe(EXIT.usage);
    expect(bare.stderr).toContain('opencpm merchant store disable');
    const wrong = await runCommand(['merchant', 'store', 'sell']);
    expect(wrong.stderr).toContain('merchant store has no command "sell"');
  });

  it('lists the members of a group that begins with a command', async () => {
    const bare = await runCommand(['till', 'cashier']);
    expect(bare.exitCode).toBe(EXIT.usage);
    for (const name of ['add', 'disable', 'list', 'pin']) {
      expect(bare.stderr).toContain(`opencpm till cashier ${name}`);
    }
    expect((await runCommand(['till', '--shop-name', 'cashier'])).stderr).not.toContain('till cashier add');
  });

  it('reports failures as JSON on the standard output when asked to', async () => {
    const { exitCode, stdout, stderr } = await runCommand(['pay', '--json']);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      error: {
        message: 'The amount is missing.',
        mend: expect.stringContaining('1050'),
        exit_code: EXIT.usage,
      },
    });
  });

  it('shows control characters of a failure as marks', async () => {
    const { stderr } = await runCommand(['pay', '10\u001b[2J']);
    expect(stderr).not.toContain('\u001b');
    expect(stderr).toContain('\ufffd');
  });

  it('colours only where colour may be used', async () => {
    const plain = await runCommand(['pay']);
    const coloured = await runCommand(['pay'], { colour: true });
    expect(plain.stderr).not.toContain('\u001b');
    expect(coloured.stderr).toContain('\u001b[');
  });

  it('reports an exception as a fault of its own', async () => {
    const { exitCode, text } = await runBroken(['version']);
    expect(exitCode).toBe(EXIT.refused);
    expect(text).toContain('unexpected failure: boom');
    expect(text).toContain('fault of opencpm');
    expect(text).not.toContain('money');
  });

  it.each([['pay'], ['refund'], ['reverse'], ['close'], ['recover'], ['connector', 'test']])(
    'never says that no money moved after an exception of %s',
    async (...words) => {
      const { exitCode, text } = await runBroken(words);
      expect(exitCode).toBe(EXIT.pending);
      expect(text).toContain('unexpected failure: boom; money may have moved');
      expect(text).toContain('opencpm query');
    },
  );
});

/** Runs a command that fails in a way nobody foresaw. */
async function runBroken(words: readonly string[]): Promise<{ readonly exitCode: number; text: string }> {
  const broken = COMMANDS.map((command) => ({ ...command, run: () => Promise.reject(new Error('boom')) }));
  const output = new TextCollector(false);
  const exitCode = await dispatch(broken, words, {
    stdout: output,
    stderr: output,
    readStdin: () => Promise.resolve(undefined),
    environment: {},
    fetch,
    clock: { nowMs: () => 0, monotonicMs: () => 0, after: () => () => undefined },
    randomBytes: (count) => new Uint8Array(count),
    interruption: () => new AbortController().signal,
  });
  return { exitCode, text: output.text };
}

describe('help', () => {
  it.each(COMMANDS.map(({ name }) => [name]))('explains %s with options and examples', async (name) => {
    const command = COMMANDS.find((one) => one.name === name);
    const byOption = await runCommand([...name.split(' '), '--help']);
    const byCommand = await runCommand(['help', ...name.split(' ')]);
    expect(byOption.exitCode).toBe(EXIT.done);
    expect(byOption).toEqual(byCommand);
    for (const option of Object.keys(command?.options ?? {}))
      expect(byOption.stdout).toContain(`--${option}`);
    expect(byOption.stdout).toContain('--json');
    expect(command?.examples.length).toBeGreaterThan(0);
    for (const { line } of command?.examples ?? []) expect(line).toContain(`opencpm ${name}`);
  });

  it('gives all of it as JSON', async () => {
    const { stdout } = await runCommand(['help', '--json']);
    const names = (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(COMMANDS.map(({ name }) => name));
    const group = await runCommand(['help', 'key', '--json']);
    expect(JSON.parse(group.stdout)).toHaveLength(2);
  });

  it('explains the exit codes', async () => {
    const { stdout } = await runCommand(['help', 'exit-codes']);
    for (const code of Object.values(EXIT)) expect(stdout).toMatch(new RegExp(`^ {2}${code} {2}`, 'm'));
    expect(EXIT_CODE_MEANINGS.map(([code]) => code)).toEqual(Object.values(EXIT));
    const json = await runCommand(['help', 'exit-codes', '--json']);
    expect(JSON.parse(json.stdout)).toHaveLength(EXIT_CODE_MEANINGS.length);
  });

  it.each([[['help', 'dance']], [['help', 'dance', '--json']]])('refuses %j', async (words) => {
    const { exitCode } = await runCommand(words);
    expect(exitCode).toBe(EXIT.usage);
  });

  it('names the word that is too many', async () => {
    const { exitCode, stderr } = await runCommand(['help', 'pay', 'extra']);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toContain('pay takes no further word: "extra"');
  });

  it('says once that an option may be repeated', async () => {
    for (const { name } of COMMANDS) {
      const { stdout } = await runCommand(['help', ...name.split(' ')]);
      const paragraphs = stdout.split(/\n {2}(?=-)/).map((text) => text.replaceAll(/\s+/g, ' '));
      for (const text of paragraphs) expect(text.match(/may be repeated/gi)?.length ?? 0).toBeLessThan(2);
    }
  });

  it('keeps every line within a terminal', async () => {
    for (const { name } of COMMANDS) {
      const { stdout } = await runCommand(['help', ...name.split(' ')]);
      const [text = ''] = stdout.split('\nexamples:');
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    }
  });
});
