import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { failureKind } from './sqlite-failure.ts';
import type { NeedsUpkeep } from './store-upkeep.ts';
import type { Watermark } from './watermark.ts';

/** The upkeep of an open SQLite database and the files beside it. */
export class SqliteUpkeep implements NeedsUpkeep {
  readonly #database: DatabaseSync;
  readonly #logFile: string;
  readonly #watermark: Watermark;
  readonly #onFatal: (error: unknown) => void;

  constructor(database: DatabaseSync, file: string, watermark: Watermark, onFatal: (error: unknown) => void) {
    this.#database = database;
    this.#logFile = `${file}-wal`;
    this.#watermark = watermark;
    this.#onFatal = onFatal;
  }

  noteWatermark(): void {
    this.#watermark.note(this.#database);
  }

  /** Notes the watermark a last time, before the database is closed; what hinders that does not hinder the end. */
  end(): void {
    try {
      this.noteWatermark();
    } catch {
      // It lags behind then, as it may.
    }
  }

  logBytes(): number {
    return statSync(this.#logFile, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** SQLite folds by itself after commits and says nothing when that fails; here a failing disk is heard. */
  foldLog(): boolean {
    try {
      return this.#database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] === 0;
    } catch (error) {
      if (failureKind(error) === 'fatal') this.#onFatal(error);
      return false;
    }
  }
}
