import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { formatWireTime } from '@opencpm/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../exit-code.ts';
import type { SandboxGateway } from '../start/sandbox-gateway.ts';
import { type CommandRun, runCommand } from '../test-support/run-command.ts';
import { startTestSandbox } from '../test-support/start-test-sandbox.ts';

/** In files of UnionPay's form, whose day ends at 23:00. */
const TODAY = formatWireTime(Date.now() + 3_600_000).slice(0, 10);
const HEAD = 'txnType|orderId|queryId|origQryId|txnTime|txnAmt|currencyCode|fee';

let directory: string;
let gateway: SandboxGateway;
let running = true;
let connector: string;
const rows: string[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'opencpm-reconcile-'));
  gateway = await startTestSandbox(directory);
  for (const order of ['R-1', 'R-2']) {
    const paid = await runCommand(['pay', '1050', '--order', order, '--json', '--url', gateway.url]);
    expect(paid.exitCode).toBe(EXIT.done);
    const life = await runCommand(['payment', '--order', order, '--json', '--data', directory]);
    const { transactions } = JSON.parse(life.stdout) as { transactions: readonly Record<string, string>[] };
    const payment = transactions[0] ?? {};
    connector = 'sandbox';
    const time = formatWireTime(Date.now()).replaceAll(/\D/g, '');
    rows.push(`01|${payment['syssn'] ?? ''}|${payment['chnlsn'] ?? ''}||${time}|1050|344|8`);
  }
});

afterAll(async () => {
  if (running) await gateway.close();
  rmSync(directory, { recursive: true, force: true });
});

function bill(name: string, ...lines: readonly string[]): string {
  const file = join(directory, name);
  const text = [HEAD, ...lines, '<END>', ''].join('\n');
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text);
  return file;
}

function reconcile(...words: readonly string[]): Promise<CommandRun> {
  return runCommand([
    ...['reconcile', '--wallet', connector, '--date', TODAY, '--format', 'unionpay', '--data', directory],
    ...words,
  ]);
}

describe('opencpm reconcile', () => {
  it('finds both sides equal, beside the running gateway', async () => {
    const { stdout, exitCode } = await reconcile('--bill', bill('equal.txt', ...rows));
    expect(stdout).toContain('EQUAL  no difference');
    expect(stdout).toContain('2 for HKD 21.00');
    expect(exitCode).toBe(EXIT.done);
  });

  it('names every difference with its repair, from a packed file as well', async () => {
    const [first = '', second = ''] = rows;
    const stranger = first.replace(/\|\d{26}\|[^|]+/, '|20200101000100020000000001|W9');
    const file = bill('odd.txt.gz', first.replace('|1050|', '|1051|'), second, second, stranger);
    const text = await reconcile('--bill', file, '--bill-before', bill('b'), '--bill-after', bill('a'));
    expect(text.stdout).toContain('NOT EQUAL  3 differences');
    expect(text.stdout).toContain('here 1050, there 1051');
    expect(text.exitCode).toBe(EXIT.refused);
    const { stdout } = await reconcile('--bill', file, '--json');
    const { equal, matched, differences } = JSON.parse(stdout) as {
      equal: boolean;
      matched: number;
      differences: readonly Record<string, unknown>[];
    };
    expect({ equal, matched }).toEqual({ equal: false, matched: 3 });
    expect(differences.map(({ kind, repair }) => [kind, repair])).toEqual([
      ['amount', 'settle_with_wallet'],
      ['line_twice', 'settle_with_wallet'],
      ['payment_missing_here', 'find_owner'],
    ]);
  });

  it('checks the fee that was agreed', async () => {
    const file = bill('fee.txt', ...rows);
    expect((await reconcile('--bill', file, '--fee', '0.8')).exitCode).toBe(EXIT.done);
    const { stdout } = await reconcile('--bill', file, '--fee', '0.5', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ differences: [{ kind: 'fee', here: '5', there: '8' }, {}] });
  });

  it.each<readonly [string, readonly string[], string]>([
    ['no bill', [], '--bill is missing'],
    ['a day that does not exist', ['--bill', 'x', '--date', '2026-02-30'], 'there is no day 2026-02-30'],
    ['a fee in words', ['--bill', 'x', '--fee', 'much'], '--fee is no percentage'],
    ['a form nobody has', ['--bill', 'x', '--format', 'stone'], 'There is no form of bills named stone'],
    ['a file that is not there', ['--bill', '/nowhere/bill.csv'], 'cannot be read'],
  ])('says what is wrong with %s', async (_name, words, problem) => {
    const base = ['reconcile', '--wallet', connector, '--data', directory];
    const given = (name: string): readonly string[] =>
      words.includes(name) ? [] : [name, name === '--date' ? TODAY : 'unionpay'];
    const { stderr, exitCode } = await runCommand([
      ...base,
      ...given('--date'),
      ...given('--format'),
      ...words,
    ]);
    expect(stderr).toContain(problem);
    expect(exitCode).toBe(EXIT.usage);
  });

  it('concludes nothing from a bill it cannot read to its end', async () => {
    const file = join(directory, 'half.txt');
    writeFileSync(file, [HEAD, ...rows].join('\n'));
    const { stdout, stderr, exitCode } = await reconcile('--bill', file);
    expect(stdout).toBe('');
    expect(stderr).toContain('must end with <END>');
    expect(exitCode).toBe(EXIT.refused);
  });

  it('works on the directory of a gateway that is stopped', async () => {
    await gateway.close();
    running = false;
    expect((await reconcile('--bill', bill('closed.txt', ...rows))).exitCode).toBe(EXIT.done);
  });
});
