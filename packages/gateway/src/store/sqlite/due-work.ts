import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Transaction } from '../../payment/transaction.ts';
import type { ConnectorFilter } from '../store.ts';
import { optionalInteger } from './column-values.ts';
import { TRANSACTION_COLUMNS, transactionOf } from './transaction-columns.ts';
import { TransactionStatement } from './transaction-statement.ts';

/** Finds and leases what the resolver has to work on. Writing runs inside a transaction that the caller opened. */
export class DueWork {
  readonly #lease: TransactionStatement;
  readonly #leaseOnly: TransactionStatement;
  readonly #leaseExcept: TransactionStatement;
  readonly #next: StatementSync;
  readonly #resumeTransactions: StatementSync;
  readonly #resumeLateCharges: StatementSync;

  constructor(database: DatabaseSync) {
    const lease = (condition: string): TransactionStatement =>
      new TransactionStatement(
        database,
        `UPDATE transactions SET due_at_ms = ?1, version = version + 1 WHERE id IN (
           SELECT id FROM transactions WHERE due_at_ms <= ?2${condition}
           ORDER BY due_at_ms, id LIMIT CAST(?3 AS INTEGER)
         ) RETURNING ${TRANSACTION_COLUMNS}`,
      );
    this.#lease = lease('');
    this.#leaseOnly = lease(' AND connector = ?4');
    this.#leaseExcept = lease(' AND connector NOT IN (SELECT value FROM json_each(?4))');
    this.#next = database.prepare(
      `SELECT min(due) AS due FROM (
         SELECT min(due_at_ms) AS due FROM transactions WHERE due_at_ms IS NOT NULL
         UNION ALL SELECT min(due_at_ms) FROM late_charges WHERE due_at_ms IS NOT NULL)`,
    );
    this.#resumeTransactions = database.prepare(
      `UPDATE transactions SET due_at_ms = ?1 + ranked.place * ?2
       FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM transactions WHERE due_at_ms IS NOT NULL)
         AS ranked
       WHERE transactions.id = ranked.id`,
    );
    this.#resumeLateCharges = database.prepare('UPDATE late_charges SET due_at_ms = ?1 WHERE due_at_ms > ?1');
  }

  /** The oldest transaction first; RETURNING itself promises no order. */
  lease(
    nowMs: number,
    leaseEndMs: number,
    limit: number,
    connector: ConnectorFilter | undefined,
  ): readonly Transaction[] {
    return this.#leaseRows(nowMs, leaseEndMs, limit, connector)
      .map(transactionOf)
      .sort((left, right) => left.id - right.id);
  }

  #leaseRows(nowMs: number, leaseEndMs: number, limit: number, connector: ConnectorFilter | undefined) {
    if (connector === undefined) return this.#lease.all(leaseEndMs, nowMs, limit);
    return 'only' in connector
      ? this.#leaseOnly.all(leaseEndMs, nowMs, limit, connector.only)
      : this.#leaseExcept.all(leaseEndMs, nowMs, limit, JSON.stringify(connector.except));
  }

  nextDueMs(): number | undefined {
    return optionalInteger(this.#next.get()?.['due'] ?? null);
  }

  /** @returns how many transactions are due. */
  resume(nowMs: number, pauseMs: number): number {
    this.#resumeLateCharges.run(nowMs);
    return Number(this.#resumeTransactions.run(nowMs, pauseMs).changes);
  }
}
