import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from '../exit-code.ts';
import type { SandboxGateway } from '../start/sandbox-gateway.ts';
import { type CommandRun, runCommand } from '../test-support/run-command.ts';
import { startTestSandbox } from '../test-support/start-test-sandbox.ts';

let directory: string;
let gateway: SandboxGateway;
let running: boolean;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'opencpm-history-'));
  gateway = await startTestSandbox(directory);
  running = true;
});

afterEach(async () => {
  await stop();
  rmSync(directory, { recursive: true, force: true });
});

async function stop(): Promise<void> {
  if (running) await gateway.close();
  running = false;
}

function history(...words: readonly string[]): Promise<CommandRun> {
  return runCommand([...words, '--data', directory]);
}

async function json(...words: readonly string[]): Promise<Record<string, unknown>> {
  const { stdout } = await history(...words, '--json');
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** Pays an order and gives back its number. */
async function pay(order: string): Promise<string> {
  const { stdout, stderr, exitCode } = await runCommand([
    ...['pay', '1050', '--order', order, '--json', '--url', gateway.url],
  ]);
  expect(exitCode, stderr).toBe(EXIT.done);
  return String((JSON.parse(stdout) as Record<string, unknown>)['syssn']);
}

async function refund(syssn: string, order: string): Promise<void> {
  const words = ['refund', syssn, '400', '--order', order, '--url', gateway.url];
  const { exitCode, stderr, stdout } = await runCommand(words);
  expect(exitCode, stderr + stdout).toBe(EXIT.done);
}

/** Changes the file behind the back of the gateway, as somebody with a shell would. */
function edit(sql: string): void {
  const database = new DatabaseSync(join(directory, 'opencpm.db'));
  database.exec(sql);
  database.close();
}

describe('opencpm payment', () => {
  it('tells the life of a payment with its refund below it, the same beside a gateway and without one', async () => {
    const syssn = await pay('LIFE-1');
    await refund(syssn, 'LIFE-1-BACK');
    const beside = await history('payment', syssn);
    expect(beside.exitCode).toBe(EXIT.done);
    const lines = beside.stdout.split('\n');
    expect(lines[0]).toBe(`Payment ${syssn}  PARTLY REFUNDED  HKD 10.50`);
    expect(beside.stdout).toMatch(/request accepted: HKD 10\.50, order LIFE-1, to be charged by sandbox/);
    expect(beside.stdout).toMatch(
      /payment moved from accepted to paid, by the charge; the wallet said: paid/,
    );
    expect(beside.stdout).toMatch(/HKD 4\.00 reserved for refund \d{26}/);
    expect(beside.stdout).toMatch(/^ {4}Refund \d{26} {2}SUCCEEDED {2}HKD 4\.00$/m);
    expect(beside.stdout).toMatch(/^ {4}[\d: .-]+ {2}refund moved from reserved to succeeded/m);
    await stop();
    const alone = await history('payment', '--order', 'LIFE-1');
    expect(alone.stdout).toBe(beside.stdout);
  });

  it('gives it as JSON, without the hash of the code', async () => {
    const syssn = await pay('LIFE-2');
    const { transactions } = await json('payment', syssn);
    expect(transactions).toEqual([
      expect.objectContaining({
        kind: 'payment',
        syssn,
        out_trade_no: 'LIFE-2',
        state: 'paid',
        txamt: 1050,
        refunds: [],
        reversal: null,
        late_charge: null,
      }),
    ]);
    expect(JSON.stringify(transactions)).not.toMatch(/hash/i);
  });

  it('shows the same order number of two merchants, and one of them when asked', async () => {
    await pay('SAME');
    const found = (await json('payment', '--order', 'SAME'))['transactions'];
    const [{ app_code: appCode }] = found as [{ app_code: string }];
    expect((await json('payment', '--order', 'SAME', '--merchant', appCode))['transactions']).toEqual(found);
    const other = await gateway.administration.add({ name: 'Other', kind: 'direct' });
    const run = await history('payment', '--order', 'SAME', '--merchant', other.merchant.appCode);
    expect(run.exitCode).toBe(EXIT.refused);
  });

  it.each([
    [[], EXIT.usage],
    [['1', '--order', 'A'], EXIT.usage],
    [['1', '--merchant', 'A'], EXIT.usage],
    [['abc'], EXIT.usage],
    [['20260305000100020000009999'], EXIT.refused],
    [['--order', 'NOBODY'], EXIT.refused],
    [['--order', 'A', '--merchant', 'F'.repeat(32)], EXIT.refused],
  ])('ends %j with exit code %i', async (words, exitCode) => {
    expect((await history('payment', ...words)).exitCode).toBe(exitCode);
  });
});

describe('opencpm audit verify', () => {
  it('calls untouched books sound, beside the gateway and on a closed directory, and prints the head', async () => {
    await pay('AUDIT-1');
    const beside = await history('audit', 'verify');
    expect([beside.exitCode, beside.stdout]).toEqual([EXIT.done, expect.stringMatching(/^SOUND /)]);
    const head = /^head +(\S{43}) \(entry \d+\)$/m.exec(beside.stdout)?.[1] ?? '';
    await pay('AUDIT-2');
    await stop();
    const later = await history('audit', 'verify', '--head', head);
    expect(later.exitCode).toBe(EXIT.done);
    expect(later.stdout).toMatch(/^given head +found at entry \d+$/m);
    expect(later.stdout).toMatch(/^transactions +2$/m);
  });

  it('names the payment that was edited, and ends with exit code 1', async () => {
    const syssn = await pay('AUDIT-3');
    await stop();
    edit('UPDATE transactions SET amount_minor = 1051');
    const { exitCode, stdout } = await history('audit', 'verify');
    expect(exitCode).toBe(EXIT.refused);
    expect(stdout).toMatch(/^NOT SOUND /);
    expect(stdout).toContain(`  payment ${syssn}: edited behind the back of the gateway\n`);
    expect(await json('audit', 'verify')).toMatchObject({
      sound: false,
      findings_count: 1,
      findings: [{ kind: 'row_edited', subject: `payment ${syssn}`, syssn }],
    });
  });

  it('does not accept a history without the head that was kept', async () => {
    const { exitCode, stdout } = await history('audit', 'verify', '--head', 'x'.repeat(43));
    expect(exitCode).toBe(EXIT.refused);
    expect(stdout).toContain('the given head is not in the history');
    expect(await json('audit', 'verify', '--head', 'x'.repeat(43))).toMatchObject({
      sound: false,
      expected_head_at: null,
    });
    expect((await history('audit', 'verify', '--head', 'short')).exitCode).toBe(EXIT.usage);
  });

  it('takes a head that begins with dashes for a head', async () => {
    const { exitCode, stdout } = await history('audit', 'verify', '--head', `--${'x'.repeat(41)}`);
    expect([exitCode, stdout]).toEqual([
      EXIT.refused,
      expect.stringContaining('the given head is not in the history'),
    ]);
    expect((await history('audit', 'verify', '--head', '--json')).exitCode).toBe(EXIT.usage);
  });

  it('shows no more findings than people read', async () => {
    await Promise.all(Array.from({ length: 101 }, (_, index) => pay(`MANY-${index}`)));
    await stop();
    edit('UPDATE transactions SET goods_name = goods_name || 1');
    const { stdout } = await history('audit', 'verify');
    expect(stdout.match(/edited behind/g)).toHaveLength(100);
    expect(stdout).toContain('  and 1 more\n');
  });
});

describe('opencpm audit list', () => {
  it('tells acts on merchants and keys, and starts, in words', async () => {
    const { merchant } = await gateway.administration.add({ name: 'Corner', kind: 'direct' });
    await gateway.administration.change(merchant.appCode, { name: 'Corner Shop', requestsPerSecondMax: 5 });
    await gateway.administration.rotateKey(merchant.appCode, 60_000);
    const { stdout } = await history('audit', 'list');
    expect(stdout).toMatch(/gateway started, number 1$/m);
    expect(stdout).toContain(`merchant ${merchant.appCode} added: Corner, direct`);
    expect(stdout).toContain(
      `merchant ${merchant.appCode} changed (name: Corner Shop; requestsPerSecondMax: 5)`,
    );
    expect(stdout).toMatch(/key [0-9a-f]{16} of [0-9A-F]{32} made; the one before it works until /);
    const { acts } = (await json('audit', 'list', '--merchant', merchant.appCode)) as {
      acts: { event: string }[];
    };
    expect(acts.map(({ event }) => event)).toEqual([
      'merchant_added',
      'key_added',
      'merchant_changed',
      'key_rotated',
    ]);
    const unknown = await history('audit', 'list', '--merchant', 'F'.repeat(32));
    expect(unknown.exitCode).toBe(EXIT.refused);
  });
});
