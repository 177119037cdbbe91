import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DatabaseProblem } from './database-problem.ts';
import { knownMigrations, type Migration, migrate } from './migrate.ts';
import { useDirectories } from './test-directory.ts';

const directory = useDirectories();

const FIRST: Migration = { number: 1, name: 'first', sql: 'CREATE TABLE a (x INTEGER) STRICT;' };
const SECOND: Migration = {
  number: 2,
  name: 'second',
  sql: 'CREATE TABLE b (x INTEGER) STRICT; INSERT INTO a VALUES (7);',
};

function memory(): DatabaseSync {
  return new DatabaseSync(':memory:');
}

function tables(database: DatabaseSync): readonly unknown[] {
  return database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all()
    .map(({ name }) => name);
}

function applied(database: DatabaseSync): readonly unknown[] {
  return database
    .prepare('SELECT number, name, applied_at_ms FROM schema_migrations')
    .all()
    .map(Object.values);
}

describe('migrate', () => {
  it('applies every step once, in order, and remembers when', () => {
    const database = memory();
    migrate(database, [FIRST], 100);
    migrate(database, [FIRST, SECOND], 200);
    migrate(database, [FIRST, SECOND], 300);
    expect(applied(database)).toEqual([
      [1, 'first', 100],
      [2, 'second', 200],
    ]);
    expect(database.prepare('SELECT x FROM a').all().map(Object.values)).toEqual([[7]]);
  });

  it('refuses a database that is newer than the program', () => {
    const database = memory();
    migrate(database, [FIRST, SECOND], 1);
    expect(() => migrate(database, [FIRST], 2)).toThrow(DatabaseProblem);
    expect(() => migrate(database, [FIRST], 2)).toThrow(
      'the database has schema 2 (second) and this program knows 1 only; start the newer program that wrote it',
    );
  });

  it('refuses a step whose text is not the one that was applied', () => {
    const database = memory();
    migrate(database, [FIRST], 1);
    const altered = { ...FIRST, sql: `${FIRST.sql} ` };
    expect(() => migrate(database, [altered, SECOND], 2)).toThrow(
      new DatabaseProblem(
        'schema step 1 (first) in the database is not the one of this program; it was written by another build, use that one',
      ),
    );
    expect(tables(database)).toEqual(['a', 'schema_migrations']);
  });

  it('leaves nothing of a step that fails in its middle, and can be run again', () => {
    const database = memory();
    migrate(database, [FIRST], 1);
    const broken = { ...SECOND, sql: 'CREATE TABLE b (x INTEGER) STRICT; INSERT INTO missing VALUES (1);' };
    expect(() => migrate(database, [FIRST, broken], 2)).toThrow('missing');
    expect(database.isTransaction).toBe(false);
    expect(tables(database)).toEqual(['a', 'schema_migrations']);
    migrate(database, [FIRST, SECOND], 3);
    expect(applied(database)).toEqual([
      [1, 'first', 1],
      [2, 'second', 3],
    ]);
  });

  it('says what failed even when the step has ended its transaction itself', () => {
    const database = memory();
    const ending = { ...FIRST, sql: `${FIRST.sql} COMMIT; INSERT INTO missing VALUES (1);` };
    expect(() => migrate(database, [ending], 1)).toThrow('no such table: missing');
  });

  it('keeps the first steps when a later one fails', () => {
    const database = memory();
    const broken = { ...SECOND, sql: 'INSERT INTO missing VALUES (1);' };
    expect(() => migrate(database, [FIRST, broken], 1)).toThrow('missing');
    expect(applied(database)).toEqual([[1, 'first', 1]]);
  });

  it('has a whole step or none after a kill in its middle, and goes on after the next start', () => {
    const file = join(directory(), 'killed.db');
    const program = `
      import { DatabaseSync } from 'node:sqlite';
      import { migrate } from ${JSON.stringify(import.meta.resolve('./migrate.ts'))};
      const database = new DatabaseSync(${JSON.stringify(file)});
      database.exec('PRAGMA journal_mode = WAL');
      database.function('die', () => process.kill(process.pid, 'SIGKILL'));
      migrate(database, ${JSON.stringify([FIRST, { ...SECOND, sql: `${SECOND.sql} SELECT die();` }])}, 1);
    `;
    const child = spawnSync(process.execPath, ['--input-type=module', '--eval', program]);
    expect(child.signal, child.stderr.toString()).toBe('SIGKILL');
    const database = new DatabaseSync(file);
    expect(tables(database)).toEqual(['a', 'schema_migrations']);
    expect(database.prepare('SELECT * FROM a').all()).toEqual([]);
    migrate(database, [FIRST, SECOND], 2);
    expect(applied(database)).toEqual([
      [1, 'first', 1],
      [2, 'second', 2],
    ]);
    database.close();
  });
});

describe('the files of the steps', () => {
  function folderWith(...names: readonly string[]): URL {
    const folder = directory();
    for (const name of names) writeFileSync(join(folder, name), `-- ${name}`);
    return pathToFileURL(`${folder}/`);
  }

  it('are read in the order of their numbers', () => {
    expect(knownMigrations(folderWith('0002-late-charges.sql', '0001-a1.sql'))).toEqual([
      { number: 1, name: 'a1', sql: '-- 0001-a1.sql' },
      { number: 2, name: 'late-charges', sql: '-- 0002-late-charges.sql' },
    ]);
  });

  it.each([
    ['0002-first.sql'],
    ['0000-first.sql'],
    ['0001-first.sql', '0003-third.sql'],
    ['0001-first.sql', '0001-second.sql'],
    ['1-first.sql'],
    ['00001-first.sql'],
    ['0001-First.sql'],
    ['0001-.sql'],
    ['0001-first.sql.orig'],
    ['0001-first_sql'],
    ['0001first.sql'],
  ])('are refused when one is missing or has another name: %s', (...names) => {
    expect(() => knownMigrations(folderWith(...names))).toThrow(
      `migration files must be numbered without gaps: ${names.at(-1)}`,
    );
  });
});

describe('the steps of this program', () => {
  it('are numbered from 1 without gaps and named', () => {
    const migrations = knownMigrations();
    expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, index) => index + 1));
    for (const { name, sql } of migrations) {
      expect(name).toMatch(/^[a-z0-9-]+$/);
      expect(sql.length).toBeGreaterThan(0);
    }
  });

  it('apply to an empty database, all at once or one after the other, with the same result', () => {
    const migrations = knownMigrations();
    const schema = (database: DatabaseSync): unknown =>
      database.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();
    const atOnce = memory();
    migrate(atOnce, migrations, 1);
    const stepwise = memory();
    for (const [index] of migrations.entries()) migrate(stepwise, migrations.slice(0, index + 1), 1);
    expect(schema(stepwise)).toEqual(schema(atOnce));
  });
});
