import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  type LateMovement,
  lateMovementsOf,
  type StatementPage,
  type StatementPlace,
  type StatementRequest,
} from '../statement-store.ts';
import { integer } from './column-values.ts';
import { lateChargeOf } from './late-charge-rows.ts';
import { TRANSACTION_COLUMNS, transactionOf } from './transaction-columns.ts';
import { TransactionStatement } from './transaction-statement.ts';

/** Transactions looked at for a page, whatever their pay type: holds up nobody for long. */
const LOOKED_AT_MAX = 100;

/** Reads statements from SQLite. */
export class StatementRows {
  readonly #end: StatementSync;
  readonly #rows: TransactionStatement;
  readonly #lateCharges: StatementSync;
  readonly #payment: TransactionStatement;

  constructor(database: DatabaseSync) {
    // Out of the index alone: the pay type is looked at in the second step, which then has both its ends.
    this.#end = database.prepare(
      `SELECT created_at_ms, id FROM (
         SELECT created_at_ms, id FROM transactions INDEXED BY transactions_of_merchant
         WHERE merchant_number = ? AND created_at_ms <= ? AND (created_at_ms, id) > (?, ?)
         ORDER BY created_at_ms, id LIMIT ${LOOKED_AT_MAX})
       ORDER BY created_at_ms DESC, id DESC LIMIT 1`,
    );
    this.#rows = new TransactionStatement(
      database,
      `SELECT ${TRANSACTION_COLUMNS} FROM transactions INDEXED BY transactions_of_merchant
       WHERE merchant_number = ? AND created_at_ms >= ? AND (created_at_ms, id) > (?, ?)
         AND created_at_ms <= ? AND (created_at_ms, id) <= (?, ?) AND pay_type = ?
       ORDER BY created_at_ms, id`,
    );
    this.#lateCharges = database.prepare(
      `SELECT l.* FROM late_charges AS l JOIN transactions AS t ON t.id = l.payment_id
       WHERE t.merchant_number = ?1 AND t.pay_type = ?2
         AND (l.found_at_ms BETWEEN ?3 AND ?4 OR coalesce(l.return_learnt_at_ms, l.returned_at_ms) BETWEEN ?3 AND ?4)`,
    );
    this.#payment = new TransactionStatement(
      database,
      `SELECT ${TRANSACTION_COLUMNS} FROM transactions WHERE id = ?`,
    );
  }

  page(
    { merchantNumber, payType, window }: StatementRequest,
    after: StatementPlace | undefined,
  ): StatementPage {
    const from = after ?? { createdAtMs: window.fromMs - 1, id: Number.MAX_SAFE_INTEGER };
    const end = this.#end.get(merchantNumber, window.toMs, from.createdAtMs, from.id);
    if (end === undefined) return { transactions: [], next: undefined };
    const next = { createdAtMs: integer(end['created_at_ms']), id: integer(end['id']) };
    const rows = this.#rows.all(
      merchantNumber,
      from.createdAtMs,
      from.createdAtMs,
      from.id,
      next.createdAtMs,
      next.createdAtMs,
      next.id,
      payType,
    );
    return { transactions: rows.map(transactionOf), next };
  }

  lateMovements({ merchantNumber, payType, window }: StatementRequest): readonly LateMovement[] {
    const { fromMs, toMs } = window;
    return this.#lateCharges
      .all(merchantNumber, payType, fromMs, toMs)
      .flatMap((row) => {
        const charge = lateChargeOf(row);
        return lateMovementsOf(charge, transactionOf(this.#payment.one(charge.paymentId)));
      })
      .filter(({ recordedAtMs }) => recordedAtMs >= fromMs && recordedAtMs <= toMs)
      .sort((left, right) => left.recordedAtMs - right.recordedAtMs);
  }
}
