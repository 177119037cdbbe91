import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  sandbox = await startTestSandbox(join(directory, 'data'));
});
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
