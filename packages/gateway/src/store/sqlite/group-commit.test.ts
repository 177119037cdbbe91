import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { StorageUnavailable } from '../store.ts';
import { GroupCommit } from './group-commit.ts';
import { useDirectories } from './test-directory.ts';

/** A database that notes what is executed on it and fails where a test says so. */
class ProbedDatabase extends DatabaseSync {
  readonly executed: string[] = [];
  readonly failures = new Map<string, Error>();

  override exec(sql: string): void {
    this.executed.push(sql);
    const failure = this.failures.get(sql);
    if (failure !== undefined) throw failure;
    super.exec(sql);
  }

  count(sql: string): number {
    return this.executed.filter((each) => each === sql).length;
  }
}

/** An error as `node:sqlite` throws it. */
function sqliteError(errcode: number): Error {
  return Object.assign(new Error(`SQLite error ${errcode}`), { code: 'ERR_SQLITE_ERROR', errcode });
}

/** Lets every group that is due be committed. */
async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}

const directory = useDirectories();

function openGroup(file = join(directory(), 'group.db')) {
  const database = new ProbedDatabase(file, { timeout: 0 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec('CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY CHECK (id > 0), text TEXT) STRICT');
  const insert = database.prepare('INSERT INTO notes VALUES (?, ?)');
  const fatal: unknown[] = [];
  const commits = new GroupCommit(database, (error) => fatal.push(error));
  const write = (id: number, text = 'note'): Promise<number> =>
    commits.write(() => Number(insert.run(id, text).lastInsertRowid));
  const ids = (): readonly unknown[] =>
    database
      .prepare('SELECT id FROM notes ORDER BY id')
      .all()
      .map(({ id }) => id);
  return { file, database, commits, fatal, write, ids };
}

/** Which of some promises have settled, and how. */
function watch(promises: readonly Promise<unknown>[]): string[] {
  const settled: string[] = [];
  for (const promise of promises) {
    promise.then(
      () => settled.push('resolved'),
      () => settled.push('rejected'),
    );
  }
  return settled;
}

describe('a group of writes', () => {
  it('puts what arrives in one turn into one transaction, and what arrives later into the next', async () => {
    const { database, commits, write, ids } = openGroup();
    expect(commits.lastFailed).toBe(false);
    await Promise.all(Array.from({ length: 100 }, (_, index) => write(index + 1)));
    expect(database.count('COMMIT')).toBe(1);
    await Promise.all([write(101), write(102)]);
    expect(database.count('BEGIN IMMEDIATE')).toBe(2);
    expect(database.count('COMMIT')).toBe(2);
    expect(ids()).toHaveLength(102);
  });

  it('tells every caller its own result, after the commit and not before', async () => {
    const { database, commits } = openGroup();
    const order: string[] = [];
    const first = commits.write(() => 'first').then((result) => order.push(result));
    const second = commits.write(() => 'second').then((result) => order.push(result));
    await turn();
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
    expect(database.executed.slice(-2)).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);
  });

  it('has told nobody anything when the commit is reached', async () => {
    const { database, write } = openGroup();
    const settled = watch([write(1), write(2)]);
    let settledAtCommit = -1;
    const exec = database.exec.bind(database);
    database.exec = (sql) => {
      if (sql === 'COMMIT') settledAtCommit = settled.length;
      exec(sql);
    };
    await turn();
    expect(settledAtCommit).toBe(0);
    expect(settled).toEqual(['resolved', 'resolved']);
  });

  it('keeps a write that breaks a rule of the schema from hurting its neighbours', async () => {
    const { write, ids, fatal, commits } = openGroup();
    const results = await Promise.allSettled([write(1), write(-5), write(2), write(1), write(3)]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).not.toBeInstanceOf(StorageUnavailable);
    }
    expect(ids()).toEqual([1, 2, 3]);
    expect(fatal).toEqual([]);
    expect(commits.lastFailed).toBe(false);
  });

  it('says nothing about the disk when a write breaks a rule', async () => {
    const { write, commits } = openGroup();
    await expect(write(-5)).rejects.toThrow(/constraint/i);
    expect(commits.lastFailed).toBe(false);
  });

  it('lets what waits be committed before a turn is over', async () => {
    const { commits, write, ids } = openGroup();
    const settled = watch([write(1)]);
    await commits.nextTurn();
    expect(ids()).toEqual([1]);
    expect(settled).toEqual(['resolved']);
  });

  it('lets go of what was kept in memory when a group fails', async () => {
    const { database } = openGroup();
    let lets = 0;
    const commits = new GroupCommit(
      database,
      () => undefined,
      () => {
        lets += 1;
      },
    );
    await expect(commits.write(() => database.exec('nonsense'))).rejects.toThrow();
    expect(lets).toBe(1);
  });

  it('keeps a write that throws by itself from hurting its neighbours', async () => {
    const { commits, write, ids } = openGroup();
    const broken = commits.write(() => {
      throw new TypeError('planted');
    });
    const results = await Promise.allSettled([write(1), broken, write(2)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await expect(broken).rejects.toThrow('planted');
    expect(ids()).toEqual([1, 2]);
  });

  it('refuses more than 10,000 waiting writes and carries out those it took', async () => {
    const { commits } = openGroup();
    const writes = Array.from({ length: 10_001 }, (_, index) => commits.write(() => index));
    const results = await Promise.allSettled(writes);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10_000);
    await expect(writes.at(-1)).rejects.toThrow(
      new StorageUnavailable('too many writes are waiting for the disk'),
    );
    await expect(commits.write(() => 'room again')).resolves.toBe('room again');
  });
});

describe('a disk that is full', () => {
  it('fails the whole group, leaves nothing of it, and takes writes again when there is room', async () => {
    const { database, commits, write, ids, fatal } = openGroup();
    await write(1);
    const { page_count: pages } = database.prepare('PRAGMA page_count').get() ?? {};
    database.exec(`PRAGMA max_page_count = ${Number(pages) + 2}`);
    const results = await Promise.allSettled([write(2), write(3, 'x'.repeat(40_000)), write(4)]);
    for (const result of results) {
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(StorageUnavailable) });
    }
    expect(database.isTransaction).toBe(false);
    expect(ids()).toEqual([1]);
    expect(commits.lastFailed).toBe(true);
    // A sweep that finds nothing to do succeeds on the fullest disk.
    await expect(commits.sweep(() => 'nothing to do')).resolves.toBe('nothing to do');
    expect(commits.lastFailed).toBe(true);
    database.exec('PRAGMA max_page_count = 1000000');
    // One write among sweeps shows that the disk is well again.
    await Promise.all([commits.sweep(() => undefined), write(3, 'x'.repeat(40_000))]);
    expect(commits.lastFailed).toBe(false);
    expect(fatal).toEqual([]);
  });
});

describe('a file that somebody else holds', () => {
  it('fails the whole group while the other one writes and takes writes again afterwards', async () => {
    const { file, commits, write, ids, fatal } = openGroup();
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    for (const result of await Promise.allSettled([write(1), write(2)])) {
      expect(result).toMatchObject({
        status: 'rejected',
        reason: { message: 'the database cannot write now', cause: { errcode: 5 } },
      });
    }
    expect(commits.lastFailed).toBe(true);
    other.exec('ROLLBACK');
    other.close();
    await expect(Promise.all([write(1), write(2)])).resolves.toEqual([1, 2]);
    expect(ids()).toEqual([1, 2]);
    expect(fatal).toEqual([]);
  });

  it('fails the whole group when the commit itself finds no room or no lock', async () => {
    for (const errcode of [5, 6, 8, 13, 14]) {
      const { database, write, ids, fatal } = openGroup();
      database.failures.set('COMMIT', sqliteError(errcode));
      for (const result of await Promise.allSettled([write(1), write(2)])) {
        expect(result).toMatchObject({ status: 'rejected', reason: expect.any(StorageUnavailable) });
      }
      expect(database.isTransaction, String(errcode)).toBe(false);
      expect(ids()).toEqual([]);
      expect(fatal).toEqual([]);
    }
  });
});

describe('a file that may only be read', () => {
  it('fails the whole group', async () => {
    const { database, write, fatal } = openGroup();
    database.exec('PRAGMA query_only = ON');
    await expect(write(1)).rejects.toBeInstanceOf(StorageUnavailable);
    database.exec('PRAGMA query_only = OFF');
    await expect(write(1)).resolves.toBe(1);
    expect(fatal).toEqual([]);
  });
});

describe('a disk that lies', () => {
  // I/O error, corruption, no database; 1034 is an I/O error of fsync with SQLite's extended code.
  it.each([10, 11, 26, 1034])('stops everything at error %i and tells nobody anything', async (errcode) => {
    const { database, commits, write, fatal } = openGroup();
    database.failures.set('COMMIT', sqliteError(errcode));
    const settled = watch([write(1), write(2)]);
    await turn();
    expect(fatal).toHaveLength(1);
    expect(fatal[0]).toMatchObject({ errcode });
    // Even when the disk seems to work again: nobody knows what it holds.
    database.failures.clear();
    const later = watch([write(3)]);
    await turn();
    commits.close();
    await turn();
    expect(settled).toEqual([]);
    expect(later).toEqual([]);
    expect(fatal).toHaveLength(1);
  });

  it('stops as well when the group cannot be rolled back', async () => {
    const { database, write, fatal } = openGroup();
    database.failures.set('COMMIT', sqliteError(5));
    database.failures.set('ROLLBACK', sqliteError(5));
    const settled = watch([write(1)]);
    await turn();
    expect(fatal).toHaveLength(1);
    expect(settled).toEqual([]);
  });

  it('stops in the middle of a group that runs again one by one', async () => {
    const { commits, write, fatal, database } = openGroup();
    let runs = 0;
    const failing = (): never => {
      runs += 1;
      throw runs === 1 ? new TypeError('breaks the group') : sqliteError(10);
    };
    const settled = watch([write(1), commits.write(failing), write(2)]);
    await turn();
    // The first was committed alone while the disk still worked; the others hear nothing.
    expect(settled).toEqual(['resolved']);
    expect(fatal).toHaveLength(1);
    expect(database.count('COMMIT')).toBe(1);
  });
});

describe('close', () => {
  it('commits what is waiting at once and refuses what comes later', async () => {
    const { commits, write, ids } = openGroup();
    const waiting = write(1);
    commits.close();
    // At once: whoever closes the store closes the file next.
    expect(ids()).toEqual([1]);
    await expect(waiting).resolves.toBe(1);
    await expect(write(2)).rejects.toThrow(new StorageUnavailable('the store is closed'));
    expect(ids()).toEqual([1]);
  });
});
