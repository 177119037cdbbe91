import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { TransactionRow } from './transaction-columns.ts';

/**
 * A statement that returns transactions with their columns in order. Rows by name would be dear: SQLite hands out every
 * name with every row.
 */
export class TransactionStatement {
  readonly #statement: StatementSync;

  /** @param sql whose columns are `TRANSACTION_COLUMNS`. */
  constructor(database: DatabaseSync, sql: string) {
    this.#statement = database.prepare(sql);
    this.#statement.setReturnArrays(true);
  }

  get(...values: readonly SQLInputValue[]): TransactionRow | undefined {
    return this.#statement.get(...values) as TransactionRow | undefined;
  }

  /** A transaction that must be there. @throws Error when somebody else has taken it out of the database. */
  one(...values: readonly SQLInputValue[]): TransactionRow {
    const row = this.get(...values);
    if (row === undefined) throw new Error('a transaction has vanished from the store');
    return row;
  }

  all(...values: readonly SQLInputValue[]): readonly TransactionRow[] {
    return this.#statement.all(...values) as unknown as readonly TransactionRow[];
  }
}
