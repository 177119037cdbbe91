import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualTime } from '../clock/test-time.ts';
import { connectorKindsIn, openWallets, WalletsProblem } from './wallets-file.ts';

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
    expect([...connectorKindsIn(file)]).toEqual([
      ['qfpay', 'upstream'],
      ['second', 'upstream'],
    ]);
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
    ['{', 'cannot be read as JSON: line 1: a name in double quotes is expected'],
    ['', 'cannot be read as JSON: it is empty'],
    [
      '{"connectors":\n{},\n"connectors": {}}',
      'cannot be read as JSON: line 3: "connectors" stands here a second time',
    ],
    ['{}', 'connectors: must have one at least'],
    ['[]', 'the file: must be an object'],
    ['null', 'the file: must be an object'],
    ['{"connectors": []}', 'connectors: must be an object'],
  ])('refuses %s', async (content, problem) => {
    write(content);
    expect(await problems()).toContain(problem);
    expect(() => connectorKindsIn(file)).toThrow(problem);
  });

  it('has no name twice: of two routes of a pay type one would count without a word', async () => {
    const text = JSON.stringify(
      { connectors: { qfpay: QFPAY }, routes: { '800108': 'qfpay' } },
      undefined,
      1,
    );
    write(text.replace('"800108": "qfpay"', '"800108": "old",\n"800108": "qfpay"'));
    expect(await problems()).toEqual([
      expect.stringMatching(/^cannot be read as JSON: line 12: "800108" stands/),
    ]);
  });

  it('routes to a connector only what it charges', async () => {
    const alipay = { connector: 'wechatpay' };
    write({ connectors: { qfpay: QFPAY, alipay }, routes: { '800108': 'alipay' } });
    const named = await problems();
    expect(named.some((problem) => problem.startsWith('routes.'))).toBe(false);
    const direct = {
      ...{ connector: 'wechatpay', mode: 'direct', mchid: '1', appid: 'wx1', merchant_category_code: '5411' },
      ...{ private_key_file: 'rsa.pem', certificate_serial: '0123456789', api_v3_key_file: 'v3.txt' },
    };
    writeFileSync(join(folder, 'v3.txt'), '0'.repeat(32), { mode: 0o600 });
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const key = privateKey.export({ format: 'pem', type: 'pkcs8' });
    writeFileSync(join(folder, 'rsa.pem'), key, { mode: 0o600 });
    write({ connectors: { wx: direct }, routes: { '800208': 'wx', '800108': 'wx' } });
    expect(await problems()).toEqual(['routes.800108: wx charges 800208, 801008 alone']);
  });

  it.each([
    ['app-code', 'app_code is'],
    ['clientKey', 'client_key_file or client_key_env is'],
    ['ConnectTimeoutMs', 'connect_timeout_ms is'],
  ])('with the unknown setting %s names the one that was meant', async (name, meant) => {
    write({ connectors: { qfpay: { ...QFPAY, [name]: 'x' } } });
    expect(await problems()).toEqual([`qfpay.${name}: is no setting of upstream; ${meant}`]);
  });

  it('may begin with a byte order mark, as some editors write', async () => {
    write(`\uFEFF${JSON.stringify({ connectors: { qfpay: QFPAY } })}`);
    expect(await problems()).toEqual([]);
  });

  it('says what is wrong with the file itself', async () => {
    expect(await problems()).toEqual(['cannot be read: it does not exist']);
    expect(() => connectorKindsIn(file)).toThrow(`${file}: cannot be read: it does not exist`);
    write({ connectors: { qfpay: QFPAY } });
    chmodSync(file, 0o666);
    expect(await problems()).toEqual(['may be changed by other users; run chmod go-w on it']);
    chmodSync(file, 0o644);
    writeFileSync(file, Buffer.from([0xa4, 0xa4]));
    expect(await problems()).toEqual(['is no text in UTF-8']);
    rmSync(file);
    mkdirSync(file);
    expect(await problems()).toEqual(['is no file']);
  });
});
