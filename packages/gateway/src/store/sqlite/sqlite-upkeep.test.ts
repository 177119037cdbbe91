import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openDatabase } from './open-database.ts';
import { SqliteUpkeep } from './sqlite-upkeep.ts';
import { useDirectories } from './test-directory.ts';
import { Watermark } from './watermark.ts';

/** A database whose statements cannot be made any more. */
class FailingDatabase extends DatabaseSync {
  failure: Error | undefined;

  override prepare(sql: string): StatementSync {
    if (this.failure !== undefined) throw this.failure;
    return super.prepare(sql);
  }
}

const directory = useDirectories();

function openUpkeep(place = '') {
  const folder = directory();
  const file = join(folder, 'opencpm.db');
  openDatabase(file, 1).close();
  const database = new FailingDatabase(file);
  database.exec('PRAGMA journal_mode = WAL');
  const fatal: unknown[] = [];
  const upkeep = new SqliteUpkeep(database, file, new Watermark(join(folder, place), file), (error) =>
    fatal.push(error),
  );
  return { file, database, upkeep, fatal };
}

describe('the upkeep of a database', () => {
  it('knows the size of the log and folds it away', () => {
    const { database, upkeep } = openUpkeep();
    expect(upkeep.logBytes()).toBe(0);
    database.exec("INSERT INTO facts VALUES ('size', 'small')");
    expect(upkeep.logBytes()).toBeGreaterThan(4_096);
    expect(upkeep.foldLog()).toBe(true);
    expect(upkeep.logBytes()).toBe(0);
    database.close();
    expect(upkeep.logBytes()).toBe(0);
  });

  it('cannot fold what a reader still needs', () => {
    const { file, database, upkeep, fatal } = openUpkeep();
    const reader = new DatabaseSync(file, { readOnly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM facts').get();
    database.exec("INSERT INTO facts VALUES ('seen', 'not')");
    expect(upkeep.foldLog()).toBe(false);
    reader.close();
    expect(upkeep.foldLog()).toBe(true);
    expect(fatal).toEqual([]);
    database.close();
  });

  it.each([
    [10, 1],
    [11, 1],
    [6, 0],
  ])('stops the process when the disk fails while folding: error %i', (errcode, stops) => {
    const { database, upkeep, fatal } = openUpkeep();
    database.failure = Object.assign(new Error('planted'), { code: 'ERR_SQLITE_ERROR', errcode });
    expect(upkeep.foldLog()).toBe(false);
    expect(fatal).toHaveLength(stops);
    database.close();
  });

  it('ends whatever becomes of the watermark', () => {
    const { database, upkeep } = openUpkeep('a folder that is not there');
    expect(() => upkeep.noteWatermark()).toThrow(/ENOENT/);
    expect(() => upkeep.end()).not.toThrow();
    database.close();
  });
});
