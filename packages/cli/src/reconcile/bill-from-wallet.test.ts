import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, systemTimers } from '@opencpm/gateway';
import { formatWireTime } from '@opencpm/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../exit-code.ts';
import type { SandboxGateway } from '../start/sandbox-gateway.ts';
import { type CommandRun, runCommand } from '../test-support/run-command.ts';
import { startTestSandbox } from '../test-support/start-test-sandbox.ts';

const TODAY = formatWireTime(Date.now()).slice(0, 10);

/** UnionPay's day ends at 23:00. */
const TODAY_AT_UNIONPAY = formatWireTime(Date.now() + 3_600_000).slice(0, 10);

/** One test code for each wallet, and the connector that charges it. */
const WALLETS = [
  ['alipay', '280000000000000001', '800108'],
  ['wechatpay', '130000000000000001', '800208'],
  ['unionpay', '6200000000000000001', '800708'],
  ['upstream', '800000000000000001', '805808'],
] as const;

let directory: string;
let gateway: SandboxGateway;
let running = true;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'opencpm-fetched-bills-'));
  gateway = await startTestSandbox(directory, { wallets: 'http' });
}, 60_000);

afterAll(async () => {
  if (running) await gateway.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Connectors wait by the clock, so here it goes by itself. */
const CLOCK = { ...systemClock, ...systemTimers };

function opencpm(...words: readonly string[]): Promise<CommandRun> {
  return runCommand(words, { clock: CLOCK });
}

function run(...words: readonly string[]): Promise<CommandRun> {
  return opencpm(...words, '--data', directory);
}

function pay(code: string, payType: string, order: string): Promise<CommandRun> {
  return opencpm(
    ...['pay', '1050', '--code', code, '--pay-type', payType],
    ...['--order', order, '--url', gateway.url],
  );
}

describe('beside a gateway with the sandbox, without a configuration of wallets', () => {
  it.each(WALLETS)('fetches and reconciles the bill of %s', async (wallet, code, payType) => {
    expect((await pay(code, payType, `B-${wallet}`)).exitCode).toBe(EXIT.done);
    const day = wallet === 'unionpay' ? TODAY_AT_UNIONPAY : TODAY;
    const result = await run('reconcile', '--wallet', wallet, '--date', day);
    expect(result.stdout + result.stderr).toContain('EQUAL  no difference');
    expect(result.stdout).toMatch(/matched +1 lines of the bill/);
    expect(result.exitCode).toBe(EXIT.done);
  });

  it('shows what a wallet that reports another amount has charged', async () => {
    expect((await pay('6200000000000410013', '800708', 'B-LIE')).exitCode).toBe(EXIT.pending);
    const result = await run('reconcile', '--wallet', 'unionpay', '--date', TODAY_AT_UNIONPAY);
    expect(result.stdout).toContain('paid_there_open_here');
    expect(result.exitCode).toBe(EXIT.refused);
  });

  it('lists the connectors of the sandbox, and looks at them', async () => {
    const listed = JSON.parse((await run('connector', 'list', '--json')).stdout) as {
      connectors: readonly { name: string }[];
    };
    expect(listed.connectors.map(({ name }) => name)).toEqual(WALLETS.map(([name]) => name).toSorted());
    const doctor = await run('doctor', '--url', gateway.url);
    expect(doctor.stdout).toContain('those of the sandbox follow');
    expect(doctor.stdout).toMatch(/ok +wechatpay +private_key/);
  });

  it('charges one cent through a connector of the sandbox, and gives it back', async () => {
    const result = await run('connector', 'test', 'alipay', '--code', '280000000000000009');
    expect(result.stdout).toContain('charged and returned');
    expect(result.exitCode).toBe(EXIT.done);
  });

  it('says why there is no bill', async () => {
    const none = await run('reconcile', '--wallet', 'wechatpay', '--date', '2020-01-01');
    expect(none.stderr).toContain('wechatpay has no bill of 2020-01-01');
    expect(none.exitCode).toBe(EXIT.refused);
    const unknown = await run('reconcile', '--wallet', 'octopus', '--date', TODAY);
    expect(unknown.stderr).toContain('There is no connector octopus');
    expect(unknown.exitCode).toBe(EXIT.usage);
  });

  it('forgets the connectors when the gateway stops', async () => {
    const file = join(directory, 'sandbox-keys', 'wallets.json');
    expect(existsSync(file)).toBe(true);
    await gateway.close();
    running = false;
    expect(existsSync(file)).toBe(false);
    expect((await run('connector', 'list')).exitCode).toBe(EXIT.cannotRun);
  });
});
