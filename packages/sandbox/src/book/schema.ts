import type { DatabaseSync } from 'node:sqlite';
import { SEED_ACCOUNTS } from '../account.ts';

/** Version of the book's layout, kept in `user_version`. */
const BOOK_VERSION = 1;

/** Marks a SQLite file as a book of the sandbox (`OCSB`), so that no other database is taken for one. */
const APPLICATION_ID = 0x4f435342;

const LAYOUT = `
CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  wallet TEXT NOT NULL,
  name TEXT NOT NULL,
  balance_minor INTEGER NOT NULL CHECK (balance_minor >= 0),
  free_limit_minor INTEGER NOT NULL CHECK (free_limit_minor >= 0),
  password TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
  behaviour TEXT NOT NULL,
  place INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE codes (
  sequence INTEGER PRIMARY KEY,
  digits TEXT NOT NULL UNIQUE,
  emv_text TEXT,
  account TEXT NOT NULL REFERENCES accounts (id),
  expires_at_ms INTEGER NOT NULL,
  used_by TEXT
) STRICT;

CREATE TABLE orders (
  sequence INTEGER PRIMARY KEY,
  channel_order_id TEXT NOT NULL UNIQUE,
  wallet TEXT NOT NULL,
  account TEXT REFERENCES accounts (id),
  -- Written out, because SQLite builds a table of its own for every longer IN list at every row.
  state TEXT NOT NULL CHECK (
    state = 'paid' OR state = 'declined' OR state = 'closed'
    OR state = 'in_transit' OR state = 'processing' OR state = 'waiting'
  ),
  behaviour TEXT NOT NULL,
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  currency TEXT NOT NULL,
  debit_minor INTEGER CHECK (debit_minor > 0),
  debit_currency TEXT,
  respcd TEXT,
  reason TEXT NOT NULL,
  description TEXT NOT NULL,
  merchant_name TEXT NOT NULL,
  times_charged INTEGER NOT NULL,
  wrong_passwords INTEGER NOT NULL DEFAULT 0,
  created_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER,
  due_at_ms INTEGER,
  CHECK ((ended_at_ms IS NULL) = (state = 'in_transit' OR state = 'processing' OR state = 'waiting')),
  CHECK ((ended_at_ms IS NULL) = (due_at_ms IS NOT NULL))
) STRICT;

CREATE INDEX orders_of_wallet ON orders (wallet);
CREATE INDEX orders_due ON orders (due_at_ms) WHERE due_at_ms IS NOT NULL;
CREATE INDEX orders_waiting ON orders (sequence) WHERE state = 'waiting';
`;

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

/**
 * Creates the book in an empty database, in one transaction, or checks that it is a book of this version.
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
  const isEmpty = database.prepare('SELECT name FROM sqlite_schema').get() === undefined;
  if (isBook || version !== 0 || !isEmpty) {
    throw new Error('it is a database of another program: choose another file');
  }
  database.exec('BEGIN IMMEDIATE');
  database.exec(LAYOUT);
  seedAccounts(database);
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  database.exec(`PRAGMA user_version = ${BOOK_VERSION}`);
  database.exec('COMMIT');
}
