import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DataDirectoryLock } from './data-directory-lock.ts';
import { DatabaseProblem } from './database-problem.ts';
import { openFilesIn, useDirectories } from './test-directory.ts';

const directory = useDirectories();
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process that holds a directory until it dies; resolves once it has it. */
async function holder(folder: string): Promise<ChildProcess> {
  const program = `
    import { DataDirectoryLock } from ${JSON.stringify(import.meta.resolve('./data-directory-lock.ts'))};
    globalThis.lock = DataDirectoryLock.take(${JSON.stringify(folder)});
    process.stdout.write('held');
    process.stdin.resume();
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

describe('DataDirectoryLock', () => {
  it('refuses a second process and names the first', async () => {
    const folder = directory();
    const child = await holder(folder);
    expect(() => DataDirectoryLock.take(folder)).toThrow(DatabaseProblem);
    expect(() => DataDirectoryLock.take(folder)).toThrow(
      `the data directory ${folder} is in use by another gateway (process ${child.pid}); stop that one or name another directory with --data`,
    );
    expect(DataDirectoryLock.isTaken(folder)).toBe(true);
    expect(readFileSync(join(folder, 'opencpm.pid'), 'utf8')).toBe(`${child.pid}\n`);
  });

  it('falls with a process that is killed', async () => {
    const folder = directory();
    const child = await holder(folder);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(DataDirectoryLock.isTaken(folder)).toBe(false);
    const lock = DataDirectoryLock.take(folder);
    expect(readFileSync(join(folder, 'opencpm.pid'), 'utf8')).toBe(`${process.pid}\n`);
    lock.release();
  });

  it('is held against the same process as well, until it is released', () => {
    const folder = directory();
    const lock = DataDirectoryLock.take(folder);
    expect(() => DataDirectoryLock.take(folder)).toThrow(`(process ${process.pid})`);
    expect(DataDirectoryLock.isTaken(folder)).toBe(true);
    lock.release();
    expect(DataDirectoryLock.isTaken(folder)).toBe(false);
    DataDirectoryLock.take(folder).release();
  });

  it('is not moved by somebody who asks whether it is taken', async () => {
    const folder = directory();
    await holder(folder);
    for (let count = 0; count < 3; count += 1) expect(DataDirectoryLock.isTaken(folder)).toBe(true);
    expect(() => DataDirectoryLock.take(folder)).toThrow(DatabaseProblem);
  });

  it('makes nothing and keeps nothing open for somebody who asks', () => {
    const folder = directory();
    expect(DataDirectoryLock.isTaken(folder)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
    DataDirectoryLock.take(folder).release();
    expect(DataDirectoryLock.isTaken(folder)).toBe(false);
    expect(openFilesIn(folder)).toEqual([]);
  });

  it('refuses without a name when the file of the process id is gone', async () => {
    const folder = directory();
    await holder(folder);
    rmSync(join(folder, 'opencpm.pid'));
    expect(() => DataDirectoryLock.take(folder)).toThrow('is in use by another gateway; stop that one');
  });

  it('says that a directory cannot be written when the lock cannot be made', () => {
    const folder = join(directory(), 'missing');
    expect(() => DataDirectoryLock.take(folder)).toThrow(DatabaseProblem);
    expect(() => DataDirectoryLock.take(folder)).toThrow(
      expect.objectContaining({
        message: `the data directory ${folder} cannot be written (unable to open database file); check its owner, its permissions and the space left`,
        cause: expect.objectContaining({ errcode: 14 }),
      }),
    );
    expect(existsSync(folder)).toBe(false);
    expect(DataDirectoryLock.isTaken(folder)).toBe(false);
  });

  it('lets the lock go when the process id cannot be written', () => {
    const folder = directory();
    // A directory in the place of the file cannot be written to, whoever tries.
    const blocked = join(folder, 'opencpm.pid');
    mkdirSync(blocked);
    expect(() => DataDirectoryLock.take(folder)).toThrow(/cannot be written/);
    expect(DataDirectoryLock.isTaken(folder)).toBe(false);
  });
});
