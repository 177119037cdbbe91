import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from './open-database.ts';
import { SqliteUpkeep } from './sqlite-upkeep.ts';
import { Watermark } from './watermark.ts';

/** How a database is opened, and who hears of a disk that fails. */
export interface WatchedOptions {
  readonly nowMs: number;
  readonly onFatal: (error: unknown) => void;
  /** Lets a database pass that is older than what the directory has seen before. */
  readonly acceptRestoredBackup?: boolean;
}

/**
 * Opens a database as {@link openDatabase} does, and compares it with its watermark: neither a lost database nor an old
 * copy is taken for the one that was here before.
 *
 * @throws DatabaseProblem when the file cannot be used; the message says why and what to do.
 */
export function openWatched(
  file: string,
  { nowMs, onFatal, acceptRestoredBackup = false }: WatchedOptions,
): { readonly database: DatabaseSync; readonly upkeep: SqliteUpkeep } {
  const watermark = new Watermark(dirname(file), file);
  watermark.assertNotLost(acceptRestoredBackup);
  const database = openDatabase(file, nowMs);
  try {
    watermark.admit(database, acceptRestoredBackup);
    return { database, upkeep: new SqliteUpkeep(database, file, watermark, onFatal) };
  } catch (error) {
    database.close();
    throw error;
  }
}
