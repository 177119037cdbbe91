import type { DatabaseSync } from 'node:sqlite';
import type { Transaction } from '../../payment/transaction.ts';
import type { HistoryRows } from './history-rows.ts';
import { transactionRowSeal } from './row-seal.ts';
import { TRANSACTION_COLUMNS, transactionOf } from './transaction-columns.ts';
import { TransactionStatement } from './transaction-statement.ts';

/** Remarks on transactions in SQLite. Writing runs inside a transaction that the caller opened. */
export class NoteRows {
  readonly #history: HistoryRows;
  readonly #update: TransactionStatement;

  constructor(database: DatabaseSync, history: HistoryRows) {
    this.#history = history;
    this.#update = new TransactionStatement(
      database,
      `UPDATE transactions SET note = ?, version = version + 1 WHERE id = ? AND version = ?
       RETURNING ${TRANSACTION_COLUMNS}`,
    );
  }

  put(seen: Transaction, note: string, atMs: number): Transaction | undefined {
    const row = this.#update.get(note, seen.id, seen.version);
    if (row === undefined) return undefined;
    this.#history.append(atMs, seen.id, { event: 'note_added', facts: { note } }, transactionRowSeal(row));
    return transactionOf(row);
  }
}
