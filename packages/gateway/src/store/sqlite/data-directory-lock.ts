import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DatabaseProblem } from './database-problem.ts';
import { primaryCode } from './sqlite-failure.ts';

const BUSY = 5;

/**
 * Holds a data directory for one process. The lock is SQLite's own lock of the operating system on a small file, so
 * it falls with the process, even by kill -9, and works wherever SQLite does.
 */
export class DataDirectoryLock {
  readonly #lock: DatabaseSync;

  private constructor(lock: DatabaseSync) {
    this.#lock = lock;
  }

  /**
   * Takes the lock.
   *
   * @throws DatabaseProblem when another process has it, naming that process, or the directory cannot be written.
   */
  static take(directory: string): DataDirectoryLock {
    const owner = join(directory, 'opencpm.pid');
    let lock: DatabaseSync | undefined;
    try {
      lock = new DatabaseSync(join(directory, 'opencpm.lock'), { timeout: 0 });
      lock.exec('BEGIN EXCLUSIVE');
      // Also proves that the directory can be written before anything depends on it.
      writeFileSync(owner, `${process.pid}\n`);
      return new DataDirectoryLock(lock);
    } catch (error) {
      lock?.close();
      if (primaryCode(error) === BUSY) {
        throw new DatabaseProblem(
          `the data directory ${directory} is in use by another gateway${ownerText(owner)}; stop that one or name another directory with --data`,
        );
      }
      throw new DatabaseProblem(
        `the data directory ${directory} cannot be written (${messageOf(error)}); check its owner, its permissions and the space left`,
        { cause: error },
      );
    }
  }

  /** Whether some process, this one included, holds a data directory. */
  static isTaken(directory: string): boolean {
    try {
      const lock = new DatabaseSync(join(directory, 'opencpm.lock'), { timeout: 0, readOnly: true });
      try {
        lock.prepare('SELECT count(*) FROM sqlite_schema').get();
        return false;
      } finally {
        lock.close();
      }
    } catch (error) {
      return primaryCode(error) === BUSY;
    }
  }

  release(): void {
    this.#lock.close();
  }
}

function ownerText(file: string): string {
  try {
    return ` (process ${readFileSync(file, 'utf8').trim()})`;
  } catch {
    return '';
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
