import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemTimers } from '@opencpm/gateway';
import { afterEach, beforeEach } from 'vitest';
import type { SandboxGateway } from '../start/sandbox-gateway.ts';
import { TEST_NOW_MS } from './run-command.ts';
import { startTestSandbox } from './start-test-sandbox.ts';

/** A gateway with sandbox wallets on a data directory of its own, and its time standing where commands' time stands. */
export class SandboxUnderTest {
  readonly directory = mkdtempSync(join(tmpdir(), 'opencpm-cli-'));
  #running: SandboxGateway | undefined;

  get running(): SandboxGateway {
    if (this.#running === undefined) throw new Error('the sandbox is not running');
    return this.#running;
  }

  async start(): Promise<void> {
    this.#running = await startTestSandbox(this.directory, {
      clock: { nowMs: () => TEST_NOW_MS, monotonicMs: () => performance.now() },
      timers: systemTimers,
    });
  }

  async stop(): Promise<void> {
    await this.#running?.close();
    this.#running = undefined;
  }
}

/** Gives every test of the surrounding block a running sandbox of its own; read it inside the test. */
export function useSandbox(): () => SandboxUnderTest {
  let sandbox: SandboxUnderTest | undefined;
  beforeEach(async () => {
    sandbox = new SandboxUnderTest();
    await sandbox.start();
  });
  afterEach(async () => {
    await sandbox?.stop();
    if (sandbox !== undefined) rmSync(sandbox.directory, { recursive: true });
  });
  return () => {
    if (sandbox === undefined) throw new Error('the sandbox is used outside a test');
    return sandbox;
  };
}

/** Waits until something holds, letting sockets and disk do their work in between. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}
