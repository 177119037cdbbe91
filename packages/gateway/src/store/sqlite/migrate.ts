import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { DatabaseProblem } from './database-problem.ts';

/** One forward step of the schema. Its text never changes once released: the checksum would no longer fit. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

const FOLDER = new URL('./migrations/', import.meta.url);
const FILE_NAME = /^(\d{4})-([a-z0-9-]+)\.sql$/;

/**
 * The migrations that belong to this version of the program, in order.
 *
 * @throws Error naming the file when one is missing or is not named like the others.
 */
export function knownMigrations(folder = FOLDER): readonly Migration[] {
  return readdirSync(folder)
    .sort()
    .map((file, index) => {
      const match = FILE_NAME.exec(file);
      if (match === null || Number(match[1]) !== index + 1) {
        throw new Error(`migration files must be numbered without gaps: ${file}`);
      }
      return { number: index + 1, name: match[2] ?? '', sql: readFileSync(new URL(file, folder), 'utf8') };
    });
}

/**
 * Brings a database to the newest schema, each step in a transaction of its own together with its record, so that a
 * kill in the middle leaves a whole step or none.
 *
 * @throws DatabaseProblem when the database is newer than the program or a step it holds is not the one known here.
 */
export function migrate(database: DatabaseSync, migrations: readonly Migration[], nowMs: number): void {
  database.exec(`CREATE TABLE IF NOT EXISTS schema_migrations (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at_ms INTEGER NOT NULL
  ) STRICT`);
  const applied = database
    .prepare('SELECT number, name, checksum FROM schema_migrations ORDER BY number')
    .all();
  for (const row of applied)
    assertKnown(migrations, Number(row['number']), String(row['name']), String(row['checksum']));
  const record = database.prepare('INSERT INTO schema_migrations VALUES (?, ?, ?, ?)');
  for (const migration of migrations.slice(applied.length)) {
    database.exec('BEGIN IMMEDIATE');
    try {
      database.exec(migration.sql);
      record.run(migration.number, migration.name, checksum(migration), nowMs);
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }
}

function assertKnown(migrations: readonly Migration[], number: number, name: string, stored: string): void {
  const known = migrations[number - 1];
  if (known === undefined) {
    throw new DatabaseProblem(
      `the database has schema ${number} (${name}) and this program knows ${migrations.length} only; start the newer program that wrote it`,
    );
  }
  if (checksum(known) !== stored) {
    throw new DatabaseProblem(
      `schema step ${number} (${name}) in the database is not the one of this program; it was written by another build, use that one`,
    );
  }
}

function checksum(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex');
}
