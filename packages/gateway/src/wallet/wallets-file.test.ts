import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualTime } from '../clock/test-time.ts';
import { connectorNames, openWallets, WalletsProblem } from './wallets-file.ts';

const QFPAY = {
  connector: 'upstream',
  host: 'https://wallet.example',
  app_code: 'A1',
  client_key_file: 'key.txt',
};

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opencpm-wallets-'));
  file = join(folder, 'wallets.json');
  writeFileSync(join(folder, 'key.txt'), '0123456789ABCDEF', { mode: 0o600 });
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(content: unknown): void {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}

function open(environment: Readonly<Record<string, string>> = {}) {
  const time = new ManualTime();
  const randomBytes = (length: number): Uint8Array => new Uint8Array(length);
  return openWallets(file, environment, { clock: time, timers: time, randomBytes, alert: () => undefined });
}

async function problems(): Promise<readonly string[]> {
  try {
    (await open()).close();
    return [];
  } catch (error) {
    if (error instanceof WalletsProblem) return error.problems;
    throw error;
  }
}

describe('a configuration of wallets', () => {
  it('opens its connectors under their names, with routes, and with keys from beside the file', async () => {
    write({ connectors: { qfpay: QFPAY, second: QFPAY }, routes: { '800108': 'qfpay', '800708': 'second' } });
    const wallets = await open();
    expect([...wallets.opened.keys()]).toEqual(['qfpay', 'second']);
    expect([...wallets.connectors.byName.values()].map(({ name }) => name)).toEqual(['qfpay', 'second']);
    expect(wallets.connectors.routes).toEqual({ '800108': 'qfpay', '800708': 'second' });
    expect([...wallets.receivers.keys()]).toEqual(['qfpay', 'second']);
    wallets.close();
    expect(connectorNames(file)).toEqual(['qfpay', 'second']);
  });

  it('takes secrets from the environment', async () => {
    const { client_key_file: _file, ...others } = QFPAY;
    write({ connectors: { qfpay: { ...others, client_key_env: 'QFPAY_KEY' } } });
    expect(await problems()).toEqual(['qfpay.client_key_env: the variable QFPAY_KEY is not set']);
    const wallets = await open({ QFPAY_KEY: 'FEDCBA9876543210' });
    expect(wallets.opened.size).toBe(1);
    wallets.close();
  });

  it('names everything that is wrong, not only the first', async () => {
    write({
      connectors: { Bad: QFPAY, other: { connector: 'paypal' }, third: { ...QFPAY, hots: 'x' }, fourth: 7 },
      routes: { '800008': 'third', '800108': 'nobody', '800208': 3, '800708': 'toString' },
      more: {},
    });
    expect(await problems()).toEqual([
      'more: is neither connectors nor routes',
      'Bad: use 1 to 32 small letters, digits and hyphens',
      'fourth: must be an object',
      expect.stringMatching(/^routes\.800008: a route is for one of 800108, /),
      'routes.800108: must be one of Bad, other, third, fourth',
      'routes.800208: must be one of Bad, other, third, fourth',
      'routes.800708: must be one of Bad, other, third, fourth',
      expect.stringMatching(/^other\.connector: must be one of .*upstream/),
      'third.hots: is no setting of upstream',
      expect.stringMatching(/^fourth\.connector: must be one of /),
    ]);
  });

  it.each([
    ['{', 'cannot be read as JSON'],
    ['[]', 'the file: must be an object'],
    ['null', 'the file: must be an object'],
    ['{"connectors": []}', 'connectors: must be an object'],
  ])('refuses %s', async (content, problem) => {
    write(content);
    expect(await problems()).toContain(problem);
    expect(() => connectorNames(file)).toThrow(problem);
  });

  it('says that the file is not there', async () => {
    expect(await problems()).toEqual(['does not exist']);
    expect(() => connectorNames(file)).toThrow(`${file}: does not exist`);
  });
});
