import type { SQLOutputValue } from 'node:sqlite';

/** A row as SQLite hands it out. */
export type Row = Record<string, SQLOutputValue>;

// The tables are STRICT, so a column of another type than its declaration is a broken file, not a case to repair.

/** A whole number that must be there. */
export function integer(value: SQLOutputValue | undefined): number {
  if (typeof value !== 'number') throw new TypeError('a whole number is missing in the database');
  return value;
}

/** A whole number, or nothing. */
export function optionalInteger(value: SQLOutputValue | undefined): number | undefined {
  return value === null ? undefined : integer(value);
}

/** A text that must be there. */
export function text(value: SQLOutputValue | undefined): string {
  if (typeof value !== 'string') throw new TypeError('a text is missing in the database');
  return value;
}
