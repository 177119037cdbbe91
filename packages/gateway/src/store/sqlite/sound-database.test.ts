import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { intentOf, keyOf, merchantOf, START_MS } from '../contract/contract-data.ts';
import { DatabaseProblem } from './database-problem.ts';
import { assertSound } from './sound-database.ts';
import { DATABASE_FILE, SqliteStore } from './sqlite-store.ts';
import { useDirectories } from './test-directory.ts';

const PAGE_BYTES = 4_096;
const directory = useDirectories();

async function databaseWith(payments: number): Promise<string> {
  const folder = directory();
  const store = SqliteStore.open({ directory: folder, nowMs: START_MS, onFatal: () => undefined });
  await store.addMerchant(merchantOf('A'), keyOf(1));
  await Promise.all(Array.from({ length: payments }, (_, index) => store.acceptPayment(intentOf(index + 1))));
  await store.close();
  return join(folder, DATABASE_FILE);
}

/** Overwrites the head of a page that belongs to a table or index. */
function breakPage(file: string, name: string, which: 'first' | 'last'): void {
  const database = new DatabaseSync(file, { readOnly: true });
  const pages = database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(name);
  database.close();
  const bytes = readFileSync(file);
  const root = (Number(pages?.['rootpage']) - 1) * PAGE_BYTES;
  const pointers = bytes.readUInt16BE(root + 3);
  // An inner page names its children: the rightmost in its head, the others in its cells.
  const child =
    which === 'last'
      ? bytes.readUInt32BE(root + 8)
      : bytes.readUInt32BE(root + bytes.readUInt16BE(root + 12));
  if (pointers === 0) throw new Error(`${name} has one page only`);
  bytes.fill(0xee, (child - 1) * PAGE_BYTES, (child - 1) * PAGE_BYTES + 16);
  writeFileSync(file, bytes);
}

function check(file: string, wholeCheckMaxBytes?: number): void {
  const database = new DatabaseSync(file);
  try {
    assertSound(database, wholeCheckMaxBytes);
  } finally {
    database.close();
  }
}

describe('assertSound', () => {
  it('passes a whole database, large or small', async () => {
    const file = await databaseWith(50);
    expect(() => check(file)).not.toThrow();
    expect(() => check(file, 0)).not.toThrow();
  });

  it('finds a broken page anywhere in a small one, also in an index', async () => {
    const file = await databaseWith(2_500);
    const good = readFileSync(file);
    for (const name of ['transactions', 'transactions_by_order', 'history']) {
      for (const which of ['first', 'last'] as const) {
        writeFileSync(file, good);
        breakPage(file, name, which);
        expect(() => check(file), `${name}, ${which} page`).toThrow(DatabaseProblem);
      }
    }
    // What is wrong stands on one line, without the name SQLite gives the database inside.
    expect(() => check(file)).toThrow(
      /^the database .+ is damaged \([^*\n]+\); restore a backup, and keep the damaged file for its evidence$/,
    );
  });

  it('finds a broken page at the growing end of a large one', async () => {
    const file = await databaseWith(2_500);
    breakPage(file, 'transactions', 'last');
    expect(() => check(file, 0)).toThrow(/malformed/);
  });

  it('finds a broken page of a table that does not grow with payments in a large one', async () => {
    const file = await databaseWith(1);
    const database = new DatabaseSync(file, { readOnly: true });
    const table = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'stores'").get();
    database.close();
    const bytes = readFileSync(file);
    // The number of cells: more than the page has room for.
    bytes.writeUInt16BE(0xeeee, (Number(table?.['rootpage']) - 1) * PAGE_BYTES + 3);
    writeFileSync(file, bytes);
    expect(() => check(file, 0)).toThrow(/ is damaged \(Tree [^*\n]+\); restore a backup/);
  });

  it('leaves the older part of a large one to the audit', async () => {
    const file = await databaseWith(2_500);
    breakPage(file, 'transactions', 'first');
    expect(() => check(file, 0)).not.toThrow();
    expect(() => check(file)).toThrow(DatabaseProblem);
    const { size } = statSync(file);
    expect(() => check(file, size - 1)).not.toThrow();
    expect(() => check(file, size)).toThrow(DatabaseProblem);
  });
});
