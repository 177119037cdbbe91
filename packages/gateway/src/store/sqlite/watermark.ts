import { hash } from 'node:crypto';
import { closeSync, constants, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { RUNNING_NUMBER_MAX } from '@opencpm/protocol';
import { DatabaseProblem } from './database-problem.ts';

/** File beside the database. A backup of the database does not bring it back to what it was. */
export const WATERMARK_FILE = 'opencpm.watermark';
/** Numbers left out after a restored backup: more than can have been given out since the watermark was written. */
export const SKIPPED_NUMBERS = 1_000_000;
const FLOOR_FACT = 'running_number_floor';

/** How far a database has come. Both numbers only grow. */
interface Reached {
  readonly runningNumber: number;
  readonly historySequence: number;
}

const NOWHERE: Reached = { runningNumber: 0, historySequence: 0 };

/**
 * Remembers beside the database how far it had come, so that an older copy put in its place is noticed: it would give
 * out running numbers a second time, under which wallets know other payments, and it has forgotten charges.
 *
 * The file is written after the database, and not at every commit: it may lag behind by some seconds and is never
 * ahead. A file that cannot be read counts as none.
 */
export class Watermark {
  readonly #databaseFile: string;
  readonly #file: string;
  #written = '';

  constructor(directory: string, databaseFile: string) {
    this.#databaseFile = databaseFile;
    this.#file = join(directory, WATERMARK_FILE);
  }

  /**
   * Looks before a database would be made where one is missing.
   *
   * @param accepted whether the operator has said that the loss is known.
   * @throws DatabaseProblem when payments were recorded here and their database is gone.
   */
  assertNotLost(accepted: boolean): void {
    const { runningNumber } = this.#read();
    if (accepted || runningNumber === 0 || existsSync(this.#databaseFile)) return;
    throw new DatabaseProblem(
      `the database ${this.#databaseFile} is missing, and ${this.#file} says that it held transactions up to number ${runningNumber}; ${MEND}`,
    );
  }

  /**
   * Compares an opened database with what was here before.
   *
   * @param accepted lets an older database pass; its running numbers go on above the ones given out before.
   * @throws DatabaseProblem when the database is older and that is not accepted.
   */
  admit(database: DatabaseSync, accepted: boolean): void {
    const before = this.#read();
    const now = reachedBy(database);
    const isOlder = now.runningNumber < before.runningNumber || now.historySequence < before.historySequence;
    if (isOlder && !accepted) {
      throw new DatabaseProblem(
        `the database ${this.#databaseFile} is older than what was recorded here: it ends at transaction ${now.runningNumber} and history entry ${now.historySequence}, and ${this.#file} says ${before.runningNumber} and ${before.historySequence}; ${MEND}`,
      );
    }
    if (isOlder) raiseFloor(database, before.runningNumber + SKIPPED_NUMBERS);
    this.note(database);
  }

  /** Writes how far the database has come, if that has changed. Throws the system's error when it cannot. */
  note(database: DatabaseSync): void {
    const line = lineOf(reachedBy(database));
    if (line === this.#written) return;
    // In place and shorter than a sector: there is never half a line.
    const descriptor = openSync(this.#file, constants.O_WRONLY | constants.O_CREAT, 0o600);
    try {
      writeSync(descriptor, line);
    } finally {
      closeSync(descriptor);
    }
    this.#written = line;
  }

  #read(): Reached {
    try {
      return parse(readFileSync(this.#file, 'utf8'));
    } catch {
      return NOWHERE;
    }
  }
}

const MEND =
  'an old copy was put here, or the end of its log is damaged, and later payments are unknown to it. Restore the newest copy, or compare with the bills of the wallets and start once with --accept-restored-backup';

/** The highest running number that is used up: by a transaction, a reversal, or left out after a restored backup. */
export function highestRunningNumber(database: DatabaseSync): number {
  const last = database.prepare('SELECT max(id) AS id FROM transactions').get()?.['id'];
  // The same expression as in the index reversals_by_number.
  const reversed = database
    .prepare('SELECT max(CAST(substr(syssn, -10) AS INTEGER)) AS id FROM reversals')
    .get()?.['id'];
  const floor = database.prepare('SELECT value FROM facts WHERE name = ?').get(FLOOR_FACT)?.['value'];
  return Math.max(Number(last ?? 0), Number(reversed ?? 0), Number(floor ?? 0));
}

function reachedBy(database: DatabaseSync): Reached {
  const last = database.prepare('SELECT max(sequence) AS sequence FROM history').get()?.['sequence'];
  return { runningNumber: highestRunningNumber(database), historySequence: Number(last ?? 0) };
}

function raiseFloor(database: DatabaseSync, floor: number): void {
  database
    .prepare('INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
    .run(FLOOR_FACT, String(Math.min(floor, RUNNING_NUMBER_MAX)));
}

function lineOf({ runningNumber, historySequence }: Reached): string {
  const numbers = `${String(runningNumber).padStart(10, '0')} ${String(historySequence).padStart(16, '0')}`;
  return `${numbers} ${digest(numbers)}\n`;
}

function parse(line: string): Reached {
  const found = /^((\d{10}) (\d{16})) ([0-9a-f]{16})\n$/.exec(line);
  if (found === null || digest(found[1] ?? '') !== found[4]) return NOWHERE;
  return { runningNumber: Number(found[2]), historySequence: Number(found[3]) };
}

function digest(numbers: string): string {
  return hash('sha256', `opencpm watermark ${numbers}`).slice(0, 16);
}
