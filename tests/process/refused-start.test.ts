import { chmodSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../packages/cli/src/exit-code.ts';
import { snapshot, useDirectories, usedDirectory } from './support/data-directory.ts';
import { boundByPermissions } from './support/lesser-user.ts';
import { type Ending, failToStart, RunningGateway } from './support/opencpm.ts';

const directory = useDirectories();

/** One message, no stack, nothing on the standard output, and the documented exit code. */
function expectRefusal(ending: Ending, exitCode: number, message: RegExp): void {
  expect(ending.stderr).toMatch(message);
  expect(ending).toMatchObject({ exitCode, signal: null, stdout: '' });
  expect(ending.stderr.match(/^opencpm: /gm)).toHaveLength(1);
  expect(ending.stderr).not.toMatch(/^ +at |node:internal|ExperimentalWarning/m);
}

describe('a data directory that cannot be written', () => {
  it('stops the start of a new gateway, and stays empty', async () => {
    const folder = directory();
    chmodSync(folder, 0o555);
    const ending = await failToStart({ data: folder, workingDirectory: '/', ...boundByPermissions() });
    expectRefusal(ending, EXIT.cannotRun, /the data directory .+ cannot be written \(.+\); check its owner/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('stops the start of a used one, and stays as it is', async () => {
    const folder = await usedDirectory(directory());
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444);
    chmodSync(folder, 0o555);
    const before = snapshot(folder);
    const ending = await failToStart({ data: folder, workingDirectory: '/', ...boundByPermissions() });
    expectRefusal(ending, EXIT.cannotRun, /the data directory .+ cannot be written/);
    expect(snapshot(folder)).toEqual(before);
  });

  it('stops the start when it cannot even be made', async () => {
    const folder = directory();
    chmodSync(folder, 0o555);
    const data = join(folder, 'below', 'shop');
    const ending = await failToStart({ data, workingDirectory: '/', ...boundByPermissions() });
    expectRefusal(ending, EXIT.cannotRun, /The gateway cannot start: EACCES/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('stops the start when a file stands in its place', async () => {
    const data = join(directory(), 'file');
    writeFileSync(data, 'not a directory');
    expectRefusal(await failToStart({ data }), EXIT.cannotRun, /The gateway cannot start|cannot be written/);
    expect(readFileSync(data, 'utf8')).toBe('not a directory');
  });
});

describe('a used data directory that something has happened to', () => {
  let folder: string;
  let file: string;
  const kept = new Map<string, Buffer>();
  // One clean run serves all: every test puts back what it found.
  const restored = (): void => {
    folder = directory();
    file = join(folder, 'opencpm.db');
    for (const [name, bytes] of kept) writeFileSync(join(folder, name), bytes, { mode: 0o600 });
  };
  beforeAll(async () => {
    const origin = await usedDirectory(directory());
    for (const name of readdirSync(origin)) kept.set(name, readFileSync(join(origin, name)));
  });

  it('starts as long as nothing has', async () => {
    restored();
    const gateway = await RunningGateway.start({ data: folder });
    expect((await gateway.stop()).exitCode).toBe(0);
  });

  it.each([
    ['garbage', (bytes: Buffer) => bytes.fill(0x5a)],
    ['nothing', () => Buffer.alloc(0)],
    ['its first half', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['damage in every page but the first', (bytes: Buffer) => bytes.fill(0xff, 4_096)],
    ['a damaged first page', (bytes: Buffer) => bytes.fill(0, 100, 400)],
  ])('is refused and left alone when the database holds %s', async (_what, damage) => {
    restored();
    writeFileSync(file, damage(Buffer.from(kept.get('opencpm.db') ?? '')));
    const before = snapshot(folder);
    const ending = await failToStart({ data: folder });
    expectRefusal(ending, EXIT.cannotRun, /opencpm\.db .*; restore a backup|opencpm\.db .*restore a backup/);
    expect(snapshot(folder)).toEqual(before);
  });

  it('is refused and left alone when a newer program has written it', async () => {
    restored();
    const database = new DatabaseSync(file);
    database.exec("INSERT INTO schema_migrations VALUES (99, 'from-the-future', 'x', 1)");
    database.close();
    const before = snapshot(folder);
    const ending = await failToStart({ data: folder });
    expectRefusal(ending, EXIT.cannotRun, /schema 99 \(from-the-future\).*start the newer program/);
    expect(snapshot(folder)).toEqual(before);
  });

  it('is refused and left alone when its database is another one', async () => {
    restored();
    rmSync(file);
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE recipes (name TEXT)');
    other.close();
    const before = snapshot(folder);
    const ending = await failToStart({ data: folder });
    expectRefusal(ending, EXIT.cannotRun, /is a database of another program/);
    expect(snapshot(folder)).toEqual(before);
  });

  it('is refused when the master key is missing, and gets no new one', async () => {
    restored();
    const key = join(folder, 'master.key');
    renameSync(key, join(directory(), 'moved'));
    const ending = await failToStart({ data: folder });
    expectRefusal(ending, EXIT.cannotRun, /master\.key is missing although the database exists; restore it/);
    expect(readdirSync(folder)).not.toContain('master.key');
  });

  it('is refused under another master key, and starts under its own', async () => {
    restored();
    const ending = await failToStart({ data: folder, environment: { OPENCPM_MASTER_KEY: 'ab'.repeat(32) } });
    expectRefusal(ending, EXIT.cannotRun, /the master key is not the one it was stored with/);
    const own = readFileSync(join(folder, 'master.key'), 'utf8').trim();
    rmSync(join(folder, 'master.key'));
    const gateway = await RunningGateway.start({ data: folder, environment: { OPENCPM_MASTER_KEY: own } });
    expect((await gateway.stop()).exitCode).toBe(0);
  });

  it('is refused when the master key file holds something else', async () => {
    restored();
    writeFileSync(join(folder, 'master.key'), 'forgotten');
    const ending = await failToStart({ data: folder });
    expectRefusal(ending, EXIT.cannotRun, /master\.key must hold 64 hex digits; restore it from a backup/);
    expect(readFileSync(join(folder, 'master.key'), 'utf8')).toBe('forgotten');
  });

  it('is refused while another gateway has it, which goes on', async () => {
    restored();
    const first = await RunningGateway.start({ data: folder });
    const ending = await failToStart({ data: folder });
    const named = new RegExp(`is in use by another gateway \\(process ${first.processId}\\)`);
    expectRefusal(ending, EXIT.cannotRun, named);
    expect((await fetch(`${first.ready.url}/healthz`)).status).toBe(200);
    expect((await first.stop()).exitCode).toBe(0);
  });

  it('is free again when the gateway that had it was killed', async () => {
    restored();
    const first = await RunningGateway.start({ data: folder });
    expect((await first.stop('SIGKILL')).signal).toBe('SIGKILL');
    const second = await RunningGateway.start({ data: folder });
    expect((await second.stop()).exitCode).toBe(0);
  });

  it('is given back when the port is in use', async () => {
    restored();
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
    ['--port', { port: 'http' }, /--port \(or PORT\) must be a whole number/],
    [
      'PORT',
      { port: undefined, environment: { PORT: '80 80' } },
      /--port \(or PORT\) must be a whole number/,
    ],
    ['the node number', { environment: { OPENCPM_NODE: '-1' } }, /OPENCPM_NODE must be a whole number/],
    ['the log level', { environment: { OPENCPM_LOG_LEVEL: 'loud' } }, /OPENCPM_LOG_LEVEL must be one of/],
    [
      'the rate limit',
      { environment: { OPENCPM_RATE_LIMIT: 'no' } },
      /OPENCPM_RATE_LIMIT must be one of on, off/,
    ],
    [
      'the master key',
      { environment: { OPENCPM_MASTER_KEY: 'secret' } },
      /OPENCPM_MASTER_KEY must be 64 hex/,
    ],
  ])('is refused before anything is made: %s', async (_name, options, message) => {
    const data = join(directory(), 'new');
    expectRefusal(await failToStart({ data, ...options }), EXIT.usage, message);
    expect(() => readdirSync(data)).toThrow(/ENOENT/);
  });

  it('is never repeated when it is a secret', async () => {
    const { stderr } = await failToStart({
      data: join(directory(), 'new'),
      environment: { OPENCPM_MASTER_KEY: 'my-own-secret' },
    });
    expect(stderr).not.toContain('my-own-secret');
  });

  it('names all that are wrong at once', async () => {
    const { stderr } = await failToStart({
      data: join(directory(), 'new'),
      port: 'x',
      environment: { OPENCPM_NODE: 'x' },
    });
    expect(stderr).toMatch(/--port.*OPENCPM_NODE/);
  });
});
