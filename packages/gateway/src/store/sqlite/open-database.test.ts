import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { DatabaseProblem } from './database-problem.ts';
import { openDatabase } from './open-database.ts';
import { useDirectories } from './test-directory.ts';

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

  it('leaves one whole file and nothing of the draft it grew in', () => {
    const { folder, file } = freshFile();
    openDatabase(file, 1).close();
    expect(readdirSync(folder)).toEqual(['opencpm.db']);
    const database = openDatabase(file, 2);
    expect(database.prepare('PRAGMA integrity_check').get()?.['integrity_check']).toBe('ok');
    database.close();
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
    expect(() => openDatabase(file, 2)).toThrow(/restore a backup/);
    expect(contents(folder)).toEqual(before);
  });

  it('refuses a file whose pages are damaged and leaves it', () => {
    const { folder, file } = freshFile();
    openDatabase(file, 1).close();
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4_096);
    writeFileSync(file, bytes);
    const before = contents(folder);
    expect(() => openDatabase(file, 2)).toThrow(/opencpm\.db cannot be opened .* restore a backup/);
    expect(contents(folder)).toEqual(before);
  });

  it('refuses the database of another program and leaves it', () => {
    const { folder, file } = freshFile();
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE notes (text TEXT)');
    other.close();
    const before = contents(folder);
    expect(() => openDatabase(file, 2)).toThrow(/opencpm\.db is a database of another program/);
    expect(contents(folder)).toEqual(before);
  });

  it('makes no new database beside the log of a lost one', () => {
    const { folder, file } = freshFile();
    writeFileSync(`${file}-wal`, 'perhaps payments');
    const before = contents(folder);
    expect(() => openDatabase(file, 1)).toThrow(/is missing although its log .*opencpm\.db-wal is there/);
    expect(contents(folder)).toEqual(before);
  });

  it('says what the system said when the file cannot be made', () => {
    const { folder } = freshFile();
    const file = join(folder, 'missing', 'opencpm.db');
    expect(() => openDatabase(file, 1)).toThrow(/cannot be opened \(.+\); check the owner and permissions/);
  });

  it('refuses a SQLite that can corrupt the file', () => {
    const { folder, file } = freshFile();
    const real = process.versions;
    for (const [version, accepted] of [
      ['3.51.2', false],
      ['3.50.9', false],
      ['2.99.99', false],
      ['3.51.3', true],
      ['3.52.0', true],
      ['4.0.0', true],
    ] as const) {
      Object.defineProperty(process, 'versions', { value: { ...real, sqlite: version }, configurable: true });
      try {
        if (accepted) openDatabase(file, 1).close();
        else expect(() => openDatabase(file, 1), version).toThrow(`SQLite ${version}`);
      } finally {
        Object.defineProperty(process, 'versions', { value: real, configurable: true });
      }
    }
    expect(readdirSync(folder)).toEqual(['opencpm.db']);
  });
});
