import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from '../exit-code.ts';
import { type CommandRun, type RunOptions, runCommand, TextCollector } from '../test-support/run-command.ts';
import { until, useSandbox } from '../test-support/sandbox-under-test.ts';

const sandbox = useSandbox();
let directory: string;
let journal: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'opencpm-journal-'));
  journal = join(directory, 'till.journal');
});

afterEach(() => rmSync(directory, { recursive: true }));

function run(words: readonly string[], options: RunOptions = {}): Promise<CommandRun> {
  return runCommand([...words, '--url', sandbox().running.url], options);
}

function pay(words: readonly string[], options: RunOptions = {}): Promise<CommandRun> {
  return run(['pay', '1050', '--journal', journal, ...words], options);
}

function recover(words: readonly string[] = []): Promise<CommandRun> {
  return run(['recover', '--journal', journal, ...words]);
}

describe('opencpm pay --journal', () => {
  it('charges, writes it down without the code, and leaves nothing open', async () => {
    const { exitCode, stdout } = await pay(['--code', '280000000000000017', '--order', 'J-1']);
    expect(exitCode).toBe(EXIT.done);
    expect(stdout).toMatch(/^PAID {2}HKD 10\.50/);
    const written = readFileSync(journal, 'utf8');
    expect(written).toContain('J-1');
    expect(written).not.toContain('280000000000000017');
    const recovered = await recover();
    expect(recovered.stdout).toBe('Nothing is open.\n');
    expect(recovered.exitCode).toBe(EXIT.done);
  });

  it('says what was refused', async () => {
    const { exitCode, stdout } = await pay(['--code', '280000000000401201', '--json']);
    expect(exitCode).toBe(EXIT.refused);
    expect(JSON.parse(stdout)).toMatchObject({ state: 'refused', respcd: '1201', final: true });
  });

  it('sells a basket once', async () => {
    await pay(['--basket', 'receipt-1', '--order', 'J-2']);
    const { exitCode, stderr } = await pay(['--basket', 'receipt-1']);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toContain('Nothing was sent');
    expect(stderr).toContain('opencpm query --order J-2');
  });

  it.each([
    [['pay', '1050', '--basket', 'b'], EXIT.usage, '--basket needs a journal'],
    [['recover'], EXIT.usage, 'The journal is missing.'],
    [['recover', '--journal', '/nowhere/at/all'], EXIT.usage, 'There is no journal /nowhere/at/all.'],
    [['pay', '1050', '--journal', '/nowhere/at/all'], EXIT.cannotRun, 'The journal cannot be opened'],
  ])('refuses %j', async (words, code, problem) => {
    const { exitCode, stderr } = await run(words);
    expect(exitCode).toBe(code);
    expect(stderr).toContain(problem);
  });
});

describe('opencpm recover', () => {
  it('finishes a payment whose command was stopped, and forbids another one until then', async () => {
    const stop = new AbortController();
    const stderr = new TextCollector(false);
    // The last six digits make the sandbox ask for a password that nobody types.
    const stopped = pay(['--basket', 'receipt-2', '--code', '280000000000410004', '--order', 'J-3'], {
      interruption: stop.signal,
      stderr,
    });
    await until(() => stderr.text.includes('PENDING, customer confirms'));
    stop.abort();
    const { exitCode, stdout } = await stopped;
    expect(exitCode).toBe(EXIT.pending);
    expect(stdout).toContain(`opencpm recover --journal ${journal}`);

    const again = await pay(['--basket', 'receipt-2']);
    expect(again.exitCode).toBe(EXIT.pending);
    expect(again.stderr).toContain('Find out about order J-3 first');

    const recovered = await recover(['--json']);
    const [found] = JSON.parse(recovered.stdout);
    expect(found).toMatchObject({ out_trade_no: 'J-3', basket: 'receipt-2', final: true, state: 'reversed' });
    expect(recovered.exitCode).toBe(EXIT.done);
    expect((await recover()).stdout).toBe('Nothing is open.\n');
  });
});
