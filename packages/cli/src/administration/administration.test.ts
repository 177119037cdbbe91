import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adminSocketPath, DataDirectoryLock, everyPayType, openGateway, jsonLog } from '@opencpm/gateway';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from '../exit-code.ts';
import { type CommandRun, runCommand } from '../test-support/run-command.ts';

let directory: string;
const cleanUp: (() => Promise<void>)[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'opencpm-cli-'));
});

afterEach(async () => {
  for (const close of cleanUp.splice(0)) await close();
  rmSync(directory, { recursive: true, force: true });
});

function run(...words: readonly string[]): Promise<CommandRun> {
  return runCommand([...words, '--data', directory]);
}

async function json(...words: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const { stdout, exitCode } = await run(...words, '--json');
  expect(exitCode).toBe(EXIT.done);
  return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
}

async function startGateway(): Promise<void> {
  const unused = {
    name: 'none',
    charge: failing,
    query: failing,
    reverse: failing,
    refund: failing,
    queryRefund: failing,
  };
  const gateway = await openGateway({
    config: {
      host: '127.0.0.1',
      port: 0,
      dataDirectory: directory,
      node: 1,
      logLevel: 'silent',
      rateLimited: true,
      masterKey: undefined,
    },
    connectors: everyPayType(unused),
    log: jsonLog('silent', 2),
    onFatal: (error) => {
      throw error;
    },
  });
  cleanUp.push(() => gateway.close());
}

function failing(): never {
  throw new Error('no wallet is called here');
}

/** Puts something else than a gateway behind the socket. */
async function occupySocket(answer: (server: Server) => void): Promise<void> {
  const server = createServer();
  answer(server);
  await new Promise<void>((resolve) => server.listen(adminSocketPath(directory), resolve));
  cleanUp.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
}

describe.each([
  ['without a gateway', async () => undefined],
  ['beside a running gateway', startGateway],
])('administration %s', (_where, prepare) => {
  beforeEach(prepare);

  it('adds a merchant with its settings and shows it again', async () => {
    const added = await json(
      ...[
        'merchant',
        'add',
        '--name',
        '茶館',
        '--kind',
        'partner',
        '--store',
        'M001=Ground floor',
        '--store',
        'Attic',
      ],
      ...[
        '--pay-type',
        '800008,800108',
        '--currency',
        'HKD',
        '--currency',
        'JPY',
        '--signatures',
        'sha256-decoded',
      ],
      ...['--notify-url', 'https://shop.example/n', '--notify-prefix', 'https://shop.example/'],
      ...['--per-second', '7', '--per-minute', '70'],
    );
    expect(added).toMatchObject({
      app_code: expect.stringMatching(/^[0-9A-F]{32}$/),
      client_key: expect.stringMatching(/^[0-9A-F]{32}$/),
      name: '茶館',
      kind: 'partner',
      status: 'active',
      pay_types: ['800008', '800108'],
      currencies: ['HKD', 'JPY'],
      notify_url: 'https://shop.example/n',
      notify_prefixes: ['https://shop.example/'],
      minimum_algorithm: 'SHA256',
      raw_values_allowed: false,
      requests_per_second_max: 7,
      requests_per_minute_max: 70,
    });
    const { client_key: _key, ...merchant } = added;
    expect(await json('merchant', 'show', String(added['app_code']))).toEqual(merchant);
    expect(await json('merchant', 'list')).toEqual({ merchants: [merchant] });
    expect(merchant['stores']).toHaveLength(2);
    expect(merchant['stores']).toContainEqual({ mchid: 'M001', name: 'Ground floor', status: 'active' });
  });

  it('prints a new key once, with a warning, and never again', async () => {
    const { stdout, stderr } = await run('merchant', 'add', '--name', 'Shop');
    const key = /client key +(\S+)/.exec(stdout)?.[1] ?? '';
    const appCode = /app code +(\S+)/.exec(stdout)?.[1] ?? '';
    expect(key).toMatch(/^[0-9A-F]{32}$/);
    expect(stderr).toContain('only time the client key is shown');
    for (const words of [
      ['merchant', 'show'],
      ['merchant', 'enable'],
      ['key', 'list'],
    ]) {
      expect((await run(...words, appCode)).stdout).not.toContain(key);
    }
  });

  it.each([
    [['merchant', 'add', '--name', 'A', '--per-second', '0'], '--per-second'],
    [['merchant', 'add', '--name', 'A', '--notify-prefix', 'foo'], '--notify-prefix'],
    [['merchant', 'add', '--name', 'A', '--notify-url', 'foo'], '--notify-url'],
    [['route', 'set', 'APP', '800108'], 'opencpm connector list'],
    [['merchant', 'store', 'disable', 'APP'], 'opencpm merchant show APP'],
    [['payment', 'abc'], 'opencpm query --order NUMBER'],
    [['payment', '--data='], '--data is empty'],
  ])('refuses %j with a mend that leads somewhere', async (words, said) => {
    await run('merchant', 'add', '--name', 'Shop');
    const { exitCode, stderr } = await run(...words);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toContain(said);
    expect(stderr).not.toContain('opencpm merchant list');
  });

  it.each([
    [['payment', '20260305000100020000000001'], 'opencpm query'],
    [['payment', '--order', 'nope'], 'opencpm query'],
    [['notify', 'list', '--app-code', 'nope'], 'opencpm merchant list'],
  ])('says where to look when there is none for %j', async (words, list) => {
    await run('merchant', 'add', '--name', 'Shop');
    const { exitCode, stderr } = await run(...words);
    expect(exitCode).toBe(EXIT.refused);
    expect(stderr).toContain(`List what there is: ${list}\n`);
  });

  it('disables, enables and changes a merchant', async () => {
    const appCode = String((await json('merchant', 'add', '--name', 'Shop'))['app_code']);
    expect(await json('merchant', 'disable', appCode)).toMatchObject({ status: 'disabled' });
    expect(await json('merchant', 'enable', appCode)).toMatchObject({ status: 'active' });
    expect(
      await json(
        'merchant',
        'change',
        appCode,
        '--name',
        'Bar',
        '--currency',
        'all',
        '--signatures',
        'sha256',
      ),
    ).toMatchObject({
      name: 'Bar',
      minimum_algorithm: 'SHA256',
      requests_per_minute_max: 400,
    });
    const { stdout } = await run('merchant', 'list');
    expect(stdout).toMatch(/Bar +direct +active +0 +13 currencies/);
  });

  it('adds, disables and enables stores, keeping their names', async () => {
    const appCode = String(
      (await json('merchant', 'add', '--name', 'Group', '--kind', 'partner'))['app_code'],
    );
    await json('merchant', 'store', 'add', appCode, '--name', 'Pier 3', '--mchid', 'P3');
    expect(await json('merchant', 'store', 'disable', appCode, 'P3')).toMatchObject({
      stores: [{ mchid: 'P3', name: 'Pier 3', status: 'disabled' }],
    });
    expect(await json('merchant', 'store', 'enable', appCode, 'P3')).toMatchObject({
      stores: [{ mchid: 'P3', name: 'Pier 3', status: 'active' }],
    });
    const again = await run('merchant', 'store', 'add', appCode, '--name', 'Other', '--mchid', 'P3');
    expect(again.exitCode).toBe(EXIT.refused);
    expect(again.stderr).toContain('has a store P3 already');
    const made = await json('merchant', 'store', 'add', appCode, '--name', 'Pier 4');
    expect(made['stores']).toContainEqual({
      mchid: expect.stringMatching(/^\w{10}$/),
      name: 'Pier 4',
      status: 'active',
    });
    const missing = await run('merchant', 'store', 'disable', appCode, 'P9');
    expect(missing).toMatchObject({ exitCode: EXIT.refused, stderr: expect.stringContaining('no store P9') });
  });

  it('rotates keys and lists them without showing them', async () => {
    const { app_code: appCode, client_key: oldKey } = await json('merchant', 'add', '--name', 'Shop');
    const rotated = await json('key', 'rotate', String(appCode), '--overlap', '0');
    expect(rotated['client_key']).toMatch(/^[0-9A-F]{32}$/);
    expect(rotated['client_key']).not.toBe(oldKey);
    const { keys } = (await json('key', 'list', String(appCode))) as { keys: Record<string, unknown>[] };
    expect(keys).toHaveLength(2);
    expect(keys.map(({ expires_at: end }) => end)).toEqual([null, rotated['older_keys_expire_at']]);
    expect(JSON.stringify(keys)).not.toContain(String(rotated['client_key']));
    const { stdout } = await run('key', 'rotate', String(appCode));
    expect(stdout).toMatch(/older keys end +\d{4}-/);
    expect((await run('key', 'list', String(appCode))).stdout).toContain('in use');
  });

  it.each([
    [['merchant', 'add'], EXIT.usage, /--name is missing/],
    [['merchant', 'add', '--name', ''], EXIT.usage, /name/],
    [['merchant', 'add', '--name', 'x', '--kind', 'other'], EXIT.usage, /neither direct nor partner/],
    [['merchant', 'add', '--name', 'x', '--pay-type', '1'], EXIT.usage, /--pay-type is not known/],
    [['merchant', 'add', '--name', 'x', '--currency', 'XXX'], EXIT.usage, /--currency is not supported/],
    [['merchant', 'add', '--name', 'x', '--signatures', 'none'], EXIT.usage, /--signatures is not known/],
    [
      ['merchant', 'add', '--name', 'x', '--per-second', 'many'],
      EXIT.usage,
      /--per-second is no whole number/,
    ],
    [['merchant', 'add', '--name', 'x', '--per-second', '0'], EXIT.usage, /--per-second/],
    [['merchant', 'add', '--name', 'x', '--notify-url', 'x'], EXIT.usage, /--notify-url/],
    [['merchant', 'add', '--name', 'x', '--store', 'a-b=c'], EXIT.usage, /store id/],
  ])('refuses %j', async (words, exitCode, problem) => {
    const result = await run(...words);
    expect(result.exitCode).toBe(exitCode);
    expect(result.stderr).toMatch(problem);
  });

  it.each([
    [['merchant', 'show'], EXIT.usage, /APP_CODE is missing/],
    [['merchant', 'show', 'X'], EXIT.refused, /no merchant/],
    [['merchant', 'disable', 'X'], EXIT.refused, /no merchant/],
    [['merchant', 'change', 'X', '--name', 'Y'], EXIT.refused, /no merchant/],
    [['merchant', 'change', 'X'], EXIT.usage, /nothing to change/],
    [['merchant', 'store', 'add', 'X'], EXIT.usage, /--name is missing/],
    [['merchant', 'store', 'add', 'X', '--name', 'Y'], EXIT.refused, /no merchant/],
    [['merchant', 'store', 'disable', 'X'], EXIT.usage, /MCHID is missing/],
    [['key', 'rotate', 'X'], EXIT.refused, /no merchant/],
    [['key', 'rotate', 'X', '--overlap', 'long'], EXIT.usage, /no duration/],
    [['key', 'list', 'X'], EXIT.refused, /no merchant/],
  ])('refuses %j in a database with one merchant', async (words, exitCode, problem) => {
    const added = await json('merchant', 'add', '--name', 'Shop');
    const result = await run(...words);
    expect(result.exitCode).toBe(exitCode);
    expect(result.stderr).toMatch(problem);
    const tooLong = await run('key', 'rotate', String(added['app_code']), '--overlap', '8d');
    expect(tooLong).toMatchObject({ exitCode: EXIT.usage, stderr: expect.stringContaining('overlap') });
  });
});

describe('administration', () => {
  it('makes no database where it only looks', async () => {
    const { exitCode, stderr } = await run('merchant', 'list');
    expect(exitCode).toBe(EXIT.cannotRun);
    expect(stderr).toContain("no gateway's database");
    expect(existsSync(join(directory, 'opencpm.db'))).toBe(false);
  });

  it('says so when there is no merchant yet', async () => {
    await startGateway();
    expect((await run('merchant', 'list')).stdout).toContain('opencpm merchant add');
  });

  it('says who uses the directory when it is locked but nobody serves the socket', async () => {
    await json('merchant', 'add', '--name', 'Shop');
    const lock = DataDirectoryLock.take(directory);
    const { exitCode, stderr } = await run('merchant', 'list');
    lock.release();
    expect(exitCode).toBe(EXIT.cannotRun);
    expect(stderr).toContain(`process ${process.pid}`);
  });

  it('refuses a wrong master key', async () => {
    await json('merchant', 'add', '--name', 'Shop');
    const environment = { OPENCPM_MASTER_KEY: '00'.repeat(32) };
    const { exitCode, stderr } = await runCommand(['merchant', 'list', '--data', directory], { environment });
    expect(exitCode).toBe(EXIT.cannotRun);
    expect(stderr).toMatch(/key/);
  });

  it('does not know whether a change was made when the answer is lost', async () => {
    await json('merchant', 'add', '--name', 'Shop');
    await occupySocket((server) =>
      server.on('request', (request, response) => {
        if (request.method === 'GET') response.end('[]');
        else response.destroy();
      }),
    );
    const { exitCode, stderr } = await run('merchant', 'add', '--name', 'Second');
    expect(exitCode).toBe(EXIT.unreachable);
    expect(stderr).toContain('may have made the change all the same');
  });

  it('passes on that the gateway cannot write', async () => {
    await json('merchant', 'add', '--name', 'Shop');
    await occupySocket((server) =>
      server.on('request', (request, response) => {
        if (request.method !== 'GET') response.statusCode = 503;
        response.end(request.method === 'GET' ? '[]' : '{"error":"nothing was changed"}');
      }),
    );
    const { exitCode, stderr } = await run('merchant', 'add', '--name', 'Second');
    expect(exitCode).toBe(EXIT.unreachable);
    expect(stderr).toContain('HTTP 503): nothing was changed');
  });
});
