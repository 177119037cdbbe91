import { closeSync, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DatabaseProblem } from './database-problem.ts';
import { knownMigrations, migrate } from './migrate.ts';
import { assertSound } from './sound-database.ts';
import { failureKind } from './sqlite-failure.ts';

/** First release without the bug that could corrupt a database in WAL mode. */
const SQLITE_MINIMUM = [3, 51, 3] as const;
/** Value of `PRAGMA synchronous` for FULL. */
const SYNCHRONOUS_FULL = 2;
const CACHE_KIB = 32 * 1024;
/** Pages in the log before it is folded into the database: 16 MB, in which busy pages are folded once for many writes. */
const CHECKPOINT_PAGES = 4_000;
/** First bytes of every SQLite database. */
const SQLITE_MARK = 'SQLite format 3\0';

/**
 * Opens the gateway's database, creating it when it does not exist, and brings its schema up to date.
 *
 * A new file grows under another name and gets its own only when it is whole and on disk, so that a power cut leaves
 * either no database or a good one. An existing file is never replaced, however broken it is.
 *
 * @throws DatabaseProblem when the file cannot be used; the message says why and what to do.
 */
export function openDatabase(file: string, nowMs: number): DatabaseSync {
  assertSqliteVersion();
  try {
    if (existsSync(file)) assertDatabase(file);
    else create(file, nowMs);
    return open(file, nowMs, assertUsable);
  } catch (error) {
    if (error instanceof DatabaseProblem) throw error;
    throw explain(file, error);
  }
}

/**
 * Looks at an existing file before SQLite may write to it: SQLite takes an empty file for a new database, and writes
 * the log beside a damaged one into it or throws the log away.
 */
function assertDatabase(file: string): void {
  if (firstBytes(file, SQLITE_MARK.length) === SQLITE_MARK) return;
  throw new DatabaseProblem(
    `the file ${file} is damaged or is no database; restore a backup, and keep the damaged file for its evidence`,
  );
}

function create(file: string, nowMs: number): void {
  const log = `${file}-wal`;
  if (existsSync(log)) {
    throw new DatabaseProblem(
      `the database ${file} is missing although its log ${log} is there, which may hold payments; restore the database, or move the log away to begin anew`,
    );
  }
  const draft = `${file}.creating`;
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(draft + suffix, { force: true });
  const database = open(draft, nowMs, () => undefined);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  syncToDisk(draft);
  renameSync(draft, file);
  syncToDisk(dirname(file));
}

function open(file: string, nowMs: number, check: (database: DatabaseSync) => void): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 0, enableForeignKeyConstraints: true });
  try {
    check(database);
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -${CACHE_KIB};
       PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    migrate(database, knownMigrations(), nowMs);
    writeOnce(database, nowMs);
    // Read back after a write: some builds change the setting silently with the first one.
    const setting = database.prepare('PRAGMA synchronous').get()?.['synchronous'];
    if (setting !== SYNCHRONOUS_FULL) {
      throw new DatabaseProblem(`SQLite does not keep synchronous=FULL (it says ${String(setting)})`);
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function assertUsable(database: DatabaseSync): void {
  assertOwnDatabase(database);
  assertSound(database);
}

function assertOwnDatabase(database: DatabaseSync): void {
  const migrations = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'schema_migrations'").get();
  if (migrations === undefined) {
    throw new DatabaseProblem(
      `the file ${database.location()} is a database of another program; name another data directory with --data`,
    );
  }
}

function writeOnce(database: DatabaseSync, nowMs: number): void {
  database
    .prepare('INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
    .run('opened_at_ms', String(nowMs));
}

function assertSqliteVersion(): void {
  const version = process.versions['sqlite'] ?? '0';
  const parts = version.split('.').map(Number);
  for (const [index, minimum] of SQLITE_MINIMUM.entries()) {
    const part = parts[index] ?? 0;
    if (part > minimum) return;
    if (part < minimum) {
      throw new DatabaseProblem(
        `this Node brings SQLite ${version}, which can corrupt a database; use a Node with SQLite ${SQLITE_MINIMUM.join('.')} or newer`,
      );
    }
  }
}

function firstBytes(path: string, count: number): string {
  const descriptor = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(count);
    return bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, count, 0));
  } finally {
    closeSync(descriptor);
  }
}

function syncToDisk(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function explain(file: string, error: unknown): DatabaseProblem {
  const message = error instanceof Error ? error.message : String(error);
  const mend =
    failureKind(error) === 'fatal'
      ? 'the file is damaged or is no database; restore a backup, and keep the damaged file for its evidence'
      : 'check the owner and permissions of the file and the space left on the disk';
  return new DatabaseProblem(`the database ${file} cannot be opened (${message}); ${mend}`, { cause: error });
}
