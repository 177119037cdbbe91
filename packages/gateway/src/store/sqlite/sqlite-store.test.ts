import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import {
  everything,
  intentOf,
  keyOf,
  merchantOf,
  PAID_PROGRESS,
  START_MS,
  seen,
  stepTo,
} from '../contract/contract-data.ts';
import { StorageUnavailable } from '../store.ts';
import { storeContract } from '../store-contract.ts';
import { DatabaseProblem } from './database-problem.ts';
import { DATABASE_FILE, SqliteStore } from './sqlite-store.ts';
import { openFilesIn, provideSqlite, useDirectories } from './test-directory.ts';

storeContract('SQLite', provideSqlite);

const directory = useDirectories();

async function openWithMerchant(folder = directory()) {
  const fatal: unknown[] = [];
  const store = SqliteStore.open({
    directory: folder,
    nowMs: START_MS,
    onFatal: (error) => fatal.push(error),
  });
  await store.addMerchant(merchantOf('A', ['S1']), keyOf(1));
  return { folder, file: join(folder, DATABASE_FILE), store, fatal };
}

/** Commits in a write-ahead log: the frames that carry the size of the database (SQLite file format, section 4.1). */
function commitsInLog(file: string): number {
  const log = readFileSync(`${file}-wal`);
  const pageSize = log.readUInt32BE(8);
  const salt = log.subarray(16, 24);
  let commits = 0;
  for (let at = 32; at + 24 + pageSize <= log.length; at += 24 + pageSize) {
    const isCurrent = log.subarray(at + 8, at + 16).equals(salt);
    if (isCurrent && log.readUInt32BE(at + 4) > 0) commits += 1;
  }
  return commits;
}

describe('SqliteStore', () => {
  it('commits 200 payments of one turn as one transaction, in the file itself', async () => {
    const { store, file } = await openWithMerchant();
    const before = commitsInLog(file);
    await Promise.all(Array.from({ length: 200 }, (_, index) => store.acceptPayment(intentOf(index + 1))));
    expect(commitsInLog(file)).toBe(before + 1);
    await store.acceptPayment(intentOf(201));
    expect(commitsInLog(file)).toBe(before + 2);
    await store.close();
  });

  it('has in the file what it has acknowledged, for a reader that knows nothing of the process', async () => {
    const { store, file } = await openWithMerchant();
    await store.acceptPayment(intentOf(1));
    const reader = new DatabaseSync(file, { readOnly: true });
    const count = reader.prepare('SELECT count(*) AS payments FROM transactions');
    expect(count.get()).toEqual({ payments: 1 });
    await store.changePayment(seen(1, 1), stepTo(PAID_PROGRESS));
    expect(reader.prepare('SELECT state FROM transactions').get()).toEqual({ state: 'paid' });
    reader.close();
    await store.close();
  });

  it('is not writable while another process writes, and is again afterwards', async () => {
    const { store, file, fatal } = await openWithMerchant();
    const other = new DatabaseSync(file);
    const probe = () => other.prepare("SELECT length(value) FROM facts WHERE name = 'probe'").get();
    expect(await store.isWritable()).toBe(true);
    // Nothing has failed, so nothing is tried.
    expect(probe()).toBeUndefined();
    other.exec('BEGIN IMMEDIATE');
    await expect(store.acceptPayment(intentOf(1))).rejects.toBeInstanceOf(StorageUnavailable);
    expect(await store.isWritable()).toBe(false);
    expect(await store.isWritable()).toBe(false);
    // What is recorded can still be read.
    expect(await store.listTransactions(everything())).toEqual([]);
    other.exec('ROLLBACK');
    expect(await store.isWritable()).toBe(true);
    expect(probe()).toEqual({ 'length(value)': 262_144 });
    other.close();
    expect((await store.acceptPayment(intentOf(1))).kind).toBe('accepted');
    expect(fatal).toEqual([]);
    await store.close();
  });

  it('stops the process at a read that shows a damaged file, and answers nothing', async () => {
    const { folder, store, file } = await openWithMerchant();
    // More than is kept in memory while the start looks at all of it.
    const large = { goodsName: 'x'.repeat(20_000) };
    await Promise.all(
      Array.from({ length: 500 }, (_, index) => store.acceptPayment(intentOf(index + 1, large))),
    );
    await store.close();

    const damaged = await openWithMerchant(folder);
    const bytes = readFileSync(file);
    damagePageOf(bytes, intentOf(250).authCodeHash);
    writeFileSync(file, bytes);
    let settled = false;
    const settle = (): void => {
      settled = true;
    };
    damaged.store.findPayment(250).then(settle, settle);
    await new Promise((resolve) => setImmediate(resolve));
    expect(damaged.fatal).toHaveLength(1);
    expect(settled).toBe(false);
    expect(await damaged.store.findPayment(1)).toMatchObject({ id: 1 });
    await damaged.store.close();
  });

  it('rejects a read that fails for any other reason', async () => {
    const { store, fatal } = await openWithMerchant();
    await store.close();
    await expect(store.findPayment(1)).rejects.toThrow();
    expect(fatal).toEqual([]);
  });

  it('lets the directory go when its database cannot be opened', async () => {
    const folder = directory();
    writeFileSync(join(folder, DATABASE_FILE), 'garbage');
    const open = () => SqliteStore.open({ directory: folder, nowMs: START_MS, onFatal: () => undefined });
    expect(open).toThrow(DatabaseProblem);
    expect(open).toThrow(/damaged or is no database/);
  });

  it('holds its directory against a second store', async () => {
    const { store, folder } = await openWithMerchant();
    const open = () => SqliteStore.open({ directory: folder, nowMs: START_MS, onFatal: () => undefined });
    expect(open).toThrow(`in use by another gateway (process ${process.pid})`);
    await store.close();
    expect(openFilesIn(folder)).toEqual([]);
    await open().close();
  });

  it('keeps the chain of the history whole when a group of writes is rolled back', async () => {
    const { store } = await openWithMerchant();
    const writes = await Promise.allSettled([
      store.acceptPayment(intentOf(1)),
      // Breaks a rule of the schema when the first has been written already.
      store.rotateKey('F'.repeat(32), keyOf(9), START_MS),
      store.acceptPayment(intentOf(2)),
    ]);
    expect(writes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await store.recordAct({ event: 'gateway_started', facts: { node: 1 } }, START_MS);
    const chain = await store.reports.auditChain({ sequence: 0, hash: '' }, 100);
    expect(chain).toMatchObject({ entries: 5, findings: [] });
    await store.close();
  });

  it('gives out no number beyond the last one a syssn can hold', async () => {
    const { folder, store } = await openWithMerchant();
    await store.acceptPayment(intentOf(9_999_999_998));
    await store.close();
    const { store: again } = await openWithMerchant(folder);
    expect(again.nextTransactionNumber()).toBe(9_999_999_999);
    expect(() => again.nextTransactionNumber()).toThrow(new RangeError('all running numbers are used up'));
    await again.close();
  });
});

/** Overwrites the kind of the page of the table that holds a payment, as a bad sector would. */
function damagePageOf(file: Buffer, text: string): void {
  const pageSize = 4_096;
  const tableLeaf = 13;
  for (let from = file.indexOf(text); from >= 0; from = file.indexOf(text, from + 1)) {
    const page = from - (from % pageSize);
    if (file[page] !== tableLeaf) continue;
    file.fill(0xee, page, page + 8);
    return;
  }
  throw new Error(`${text} is on no page of a table`);
}
