import type { DatabaseSync } from 'node:sqlite';
import { DatabaseProblem } from './database-problem.ts';

/**
 * Largest database that is checked as a whole at every start: about half a second. Beyond it a check of everything
 * would keep payments waiting for longer than it is worth; `opencpm audit verify` reads all of it at any time.
 */
const WHOLE_CHECK_MAX_BYTES = 128 * 1024 * 1024;
/** Rows at the growing end of a large table that are read at every start. */
const NEWEST_ROWS = 2_000;

/** Tables that grow with every payment, and the column by which their newest rows are found. */
const GROWING: Readonly<Record<string, string>> = {
  transactions: 'id',
  history: 'sequence',
  notifications: 'id',
  auth_code_uses: 'code_hash',
  request_digests: 'number',
};

/**
 * Looks at the structure of a database before anything is written to it. A small one is checked as a whole. Of a large
 * one all tables are checked that do not grow with payments, and of the growing ones the newest rows are read: there
 * is what the latest run wrote.
 *
 * This finds broken pages, not a changed figure in a whole page: the history's hashes show that.
 *
 * @throws DatabaseProblem when the structure is broken; SQLite's own error when a page cannot be read at all.
 */
export function assertSound(database: DatabaseSync, wholeCheckMaxBytes = WHOLE_CHECK_MAX_BYTES): void {
  if (bytesOf(database) <= wholeCheckMaxBytes) {
    check(database, 'PRAGMA quick_check(1)');
    return;
  }
  for (const table of tablesOf(database)) {
    const order = GROWING[table];
    if (order === undefined) check(database, `PRAGMA quick_check(${table})`);
    else readNewest(database, table, order);
  }
}

function bytesOf(database: DatabaseSync): number {
  const { page_count: pages } = database.prepare('PRAGMA page_count').get() ?? {};
  const { page_size: size } = database.prepare('PRAGMA page_size').get() ?? {};
  return Number(pages) * Number(size);
}

function tablesOf(database: DatabaseSync): readonly string[] {
  return database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .map(({ name }) => String(name));
}

function check(database: DatabaseSync, pragma: string): void {
  const found = database.prepare(pragma).get()?.['quick_check'];
  if (found === 'ok') return;
  throw new DatabaseProblem(
    `the database ${database.location()} is damaged (${lastLine(String(found))}); restore a backup, and keep the damaged file for its evidence`,
  );
}

/** SQLite puts the name of the database on a line of its own before what is wrong. */
function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}

function readNewest(database: DatabaseSync, table: string, order: string): void {
  const rows = database.prepare(`SELECT * FROM ${table} ORDER BY ${order} DESC LIMIT ${NEWEST_ROWS}`);
  // Read to the end, row by row, so that nothing of it stays in memory.
  for (const row of rows.iterate()) void row;
}
