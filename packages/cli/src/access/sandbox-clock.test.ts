import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatWireTime } from '@opencpm/protocol';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EXIT } from '../exit-code.ts';
import type { SandboxGateway } from '../start/sandbox-gateway.ts';
import { type CommandRun, runCommand } from '../test-support/run-command.ts';
import { startTestSandbox } from '../test-support/start-test-sandbox.ts';

const clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs: number, callback: () => void): () => void {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
let directory: string;
let sandbox: SandboxGateway;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'opencpm-ahead-'));
  sandbox = await startTestSandbox(join(directory, 'data'), { wallets: 'http' });
}, 60_000);
afterEach(async () => {
  await sandbox.close();
  rmSync(directory, { recursive: true });
});

function run(...words: readonly string[]): Promise<CommandRun> {
  return runCommand([...words, '--url', sandbox.url], { clock });
}

it('lets commands that sign with a time work on when the clock of the sandbox was moved', async () => {
  expect((await run('clock', '--advance', '15h')).exitCode).toBe(EXIT.done);
  const signed = await run('pay', '100', '--sign-type', 'HMAC-SHA256');
  expect(signed.exitCode, signed.stdout).toBe(EXIT.done);
  const kept = await run('pay', '100', '--journal', join(directory, 'till.journal'));
  expect(kept.exitCode, kept.stdout).toBe(EXIT.done);
});

/** A command that calls the wallets themselves; no address of a gateway is given. */
function runHere(...words: readonly string[]): Promise<CommandRun> {
  return runCommand([...words, '--data', join(directory, 'data')], { clock });
}

it('lets commands that call the wallets themselves go with the time of these wallets', async () => {
  const soldOn = formatWireTime(Date.now()).slice(0, 10);
  expect((await run('pay', '1050', '--code', '130000000000000001')).exitCode).toBe(EXIT.done);
  expect((await run('clock', '--advance', '30h')).exitCode).toBe(EXIT.done);
  for (const [wallet, code] of [
    ['alipay', '280000000000000001'],
    ['wechatpay', '130000000000000002'],
    ['unionpay', '6200000000000000001'],
    ['upstream', '800000000000000001'],
  ] as const) {
    const trial = await runHere('connector', 'test', wallet, '--code', code);
    expect(trial.exitCode, `${wallet}: ${trial.stdout}${trial.stderr}`).toBe(EXIT.done);
  }
  const compared = await runHere('reconcile', '--wallet', 'wechatpay', '--date', soldOn);
  expect(compared.stderr).toBe('');
  expect(compared.exitCode, compared.stdout).toBe(EXIT.done);
  const { stdout } = await runHere('doctor', '--url', sandbox.url);
  expect(stdout).not.toMatch(/^fail/m);
  expect(stdout).toMatch(/^ok +wechatpay +.*, clocks differ by [01] s$/m);
}, 60_000);

it('goes by the time of the machine once the sandbox is gone', async () => {
  await sandbox.close();
  const { exitCode, stderr } = await runHere('connector', 'test', 'alipay', '--code', '280000000000000001');
  expect(exitCode).toBe(EXIT.cannotRun);
  expect(stderr).toContain('does not exist');
  sandbox = await startTestSandbox(join(directory, 'data'));
});
