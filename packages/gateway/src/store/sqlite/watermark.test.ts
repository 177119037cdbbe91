import { closeSync, copyFileSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import {
  intentOf,
  keyOf,
  merchantOf,
  PAID_PROGRESS,
  START_MS,
  seen,
  stepTo,
} from '../contract/contract-data.ts';
import { DatabaseProblem } from './database-problem.ts';
import { DATABASE_FILE, SqliteStore } from './sqlite-store.ts';
import { openFilesIn, useDirectories } from './test-directory.ts';
import { SKIPPED_NUMBERS, WATERMARK_FILE } from './watermark.ts';

const directory = useDirectories();

function open(folder: string, acceptRestoredBackup = false): SqliteStore {
  return SqliteStore.open({
    directory: folder,
    nowMs: START_MS,
    onFatal: (error) => {
      throw error;
    },
    acceptRestoredBackup,
  });
}

async function sell(store: SqliteStore, payments: number): Promise<void> {
  await store.addMerchant(merchantOf('A'), keyOf(1));
  for (let each = 0; each < payments; each += 1) {
    const number = store.nextTransactionNumber();
    expect((await store.acceptPayment(intentOf(number))).kind).toBe('accepted');
  }
}

/** A directory whose database, with 5 payments, was replaced by a copy that has 2. */
async function withOldCopy(): Promise<{ readonly folder: string; readonly file: string }> {
  const folder = directory();
  const file = join(folder, DATABASE_FILE);
  const first = open(folder);
  await sell(first, 2);
  await first.close();
  copyFileSync(file, `${file}.backup`);
  const second = open(folder);
  await sell(second, 3);
  await second.close();
  copyFileSync(`${file}.backup`, file);
  return { folder, file };
}

/** The history entry a watermark names. */
function historySequence(line: string): number {
  return Number(line.split(' ')[1]);
}

/** The number of the next file this process opens: the lowest one that is free. */
function lowestFreeDescriptor(folder: string): number {
  const descriptor = openSync(join(folder, WATERMARK_FILE), 'r');
  closeSync(descriptor);
  return descriptor;
}

describe('a watermark', () => {
  it('lets a database pass that has come as far or further', async () => {
    const folder = directory();
    for (let run = 1; run <= 3; run += 1) {
      const store = open(folder);
      await sell(store, run);
      await store.close();
    }
    const store = open(folder);
    expect(store.nextTransactionNumber()).toBe(7);
    await store.close();
  });

  it('stops the start with an older copy and says what to do', async () => {
    const { folder, file } = await withOldCopy();
    expect(() => open(folder)).toThrow(DatabaseProblem);
    expect(() => open(folder)).toThrow(
      /older than what was recorded here: it ends at transaction 2 and history entry \d+, and .*opencpm\.watermark says 5 and \d+; .*--accept-restored-backup/,
    );
    expect(openFilesIn(folder)).toEqual([]);
    // Nobody accepts by saying nothing.
    const silent = { directory: folder, nowMs: START_MS, onFatal: () => undefined };
    expect(() => SqliteStore.open(silent)).toThrow(/older than what was recorded here/);
    // The directory is let go, and the newest copy still starts.
    copyFileSync(file, `${file}.old`);
    expect(() => open(folder)).toThrow(DatabaseProblem);
  });

  it('goes on above every number given out before, once the old copy is accepted', async () => {
    const { folder } = await withOldCopy();
    const accepted = open(folder, true);
    expect(accepted.nextTransactionNumber()).toBe(5 + SKIPPED_NUMBERS + 1);
    await accepted.close();
    // Accepted once is enough, and the gap stays.
    const later = open(folder);
    expect(later.nextTransactionNumber()).toBe(5 + SKIPPED_NUMBERS + 1);
    await sell(later, 1);
    await later.close();
    expect(() => open(folder)).not.toThrow();
  });

  it('notices a copy that lacks nothing but a change of a payment', async () => {
    const folder = directory();
    const file = join(folder, DATABASE_FILE);
    const first = open(folder);
    await sell(first, 1);
    await first.close();
    copyFileSync(file, `${file}.backup`);
    const second = open(folder);
    expect(await second.changePayment(seen(1, 1), stepTo(PAID_PROGRESS))).toBeDefined();
    await second.close();
    copyFileSync(`${file}.backup`, file);
    expect(() => open(folder)).toThrow(/it ends at transaction 1 /);
  });

  it('makes no new database where one was lost', async () => {
    const folder = directory();
    const store = open(folder);
    await sell(store, 3);
    await store.close();
    rmSync(join(folder, DATABASE_FILE));
    expect(() => open(folder)).toThrow(/is missing, and .* transactions up to number 3; .*--accept/);
    const accepted = open(folder, true);
    expect(accepted.nextTransactionNumber()).toBe(3 + SKIPPED_NUMBERS + 1);
    await accepted.close();
  });

  it.each([
    ['empty', () => ''],
    ['torn', (line: string) => line.slice(0, 20)],
    ['of other numbers', (line: string) => line.replace(/^0/, '1')],
    ['longer than it may be', (line: string) => `${line}0`],
    ['behind something else', (line: string) => `0${line}`],
    ['gone', undefined],
  ])('that is %s says nothing', async (_what, change) => {
    const { folder } = await withOldCopy();
    const file = join(folder, WATERMARK_FILE);
    if (change === undefined) rmSync(file);
    else writeFileSync(file, change(readFileSync(file, 'utf8')));
    const again = open(folder);
    expect(again.nextTransactionNumber()).toBe(3);
    await again.close();
  });

  it('stops a copy that lacks numbers, however much was written into it since', async () => {
    const { folder } = await withOldCopy();
    const file = join(folder, WATERMARK_FILE);
    const ahead = readFileSync(file, 'utf8');
    rmSync(file);
    const copy = open(folder);
    for (let version = 1; version <= 8; version += 1) {
      expect(await copy.changePayment(seen(1, version), stepTo(PAID_PROGRESS))).toBeDefined();
    }
    await copy.close();
    const behind = readFileSync(file, 'utf8');
    expect(historySequence(behind)).toBeGreaterThan(historySequence(ahead));
    writeFileSync(file, ahead);
    expect(() => open(folder)).toThrow(/it ends at transaction 2 .* says 5 /);
  });

  it('keeps the numbers left out where every later version looks for them', async () => {
    const { folder, file } = await withOldCopy();
    await open(folder, true).close();
    const database = new DatabaseSync(file);
    expect(database.prepare('SELECT * FROM facts').all()).toContainEqual({
      name: 'running_number_floor',
      value: String(5 + SKIPPED_NUMBERS),
    });
    database.close();
  });

  it('holds no file open between two notes', async () => {
    const folder = directory();
    const store = open(folder);
    await sell(store, 1);
    const before = lowestFreeDescriptor(folder);
    for (let version = 1; version <= 40; version += 1) {
      await store.changePayment(seen(1, version), stepTo(PAID_PROGRESS));
      store.upkeep.noteWatermark();
    }
    // Others in this process may open a file meanwhile, but not forty.
    expect(lowestFreeDescriptor(folder)).toBeLessThan(before + 20);
    await store.close();
  });

  it('counts the number of a reversal, which no transaction bears', async () => {
    const folder = directory();
    const store = open(folder);
    await sell(store, 1);
    await store.close();
    const database = new DatabaseSync(join(folder, DATABASE_FILE));
    database.exec(`INSERT INTO reversals (payment_id, syssn, origin, caller_time, device_id, begun_at_ms)
      VALUES (1, '202603010001000200000000042', 'resolver', '', '', 0)`);
    database.close();
    const again = open(folder);
    expect(again.nextTransactionNumber()).toBe(43);
    await again.close();
  });

  it('is written while the store is open, and only when something has changed', async () => {
    const folder = directory();
    const file = join(folder, WATERMARK_FILE);
    const store = open(folder);
    await sell(store, 1);
    const before = readFileSync(file, 'utf8');
    store.upkeep.noteWatermark();
    const after = readFileSync(file, 'utf8');
    expect(before).toMatch(/^0{10} /);
    expect(after).toMatch(/^0{9}1 /);
    rmSync(file);
    store.upkeep.noteWatermark();
    expect(() => readFileSync(file)).toThrow(/ENOENT/);
    await store.close();
  });
});
