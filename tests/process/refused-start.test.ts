import { once } from 'node:events';
import { chmodSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../packages/cli/src/exit-code.ts';
import { filesOfFirstRun, layOut, snapshot, useDirectories } from './support/data-directory.ts';
import { boundByPermissions } from './support/lesser-user.ts';
import { type Ending, failToStart, RunningGateway, type StartOptions } from './support/opencpm.ts';

const directory = useDirectories();
let files: ReadonlyMap<string, Buffer>;
let bound: Pick<StartOptions, 'user' | 'before'>;

beforeAll(async () => {
  files = await filesOfFirstRun();
  bound = boundByPermissions();
});

/** A data directory as a first run has left it. */
function used(): string {
  const folder = directory();
  layOut(folder, files);
  return folder;
}

/** One message, no stack, nothing on the standard output, and the documented exit code. */
function expectRefusal(ending: Ending, exitCode: number, message: RegExp): void {
  expect(ending.stderr).toMatch(message);
  expect(ending).toMatchObject({ exitCode, signal: null, stdout: '' });
  expect(ending.stderr.match(/^opencpm: /gm)).toHaveLength(1);
  expect(ending.stderr).not.toMatch(/^ +at |node:internal|Warning|fault of opencpm/m);
}

describe('a data directory that cannot be written', () => {
  it('stops the start of a new gateway, and stays empty', async () => {
    const folder = directory();
    chmodSync(folder, 0o555);
    const ending = await failToStart({ data: folder, workingDirectory: '/', ...bound });
    expectRefusal(ending, EXIT.cannotRun, /the data directory .+ cannot be written \(.+\); check its owner/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('stops the start of a used one, and stays as it is', async () => {
    const folder = used();
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444);
    chmodSync(folder, 0o555);
    const before = snapshot(folder);
    const ending = await failToStart({ data: folder, workingDirectory: '/', ...bound });
    expectRefusal(ending, EXIT.cannotRun, /the data directory .+ cannot be written/);
    expect(snapshot(folder)).toEqual(before);
  });

  it('stops the start when it cannot even be made', async () => {
    const folder = directory();
    chmodSync(folder, 0o555);
    const data = join(folder, 'below', 'shop');
    const ending = await failToStart({ data, workingDirectory: '/', ...bound });
    expectRefusal(ending, EXIT.cannotRun, /the data directory .+ cannot be made \(EACCES\); name another/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('stops the start when a file stands in its place', async () => {
    const data = join(directory(), 'file');
    writeFileSync(data, 'not a directory');
    expectRefusal(await failToStart({ data }), EXIT.cannotRun, /The gateway cannot start/);
    expect(readFileSync(data, 'utf8')).toBe('not a directory');
  });
});

describe('a used data directory whose database has changed', () => {
  it.each([
    ['garbage', (bytes: Buffer) => bytes.fill(0x5a)],
    ['nothing', () => Buffer.alloc(0)],
    ['its first half', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['damage in every page but the first', (bytes: Buffer) => bytes.fill(0xff, 4_096)],
    ['damage in the first page', (bytes: Buffer) => bytes.fill(0, 100, 400)],
  ])('is refused and left alone when it holds %s', async (_what, damage) => {
    const folder = used();
    writeFileSync(join(folder, 'opencpm.db'), damage(Buffer.from(files.get('opencpm.db') ?? '')));
    const before = snapshot(folder);
    const ending = await failToStart({ data: folder });
    expectRefusal(ending, EXIT.cannotRun, /opencpm\.db .*restore a backup/);
    expect(snapshot(folder)).toEqual(before);
  });

  it('is refused and left alone when a newer program has written it', async () => {
    const folder = used();
    const database = new DatabaseSync(join(folder, 'opencpm.db'));
    database.exec("INSERT INTO schema_migrations VALUES (99, 'from-the-future', 'x', 1)");
    database.close();
    const before = snapshot(folder);
    const ending = await failToStart({ data: folder });
    expectRefusal(ending, EXIT.cannotRun, /schema 99 \(from-the-future\).*start the newer program/);
    expect(snapshot(folder)).toEqual(before);
  });

  it('is refused and left alone when another program has written it', async () => {
    const folder = used();
    rmSync(join(folder, 'opencpm.db'));
    const other = new DatabaseSync(join(folder, 'opencpm.db'));
    other.exec('CREATE TABLE recipes (name TEXT)');
    other.close();
    const before = snapshot(folder);
    const ending = await failToStart({ data: folder });
    expectRefusal(ending, EXIT.cannotRun, /is a database of another program/);
    expect(snapshot(folder)).toEqual(before);
  });

  it("is refused and left alone when the wallets' book is damaged", async () => {
    const folder = used();
    writeFileSync(join(folder, 'sandbox.db'), 'garbage');
    const ending = await failToStart({ data: folder });
    expectRefusal(ending, EXIT.cannotRun, /sandbox\.db/);
    expect(readFileSync(join(folder, 'sandbox.db'), 'utf8')).toBe('garbage');
  });
});

describe('a used data directory whose master key has changed', () => {
  it('is refused when the key is missing, and gets no new one', async () => {
    const folder = used();
    renameSync(join(folder, 'master.key'), join(directory(), 'moved'));
    const ending = await failToStart({ data: folder });
    expectRefusal(
      ending,
      EXIT.cannotRun,
      /master\.key is missing although the database holds client keys; restore it/,
    );
    expect(readdirSync(folder)).not.toContain('master.key');
  });

  it('is refused under another key, and starts under its own', async () => {
    const folder = used();
    const ending = await failToStart({ data: folder, environment: { OPENCPM_MASTER_KEY: 'ab'.repeat(32) } });
    expectRefusal(ending, EXIT.cannotRun, /the master key is not the one it was stored with/);
    const own = readFileSync(join(folder, 'master.key'), 'utf8').trim();
    rmSync(join(folder, 'master.key'));
    const gateway = await RunningGateway.start({ data: folder, environment: { OPENCPM_MASTER_KEY: own } });
    expect((await gateway.stop()).exitCode).toBe(0);
  });

  it('is refused when the file of the key holds something else', async () => {
    const folder = used();
    writeFileSync(join(folder, 'master.key'), 'forgotten');
    const ending = await failToStart({ data: folder });
    expectRefusal(ending, EXIT.cannotRun, /master\.key must hold 64 hex digits; restore it from a backup/);
    expect(readFileSync(join(folder, 'master.key'), 'utf8')).toBe('forgotten');
  });
});

describe('a data directory or a port that somebody else has', () => {
  it('names the gateway that has the directory, which goes on, and frees it when that one is killed', async () => {
    const folder = used();
    const first = await RunningGateway.start({ data: folder });
    const named = new RegExp(`is in use by another gateway \\(process ${first.processId}\\)`);
    expectRefusal(await failToStart({ data: folder }), EXIT.cannotRun, named);
    expect((await fetch(`${first.ready.url}/healthz`)).status).toBe(200);
    expect((await first.stop('SIGKILL')).signal).toBe('SIGKILL');
    const second = await RunningGateway.start({ data: folder });
    expect((await second.stop()).exitCode).toBe(0);
  });

  it('names the port that is in use, and gives the directory back', async () => {
    const folder = used();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const ending = await failToStart({ data: folder, port });
    expectRefusal(ending, EXIT.cannotRun, new RegExp(`Port ${port} is in use`));
    other.close();
    const gateway = await RunningGateway.start({ data: folder, port });
    expect(gateway.ready.url).toBe(`http://127.0.0.1:${port}`);
    expect((await gateway.stop()).exitCode).toBe(0);
  });
});

describe('a setting nobody can work with', () => {
  it.each([
    ['--port', { port: '65536' }, /--port \(or PORT\) must be a whole number from 0 to 65535/],
    [
      'PORT',
      { port: undefined, environment: { PORT: '80 80' } },
      /--port \(or PORT\) must be a whole number/,
    ],
    [
      'several',
      { port: 'http', environment: { OPENCPM_NODE: '-1', OPENCPM_MASTER_KEY: 'my-own-secret' } },
      /OPENCPM_MASTER_KEY must be 64 hex digits.*--port.*OPENCPM_NODE must be/,
    ],
  ])(
    'is refused before anything is made, and a secret is not repeated: %s',
    async (_name, options, message) => {
      const data = join(directory(), 'new');
      const ending = await failToStart({ data, ...options });
      expectRefusal(ending, EXIT.usage, message);
      expect(ending.stderr).not.toContain('my-own-secret');
      expect(() => readdirSync(data)).toThrow(/ENOENT/);
    },
  );
});
