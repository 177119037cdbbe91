import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirectoryLock, systemClock, systemTimers } from '@opencpm/gateway';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from '../exit-code.ts';
import {
  type ImitatedAnswer,
  type ImitatedGateway,
  imitateGateway,
  TEST_MERCHANTS,
} from '../test-support/imitated-gateway.ts';
import { type CommandRun, runCommand, TEST_NOW_MS } from '../test-support/run-command.ts';
import { checkDataDirectory, spaceFinding } from './check-data-directory.ts';
import { skewFinding } from './check-gateway.ts';
import { checkNode } from './check-node.ts';

const MIB = 1024 * 1024;
let directory: string;
let gateway: ImitatedGateway | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'opencpm-doctor-'));
});

afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
  rmSync(directory, { recursive: true, force: true });
});

interface Routes {
  readonly health?: ImitatedAnswer;
  readonly query?: ImitatedAnswer;
  readonly merchants?: ImitatedAnswer;
  readonly clock?: ImitatedAnswer;
}

const HEALTHY: ImitatedAnswer = {
  text: '{"status":"ok"}',
  status: 200,
  headers: { date: new Date(TEST_NOW_MS).toUTCString() },
};

async function doctor(routes: Routes, ...words: readonly string[]): Promise<CommandRun> {
  gateway = await imitateGateway({
    '/healthz': () => routes.health ?? HEALTHY,
    '/trade/v1/query': () => routes.query ?? { json: { respcd: '0000', data: [] } },
    '/sandbox/merchants': () => routes.merchants ?? { json: TEST_MERCHANTS, signature: 'none' },
    ...(routes.clock === undefined ? {} : { '/sandbox/clock': () => routes.clock ?? 'cut' }),
  });
  return runCommand(['doctor', '--url', gateway.url, '--data', directory, ...words]);
}

describe('opencpm doctor', () => {
  it('finds nothing wrong beside a good gateway', async () => {
    const { exitCode, stdout } = await doctor({});
    expect(exitCode).toBe(EXIT.done);
    expect(stdout).not.toMatch(/^fail/m);
    expect(stdout).toMatch(/^ok +gateway +http.*takes payments$/m);
    expect(stdout).toMatch(/^ok +clock/m);
    expect(stdout).toMatch(/^ok +credentials/m);
    expect(stdout).toMatch(/^ok +sandbox +simulated wallets, 2/m);
    expect(stdout).toMatch(/^warn +database +there is none yet$/m);
    expect(stdout).toMatch(/^ok +free space/m);
  });

  it('says how far the clock of the sandbox was moved ahead, and what that stops', async () => {
    const ahead = (ms: number): Promise<CommandRun> =>
      doctor({ clock: { json: { ahead_ms: ms }, signature: 'none' } });
    const far = await ahead(54_000_000);
    expect(far.stdout).toMatch(/^warn +sandbox clock +was moved 15h ahead of this machine\n.*1108/m);
    expect(far.exitCode).toBe(EXIT.done);
    await gateway?.close();
    expect((await ahead(60_000)).stdout).toMatch(/^ok +sandbox clock +was moved 1m ahead/m);
    await gateway?.close();
    expect((await ahead(0)).stdout).not.toContain('sandbox clock');
  });

  it('gives its findings as JSON', async () => {
    const { stdout } = await doctor({}, '--json');
    const { findings } = JSON.parse(stdout) as { findings: { subject: string; status: string }[] };
    expect(findings.map(({ subject }) => subject)).toContain('credentials');
  });

  it('opens a database nobody uses, and leaves one in use alone', async () => {
    await runCommand(['merchant', 'add', '--name', 'Shop', '--data', directory]);
    expect((await doctor({})).stdout).toMatch(/^ok +database +not in use, opens; 1 merchant$/m);
    await gateway?.close();
    const lock = DataDirectoryLock.take(directory);
    const { stdout, exitCode } = await doctor({});
    lock.release();
    expect(exitCode).toBe(EXIT.refused);
    expect(stdout).toMatch(new RegExp(`in use by .*process ${process.pid}`));
  });

  it('fails on a damaged database', async () => {
    writeFileSync(
      join(directory, 'opencpm.db'),
      'this is no database, and it is long enough to be read as one'.repeat(20),
    );
    const { exitCode, stdout } = await doctor({});
    expect(exitCode).toBe(EXIT.refused);
    expect(stdout).toMatch(/^fail +database/m);
  });

  it('stops at a gateway that does not answer', async () => {
    const closed = await imitateGateway({});
    await closed.close();
    const { exitCode, stdout } = await runCommand(['doctor', '--url', closed.url, '--data', directory]);
    expect(exitCode).toBe(EXIT.refused);
    expect(stdout).toMatch(/^fail +gateway +http.*does not answer/m);
    expect(stdout).not.toContain('credentials');
  });

  it('says of a wallet that cannot be reached only what is wrong, and how it is started', async () => {
    writeFileSync(join(directory, 'key.txt'), '0123456789ABCDEF', { mode: 0o600 });
    const qfpay = {
      connector: 'upstream',
      host: 'http://127.0.0.1:1',
      app_code: 'A',
      client_key_file: 'key.txt',
    };
    writeFileSync(join(directory, 'wallets.json'), JSON.stringify({ connectors: { qfpay } }));
    const closed = await imitateGateway({});
    await closed.close();
    const run = await runCommand(['doctor', '--url', closed.url, '--data', directory], {
      clock: { ...systemClock, ...systemTimers },
    });
    expect(run.stdout).toMatch(/^fail +qfpay +http:\/\/127\.0\.0\.1:1: connect ECONNREFUSED/m);
    expect(run.stdout).not.toMatch(/^ok +qfpay +upstream at/m);
    expect(run.stdout).toMatch(/^ok +qfpay +client_key: client key, 16 characters$/m);
    expect(run.stdout).toMatch(/^fail +gateway.*\n +Start it with "opencpm serve"/m);
    expect(run.stdout).toMatch(/^warn +database.*\n +"opencpm serve" makes it/m);
  });

  it.each<[string, Routes, RegExp, number]>([
    [
      'a gateway that cannot write',
      { health: { text: '', status: 503 } },
      /^fail +gateway.*cannot write/m,
      EXIT.refused,
    ],
    [
      'a gateway of another make',
      { health: { text: '', status: 404 } },
      /^warn +gateway.*HTTP 404/m,
      EXIT.done,
    ],
    [
      'a wrong key',
      { query: { json: { respcd: '1108' }, signature: 'wrong' } },
      /^fail +credentials[^\n]*\n +Check app code and key/m,
      EXIT.refused,
    ],
    ['a refused enquiry', { query: { json: { respcd: '1104' } } }, /^fail +credentials +1104/m, EXIT.refused],
    [
      'no credentials',
      { merchants: { text: '', status: 404 } },
      /^fail +credentials +No credentials/m,
      EXIT.refused,
    ],
    [
      'a clock that is wrong',
      { health: { text: '', status: 200, headers: { date: new Date(0).toUTCString() } } },
      /^warn +clock.*ahead of/m,
      EXIT.done,
    ],
  ])('reports %s', async (_what, routes, line, exitCode) => {
    const run = await doctor(routes);
    expect(run.stdout).toMatch(line);
    expect(run.exitCode).toBe(exitCode);
  });
});

describe('checks', () => {
  it.each([
    ['24.15.0', '3.51.3', ['ok', 'ok']],
    ['25.0.0', '4.0.0', ['ok', 'ok']],
    ['24.14.9', '3.51.2', ['fail', 'fail']],
    ['23.99.0', '3.9.9', ['fail', 'fail']],
    ['x', undefined, ['fail', 'fail']],
  ])('judges Node %s with SQLite %s', (node, sqlite, statuses) => {
    expect(checkNode({ node, sqlite }).map(({ status }) => status)).toEqual(statuses);
  });

  it.each([
    [99 * MIB, 'fail'],
    [100 * MIB, 'warn'],
    [1023 * MIB, 'warn'],
    [1024 * MIB, 'ok'],
  ])('judges %i bytes of free space', (bytes, status) => {
    expect(spaceFinding(bytes).status).toBe(status);
  });

  it('judges directories', () => {
    expect(checkDataDirectory(join(directory, 'none'))[0]?.status).toBe('warn');
    writeFileSync(join(directory, 'file'), '');
    expect(checkDataDirectory(join(directory, 'file'))[0]?.status).toBe('fail');
    expect(checkDataDirectory(directory).map(({ status }) => status)).not.toContain('fail');
  });

  const date = 'Thu, 05 Mar 2026 10:00:00 GMT';
  it.each([
    [date, 0, 'ok'],
    [date, 5_400, 'ok'],
    [date, -4_400, 'ok'],
    [date, 6_000, 'warn'],
    [date, -6_000, 'warn'],
    [null, 0, 'warn'],
    ['soon', 0, 'warn'],
  ])('judges the date %s at %i ms', (header, offsetMs, status) => {
    expect(skewFinding(header, TEST_NOW_MS + offsetMs).status).toBe(status);
  });

  it('says which clock is ahead', () => {
    expect(skewFinding(date, TEST_NOW_MS + 60_000).text).toContain('ahead of');
    expect(skewFinding(date, TEST_NOW_MS - 60_000).text).toContain('behind');
  });
});
