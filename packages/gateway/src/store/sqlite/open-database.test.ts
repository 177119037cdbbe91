import fs, { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import { DatabaseProblem } from './database-problem.ts';
import { openDatabase } from './open-database.ts';
import { openFilesIn, useDirectories } from './test-directory.ts';

const directory = useDirectories();

function freshFile(): { readonly folder: string; readonly file: string } {
  const folder = directory();
  return { folder, file: join(folder, 'opencpm.db') };
}

function synchronous(database: DatabaseSync): unknown {
  return database.prepare('PRAGMA synchronous').get()?.['synchronous'];
}

function noteFact(database: DatabaseSync, name: string): void {
  database.prepare('INSERT INTO facts VALUES (?, ?)').run(name, 'kept');
}

function fact(database: DatabaseSync, name: string): unknown {
  return database.prepare('SELECT value FROM facts WHERE name = ?').get(name)?.['value'];
}

/** Names and bytes of everything in a folder. */
function contents(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder).toSorted();
  return new Map(names.map((name) => [name, readFileSync(join(folder, name)).toString('base64')]));
}

describe('openDatabase', () => {
  it('writes with synchronous=FULL, also after the first write', () => {
    const { file } = freshFile();
    for (let run = 0; run < 2; run += 1) {
      const database = openDatabase(file, 1);
      expect(synchronous(database)).toBe(2);
      noteFact(database, `run ${run}`);
      expect(synchronous(database)).toBe(2);
      expect(database.prepare('PRAGMA journal_mode').get()?.['journal_mode']).toBe('wal');
      expect(database.prepare('PRAGMA foreign_keys').get()?.['foreign_keys']).toBe(1);
      database.close();
    }
  });

  it('keeps 32 MiB of pages in memory and folds the log back after 4,000', () => {
    const database = openDatabase(freshFile().file, 1);
    expect(database.prepare('PRAGMA cache_size').get()).toEqual({ cache_size: -32_768 });
    expect(database.prepare('PRAGMA wal_autocheckpoint').get()).toEqual({ wal_autocheckpoint: 4_000 });
    database.close();
  });

  it('notes when it was opened last', () => {
    const { file } = freshFile();
    for (const nowMs of [1, 2]) {
      const database = openDatabase(file, nowMs);
      expect(fact(database, 'opened_at_ms')).toBe(String(nowMs));
      database.close();
    }
  });

  it('leaves no file open behind it', () => {
    const { folder, file } = freshFile();
    openDatabase(file, 1).close();
    expect(openFilesIn(folder)).toEqual([]);
    openDatabase(file, 2).close();
    expect(openFilesIn(folder)).toEqual([]);
    writeFileSync(file, 'garbage');
    expect(() => openDatabase(file, 3)).toThrow(DatabaseProblem);
    expect(openFilesIn(folder)).toEqual([]);
  });

  it('leaves one whole file and nothing of the draft it grew in', () => {
    const { folder, file } = freshFile();
    openDatabase(file, 1).close();
    expect(readdirSync(folder)).toEqual(['opencpm.db']);
    const database = openDatabase(file, 2);
    expect(database.prepare('PRAGMA integrity_check').get()?.['integrity_check']).toBe('ok');
    database.close();
  });

  it('has the whole draft on the disk before it gets its name, and the name before it is used', () => {
    const { folder, file } = freshFile();
    const steps: string[] = [];
    const names = new Map<number, string>();
    const { openSync, fsyncSync, renameSync } = fs;
    vi.spyOn(fs, 'openSync').mockImplementation((path, ...others) => {
      const descriptor = openSync(path, ...others);
      names.set(descriptor, String(path));
      return descriptor;
    });
    vi.spyOn(fs, 'fsyncSync').mockImplementation((descriptor) => {
      steps.push(`sync ${names.get(descriptor)}, ${readdirSync(folder).join()}`);
      fsyncSync(descriptor);
    });
    vi.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      steps.push(`rename ${String(from)} to ${String(to)}`);
      renameSync(from, to);
    });
    syncBuiltinESMExports();
    try {
      openDatabase(file, 1).close();
    } finally {
      vi.restoreAllMocks();
      syncBuiltinESMExports();
    }
    const draft = `${file}.creating`;
    expect(steps).toEqual([
      `sync ${draft}, opencpm.db.creating`,
      `rename ${draft} to ${file}`,
      `sync ${folder}, opencpm.db`,
    ]);
  });

  it('does not start on a SQLite that does not keep synchronous=FULL', () => {
    const { folder, file } = freshFile();
    const get = vi.spyOn(StatementSync.prototype, 'get').mockReturnValue({ synchronous: 1 });
    try {
      expect(() => openDatabase(file, 1)).toThrow(
        new DatabaseProblem('SQLite does not keep synchronous=FULL (it says 1)'),
      );
    } finally {
      get.mockRestore();
    }
    expect(openFilesIn(folder)).toEqual([]);
  });

  it('looks at the structure of a database before it writes to it', () => {
    const { file } = freshFile();
    const database = openDatabase(file, 1);
    const table = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'stores'").get();
    database.close();
    const bytes = readFileSync(file);
    // The number of cells in the page of the table: more than it has room for.
    bytes.writeUInt16BE(0xeeee, (Number(table?.['rootpage']) - 1) * 4_096 + 3);
    writeFileSync(file, bytes);
    expect(() => openDatabase(file, 2)).toThrow(DatabaseProblem);
    expect(() => openDatabase(file, 2)).toThrow(/is damaged \(/);
    expect(readFileSync(file)).toEqual(bytes);
  });

  it('keeps what an earlier run wrote', () => {
    const { file } = freshFile();
    const first = openDatabase(file, 1);
    noteFact(first, 'a payment');
    first.close();
    const second = openDatabase(file, 2);
    expect(fact(second, 'a payment')).toBe('kept');
    second.close();
  });

  it('starts anew beside the leftovers of a creation that was cut off', () => {
    const { folder, file } = freshFile();
    for (const suffix of ['', '-wal', '-shm', '-journal']) {
      writeFileSync(`${file}.creating${suffix}`, 'half a database');
    }
    openDatabase(file, 1).close();
    expect(readdirSync(folder)).toEqual(['opencpm.db']);
  });

  it.each([
    ['an empty file', Buffer.alloc(0)],
    ['garbage', Buffer.alloc(8_192, 0x5a)],
    ['garbage shorter than a mark', Buffer.from('SQLite')],
    ['a page of zeros', Buffer.alloc(4_096)],
  ])('refuses %s and changes nothing', (_what, bytes) => {
    const { folder, file } = freshFile();
    // The log of a database that was killed: SQLite would write it into the file, or throw it away.
    const healthy = freshFile();
    const database = openDatabase(healthy.file, 1);
    noteFact(database, 'a payment');
    copyFileSync(`${healthy.file}-wal`, `${file}-wal`);
    database.close();
    writeFileSync(file, bytes);
    const before = contents(folder);
    expect(() => openDatabase(file, 2)).toThrow(DatabaseProblem);
    expect(() => openDatabase(file, 2)).toThrow(
      new DatabaseProblem(
        `the file ${file} is damaged or is no database; restore a backup, and keep the damaged file for its evidence`,
      ),
    );
    expect(contents(folder)).toEqual(before);
  });

  it('refuses a file whose pages are damaged and leaves it', () => {
    const { folder, file } = freshFile();
    openDatabase(file, 1).close();
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4_096);
    writeFileSync(file, bytes);
    const before = contents(folder);
    expect(() => openDatabase(file, 2)).toThrow(DatabaseProblem);
    expect(() => openDatabase(file, 2)).toThrow(
      /opencpm\.db cannot be opened \(.+\); the file is damaged or is no database; restore a backup, and keep the damaged file for its evidence$/,
    );
    expect(contents(folder)).toEqual(before);
  });

  it('refuses the database of another program and leaves it', () => {
    const { folder, file } = freshFile();
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE notes (text TEXT)');
    other.close();
    const before = contents(folder);
    expect(() => openDatabase(file, 2)).toThrow(DatabaseProblem);
    expect(() => openDatabase(file, 2)).toThrow(
      new DatabaseProblem(
        `the file ${file} is a database of another program; name another data directory with --data`,
      ),
    );
    expect(contents(folder)).toEqual(before);
  });

  it('makes no new database beside the log of a lost one', () => {
    const { folder, file } = freshFile();
    writeFileSync(`${file}-wal`, 'perhaps payments');
    const before = contents(folder);
    expect(() => openDatabase(file, 1)).toThrow(DatabaseProblem);
    expect(() => openDatabase(file, 1)).toThrow(
      new DatabaseProblem(
        `the database ${file} is missing although its log ${file}-wal is there, which may hold payments; restore the database, or move the log away to begin anew`,
      ),
    );
    expect(contents(folder)).toEqual(before);
  });

  it('says what the system said when the file cannot be made', () => {
    const { folder } = freshFile();
    const file = join(folder, 'missing', 'opencpm.db');
    expect(() => openDatabase(file, 1)).toThrow(DatabaseProblem);
    expect(() => openDatabase(file, 1)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(
          /^the database .+ cannot be opened \(.+\); check the owner and permissions of the file and the space left on the disk$/,
        ),
        cause: expect.objectContaining({ errcode: 14 }),
      }),
    );
  });

  it('refuses a SQLite that can corrupt the file', () => {
    const { folder, file } = freshFile();
    const real = process.versions;
    for (const [version, accepted] of [
      ['3.51.2', false],
      ['3.50.9', false],
      ['2.99.99', false],
      ['3.51', false],
      [undefined, false],
      ['4', true],
      ['3.51.3', true],
      ['3.52.0', true],
      ['4.0.0', true],
    ] as const) {
      Object.defineProperty(process, 'versions', { value: { ...real, sqlite: version }, configurable: true });
      try {
        if (accepted) openDatabase(file, 1).close();
        else
          expect(() => openDatabase(file, 1), version).toThrow(
            new DatabaseProblem(
              `this Node brings SQLite ${version ?? 0}, which can corrupt a database; use a Node with SQLite 3.51.3 or newer`,
            ),
          );
      } finally {
        Object.defineProperty(process, 'versions', { value: real, configurable: true });
      }
    }
    expect(readdirSync(folder)).toEqual(['opencpm.db']);
  });
});
