import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from '../exit-code.ts';
import { type CommandRun, runCommand } from '../test-support/run-command.ts';
import { useSandbox } from '../test-support/sandbox-under-test.ts';

const OPENCPM = fileURLToPath(new URL('../../bin/opencpm.js', import.meta.url));

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'opencpm-connectors-'));
});
afterEach(() => rmSync(data, { recursive: true }));

function run(...words: readonly string[]): Promise<CommandRun> {
  return runCommand([...words, '--data', data]);
}

/** Writes a configuration with one connector, `qfpay`, that charges 800108 through a gateway of this wire. */
function configure(host: string, appCode = 'A1', clientKey = '0123456789ABCDEF'): void {
  writeFileSync(join(data, 'key.txt'), clientKey, { mode: 0o600 });
  const qfpay = { connector: 'upstream', host, app_code: appCode, client_key_file: 'key.txt' };
  const content = { connectors: { qfpay }, routes: { '800108': 'qfpay' } };
  writeFileSync(join(data, 'wallets.json'), JSON.stringify(content));
}

async function addMerchant(): Promise<string> {
  const { stdout } = await run('merchant', 'add', '--name', 'Shop', '--json');
  const [appCode = ''] = /[0-9A-F]{32}/.exec(stdout) ?? [];
  return appCode;
}

describe('opencpm route', () => {
  it('sets, lists and resets the exceptions of a merchant', async () => {
    const appCode = await addMerchant();
    expect((await run('route', 'list')).stdout).toBe('Every merchant goes the way of the configuration.\n');
    expect((await run('route', 'set', appCode, '800108', 'alipay-hk')).exitCode).toBe(EXIT.done);
    const route = { app_code: appCode, name: 'Shop', pay_type: '800108', connector: 'alipay-hk' };
    expect(JSON.parse((await run('route', 'list', '--json')).stdout)).toEqual({ routes: [route] });
    expect((await run('route', 'list')).stdout).toMatch(/Shop .*800108 Alipay.* alipay-hk/);
    expect((await run('route', 'reset', appCode, '800108')).exitCode).toBe(EXIT.done);
    expect(JSON.parse((await run('route', 'list', '--json')).stdout)).toEqual({ routes: [] });
  });

  it('refuses a connector the configuration does not have, and takes one it has', async () => {
    const appCode = await addMerchant();
    configure('https://wallet.example');
    const refused = await run('route', 'set', appCode, '800108', 'alipay-hk');
    expect(refused.exitCode).toBe(EXIT.usage);
    expect(refused.stderr).toContain('There is no connector alipay-hk; the configuration has qfpay.');
    expect(JSON.parse((await run('route', 'list', '--json')).stdout)).toEqual({ routes: [] });
    expect((await run('route', 'set', appCode, '800108', 'qfpay')).exitCode).toBe(EXIT.done);
  });

  it.each([
    [['800008', 'qfpay'], EXIT.usage, 'The pay type has no route.'],
    [['800108', 'Q F'], EXIT.usage, 'The name of the connector cannot be used.'],
    [['800108'], EXIT.usage, 'CONNECTOR is missing.'],
    [['800108', 'qfpay', '--wallets', '/nowhere/w.json'], EXIT.cannotRun, 'does not exist'],
  ])('refuses %j', async (words, exitCode, problem) => {
    const run1 = await run('route', 'set', await addMerchant(), ...words);
    expect(run1.exitCode).toBe(exitCode);
    expect(run1.stderr).toContain(problem);
  });
});

describe('opencpm connector list', () => {
  it('shows what is configured and where wallets call', async () => {
    configure('https://wallet.example');
    expect(JSON.parse((await run('connector', 'list', '--json')).stdout)).toEqual({
      connectors: [
        {
          name: 'qfpay',
          connector: 'upstream',
          host: 'https://wallet.example',
          pay_types: ['800108'],
          notifications: '/wallets/qfpay/notify',
        },
      ],
    });
    expect((await run('connector', 'list')).stdout).toMatch(
      /qfpay +upstream +https:\/\/wallet\.example +800108/,
    );
  });

  it('names what is wrong with the file', async () => {
    const { exitCode, stderr } = await run('connector', 'list');
    expect(exitCode).toBe(EXIT.cannotRun);
    expect(stderr).toContain('does not exist');
  });
});

describe('opencpm connector test', () => {
  const sandbox = useSandbox();

  // A process of its own: its connector needs a real time for its connections.
  async function trial(code: string): Promise<{ exitCode: unknown; said: unknown }> {
    const { url, credentials } = sandbox().running;
    const direct = credentials.find(({ merchant }) => merchant.kind === 'direct');
    configure(url, direct?.merchant.appCode, direct?.clientKey);
    const child = spawn(
      process.execPath,
      [OPENCPM, 'connector', 'test', 'qfpay', '--code', code, '--json', '--data', data],
      { stdio: ['ignore', 'pipe', 'ignore'], env: { PATH: process.env['PATH'] } },
    );
    const [stdout, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    return { exitCode, said: JSON.parse(stdout) };
  }

  it('charges a cent through the connector and gives it back', async () => {
    expect(await trial('281234567890123456')).toMatchObject({
      exitCode: EXIT.done,
      said: { steps: [{ call: 'charge', answer: 'paid' }, { call: 'refund' }], end: 'returned' },
    });
  });

  it('says that nothing was charged', async () => {
    expect(await trial('280000000000401201')).toMatchObject({
      exitCode: EXIT.refused,
      said: {
        steps: [{ call: 'charge', answer: expect.stringMatching(/^declined, 1201/) }],
        end: 'not charged',
      },
    });
  });

  it('knows no other connector', async () => {
    configure('https://wallet.example');
    const { exitCode, stderr } = await run('connector', 'test', 'nobody', '--code', '281234567890123456');
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toContain('There is no connector nobody.');
  });
});

describe('opencpm serve', () => {
  it('runs with the configured wallets, tells of routes that lead nowhere, and stops when told', async () => {
    const appCode = await addMerchant();
    await run('route', 'set', appCode, '800108', 'alipay-old');
    configure('https://wallet.example');
    const child = spawn(process.execPath, [OPENCPM, 'serve', '--json', '--port', '0', '--data', data], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] },
    });
    const errors = text(child.stderr);
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const { url, connectors } = JSON.parse(String(line)) as { url: string; connectors: string[] };
    expect(connectors).toEqual(['qfpay']);
    const call = (name: string): Promise<Response> =>
      fetch(`${url}/wallets/${name}/notify`, { method: 'POST' });
    expect((await call('nobody')).status).toBe(404);
    expect((await call('qfpay')).status).not.toBe(404);
    expect((await fetch(`${url}/sandbox/wallets`)).status).toBe(404);
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await gone).toEqual([EXIT.done, null]);
    const alert = (await errors).split('\n').find((each) => each.includes('route_to_nowhere')) ?? '{}';
    expect(JSON.parse(alert)).toMatchObject({ app: appCode, payType: '800108', connector: 'alipay-old' });
  });

  it('does not start without a configuration', async () => {
    const child = spawn(process.execPath, [OPENCPM, 'serve', '--port', '0', '--data', data], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env['PATH'] },
    });
    const [errors, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect(errors).toContain('does not exist');
    expect(exitCode).toBe(EXIT.cannotRun);
  });
});
