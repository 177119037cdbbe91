import { DatabaseSync } from 'node:sqlite';
import { prepareSchema } from './schema.ts';

const SQLITE_BUSY = 5;

/** The file of the book cannot be used; the message says why and what to do. Nothing was changed. */
export class SandboxBookProblem extends Error {
  override readonly name = 'SandboxBookProblem';
}

function meaningOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const busy = 'errcode' in error && error.errcode === SQLITE_BUSY;
  return busy ? 'another process has it open: stop that process, or choose another file' : error.message;
}

/**
 * Opens the SQLite file of the sandbox, creating it when it does not exist. Nothing is loaded, so a large book opens
 * as fast as a small one.
 *
 * `synchronous=OFF` leaves the writing to the operating system: what was committed survives the death of the process
 * (`kill -9`), but not that of the machine. A book of play money needs no more, and gains the time of every fsync.
 * The exclusive lock keeps a second process out, and ends with the process.
 *
 * @param file path, or `:memory:` for a book that ends with the process.
 * @throws SandboxBookProblem when the file cannot be used, saying why.
 */
export function openDatabase(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { enableForeignKeyConstraints: true });
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = OFF');
    // Busy pages are folded into the file once for many writes; the log stays below some 16 MB.
    database.exec('PRAGMA wal_autocheckpoint = 4000');
    prepareSchema(database);
    return database;
  } catch (error) {
    if (database?.isOpen) database.close();
    throw new SandboxBookProblem(`the sandbox book ${file} cannot be opened: ${meaningOf(error)}.`, {
      cause: error,
    });
  }
}
