import type { DatabaseSync } from 'node:sqlite';
import { SEED_ACCOUNTS } from '../account.ts';
import { LAYOUT_1 } from './layout-1.ts';
import { LAYOUT_2 } from './layout-2.ts';
import { LAYOUT_3 } from './layout-3.ts';
import { LAYOUT_4 } from './layout-4.ts';
import { LAYOUT_5 } from './layout-5.ts';
import { LAYOUT_6 } from './layout-6.ts';

/** Version of the book's layout, kept in `user_version`. */
const BOOK_VERSION = 6;

/** The steps of the layout behind the first one, in their order; the step at index 0 leads to version 2. */
const LATER_LAYOUTS: readonly string[] = [LAYOUT_2, LAYOUT_3, LAYOUT_4, LAYOUT_5, LAYOUT_6];

/** Marks a SQLite file as a book of the sandbox (`OCSB`), so that no other database is taken for one. */
const APPLICATION_ID = 0x4f435342;

function seedAccounts(database: DatabaseSync): void {
  const insert = database.prepare('INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  for (const [place, account] of SEED_ACCOUNTS.entries()) {
    const { id, wallet, name, balanceMinor, freeLimitMinor, password, status, behaviour } = account;
    insert.run(id, wallet, name, balanceMinor, freeLimitMinor, password, status, behaviour, place);
  }
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
}

/** Changes the layout and says which version it has then, all or nothing. */
function changeLayout(database: DatabaseSync, change: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    change();
    database.exec(`PRAGMA user_version = ${BOOK_VERSION}`);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/**
 * Creates the book in an empty database, or brings one of an older version forward, each in one transaction.
 *
 * @throws Error when the database is no book, or was written by a newer program.
 */
export function prepareSchema(database: DatabaseSync): void {
  const version = pragma(database, 'user_version');
  const isBook = pragma(database, 'application_id') === APPLICATION_ID;
  if (isBook && version === BOOK_VERSION) return;
  if (isBook && version > BOOK_VERSION) {
    throw new Error(
      `it has version ${version} and this program knows ${BOOK_VERSION}: start the newer program, or choose another file`,
    );
  }
  if (isBook && version >= 1) {
    changeLayout(database, () => {
      for (const step of LATER_LAYOUTS.slice(version - 1)) database.exec(step);
    });
    return;
  }
  const isEmpty = database.prepare('SELECT name FROM sqlite_schema').get() === undefined;
  if (isBook || version !== 0 || !isEmpty) {
    throw new Error('it is a database of another program: choose another file');
  }
  changeLayout(database, () => {
    database.exec(LAYOUT_1);
    seedAccounts(database);
    for (const step of LATER_LAYOUTS) database.exec(step);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  });
}
