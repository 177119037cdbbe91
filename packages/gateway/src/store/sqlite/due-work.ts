import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Transaction } from '../../payment/transaction.ts';
import { optionalInteger } from './column-values.ts';
import { TRANSACTION_COLUMNS, transactionOf } from './transaction-columns.ts';

/** Finds and leases what the resolver has to work on. Writing runs inside a transaction that the caller opened. */
export class DueWork {
  readonly #lease: StatementSync;
  readonly #next: StatementSync;
  readonly #resume: readonly StatementSync[];

  constructor(database: DatabaseSync) {
    this.#lease = database.prepare(
      `UPDATE transactions SET due_at_ms = ?, version = version + 1 WHERE id IN (
         SELECT id FROM transactions WHERE due_at_ms <= ? ORDER BY due_at_ms, id LIMIT CAST(? AS INTEGER)
       ) RETURNING ${TRANSACTION_COLUMNS}`,
    );
    this.#next = database.prepare(
      `SELECT min(due) AS due FROM (
         SELECT min(due_at_ms) AS due FROM transactions WHERE due_at_ms IS NOT NULL
         UNION ALL SELECT min(due_at_ms) FROM late_charges WHERE due_at_ms IS NOT NULL)`,
    );
    this.#resume = ['transactions', 'late_charges', 'notifications'].map((table) =>
      database.prepare(`UPDATE ${table} SET due_at_ms = ?1 WHERE due_at_ms > ?1`),
    );
  }

  /** The oldest transaction first; RETURNING itself promises no order. */
  lease(nowMs: number, leaseEndMs: number, limit: number): readonly Transaction[] {
    return this.#lease
      .all(leaseEndMs, nowMs, limit)
      .map(transactionOf)
      .sort((left, right) => left.id - right.id);
  }

  nextDueMs(): number | undefined {
    return optionalInteger(this.#next.get()?.['due'] ?? null);
  }

  resume(nowMs: number): void {
    for (const statement of this.#resume) statement.run(nowMs);
  }
}
