import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { LAYOUT_1 } from './layout-1.ts';
import { TillProblem } from './till-problem.ts';

/** The steps of the layout; the step at index 0 leads to version 1. A step never changes once released. */
const LAYOUTS: readonly string[] = [LAYOUT_1];
/** Marks a SQLite file as a till's (`OCTL`). */
const APPLICATION_ID = 0x4f43544c;
/** First release without the bug that could corrupt a database in WAL mode. */
const SQLITE_MINIMUM: readonly [number, number, number] = [3, 51, 3];
/** Value of `PRAGMA synchronous` for FULL. */
const SYNCHRONOUS_FULL = 2;
const SQLITE_BUSY = 5;
/** I/O error, corrupt page, no database: what was read or written cannot be trusted any more. */
const FATAL_CODES: ReadonlySet<number> = new Set([10, 11, 26]);

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, string | number | bigint | Uint8Array | null>>;

function errorCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined;
}

/** Whether a write broke a rule of the schema: unique keys, checks, triggers. */
export function isConstraint(error: unknown): boolean {
  return errorCode(error) === 19;
}

/**
 * The till's file. Every write is on disk when its call returns. One process has it at a time; its lock ends with the
 * process, even by `kill -9`.
 */
export class TillDatabase {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #onFatal: (error: unknown) => void;

  private constructor(database: DatabaseSync, onFatal: (error: unknown) => void) {
    this.#database = database;
    this.#onFatal = onFatal;
  }

  /**
   * Opens the file, or makes it.
   *
   * @param onFatal called when the disk lies; must stop the process.
   * @throws TillProblem when it is in use, damaged, of another program or of a newer one.
   */
  static open(file: string, onFatal: (error: unknown) => void): TillDatabase {
    assertSqliteVersion();
    let database: DatabaseSync | undefined;
    try {
      database = new DatabaseSync(file, { timeout: 0, enableForeignKeyConstraints: true });
      database.exec('PRAGMA locking_mode = EXCLUSIVE');
      database.exec('PRAGMA journal_mode = WAL');
      database.exec('PRAGMA synchronous = FULL');
      bringForward(database);
      // Read back after a write: some builds change the setting silently with the first one.
      database.exec("INSERT INTO facts VALUES ('opened', '') ON CONFLICT (name) DO UPDATE SET value = ''");
      if (pragma(database, 'synchronous') !== SYNCHRONOUS_FULL) {
        throw new Error('SQLite does not keep synchronous=FULL');
      }
      const check = database.prepare('PRAGMA quick_check(1)').get();
      const found = String(Object.values(check ?? {})[0]);
      if (found !== 'ok')
        throw new Error(`it is damaged (${found}): restore a backup, and keep the damaged file`);
      return new TillDatabase(database, onFatal);
    } catch (error) {
      if (database?.isOpen) database.close();
      throw new TillProblem(`the till's file ${file} cannot be opened: ${meaningOf(error)}`, {
        cause: error,
      });
    }
  }

  /** Runs writes as one: all of them are on disk when this returns, or none. */
  write<T>(work: () => T): T {
    if (this.#database.isTransaction) return work();
    return this.#guarded(() => {
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.#database.exec('COMMIT');
        return result;
      } catch (error) {
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    return this.#guarded(() => this.#statement(sql).all(...values));
  }

  get(sql: string, ...values: readonly SQLInputValue[]): Row | undefined {
    return this.#guarded(() => this.#statement(sql).get(...values));
  }

  /** @returns how many rows changed. */
  run(sql: string, ...values: readonly SQLInputValue[]): number {
    return this.#guarded(() => Number(this.#statement(sql).run(...values).changes));
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const code = errorCode(error);
      if (code !== undefined && FATAL_CODES.has(code)) this.#onFatal(error);
      throw error;
    }
  }
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
}

/** Makes the tables, or brings those of an older version forward, in one transaction. */
function bringForward(database: DatabaseSync): void {
  const version = pragma(database, 'user_version');
  const isTill = pragma(database, 'application_id') === APPLICATION_ID;
  const isEmpty = database.prepare('SELECT name FROM sqlite_schema').get() === undefined;
  if (!isTill && !isEmpty)
    throw new Error('it is a database of another program: name another directory with --data');
  if (version > LAYOUTS.length) {
    throw new Error(
      `it has version ${version} and this program knows ${LAYOUTS.length}: start the newer program`,
    );
  }
  if (version === LAYOUTS.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const step of LAYOUTS.slice(version)) database.exec(step);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${LAYOUTS.length}`);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function assertSqliteVersion(): void {
  const version = process.versions['sqlite'] ?? '0';
  const parts = version.split('.').map(Number);
  const place = SQLITE_MINIMUM.findIndex((minimum, index) => (parts[index] ?? 0) !== minimum);
  if (place >= 0 && (parts[place] ?? 0) < (SQLITE_MINIMUM[place] ?? 0)) {
    throw new TillProblem(
      `this Node brings SQLite ${version}, which can corrupt a database; use a Node with SQLite ${SQLITE_MINIMUM.join('.')} or newer`,
    );
  }
}

function meaningOf(error: unknown): string {
  const code = errorCode(error);
  if (code === SQLITE_BUSY)
    return 'another till has it open; stop that one, or name another directory with --data';
  if (code === 26 || code === 11)
    return 'it is damaged or no database; restore a backup, and keep the damaged file';
  return error instanceof Error ? error.message : String(error);
}
