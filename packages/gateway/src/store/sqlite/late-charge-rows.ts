import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LateCharge } from '../../payment/reversal.ts';
import type { LateChargeProgress } from '../store.ts';
import { integer, optionalInteger, type Row, text } from './column-values.ts';
import { lateChargeRowSeal } from './row-seal.ts';

/** Late charges in SQLite. Writing runs inside a transaction that the caller opened. */
export class LateChargeRows {
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #lease: StatementSync;
  readonly #byPayment: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      `INSERT INTO late_charges VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (payment_id) DO NOTHING`,
    );
    this.#update = database.prepare(
      `UPDATE late_charges SET channel_refund_id = ?, state = ?, attempts = ?, due_at_ms = ?, returned_at_ms = ?,
         return_learnt_at_ms = ?
       WHERE payment_id = ? AND attempts = ? AND due_at_ms = ?`,
    );
    this.#lease = database.prepare(
      `UPDATE late_charges SET due_at_ms = ? WHERE payment_id IN (
         SELECT payment_id FROM late_charges WHERE due_at_ms <= ? ORDER BY due_at_ms, payment_id LIMIT CAST(? AS INTEGER)
       ) RETURNING *`,
    );
    this.#byPayment = database.prepare('SELECT * FROM late_charges WHERE payment_id = ?');
  }

  /** @returns the seal of the row, the first one found if there was one before. */
  insert(charge: LateCharge): string {
    this.#insert.run(
      charge.paymentId,
      charge.channelRefundId,
      charge.amountMinor,
      charge.currency,
      charge.walletNumber,
      charge.payerAccount,
      charge.paidAtMs,
      charge.foundAtMs,
      charge.state,
      charge.attempts,
      charge.dueAtMs ?? null,
      charge.returnedAtMs ?? null,
      charge.returnLearntAtMs ?? null,
    );
    return this.sealOf(charge.paymentId);
  }

  /** @param atMs when it happens. */
  update(seen: LateCharge, progress: LateChargeProgress, atMs: number): LateCharge | undefined {
    const returnLearntAtMs = progress.state === 'returned' ? atMs : undefined;
    const { changes } = this.#update.run(
      progress.channelRefundId,
      progress.state,
      progress.attempts,
      progress.dueAtMs ?? null,
      progress.returnedAtMs ?? null,
      returnLearntAtMs ?? null,
      seen.paymentId,
      seen.attempts,
      seen.dueAtMs ?? null,
    );
    return changes === 0 ? undefined : { ...seen, ...progress, returnLearntAtMs };
  }

  lease(nowMs: number, leaseEndMs: number, limit: number): readonly LateCharge[] {
    return this.#lease.all(leaseEndMs, nowMs, limit).map(lateChargeOf);
  }

  /** The seal of a late charge as it stands. */
  sealOf(paymentId: number): string {
    const row = this.#byPayment.get(paymentId);
    return row === undefined ? '' : lateChargeRowSeal(row);
  }

  find(paymentId: number): LateCharge | undefined {
    const row = this.#byPayment.get(paymentId);
    return row === undefined ? undefined : lateChargeOf(row);
  }
}

/** Reads the row of a late charge. */
export function lateChargeOf(row: Row): LateCharge {
  return {
    paymentId: integer(row['payment_id']),
    channelRefundId: text(row['channel_refund_id']),
    amountMinor: integer(row['amount_minor']),
    currency: text(row['currency']),
    walletNumber: text(row['wallet_number']),
    payerAccount: text(row['payer_account']),
    paidAtMs: integer(row['paid_at_ms']),
    foundAtMs: integer(row['found_at_ms']),
    state: text(row['state']) as LateCharge['state'],
    attempts: integer(row['attempts']),
    dueAtMs: optionalInteger(row['due_at_ms']),
    returnedAtMs: optionalInteger(row['returned_at_ms']),
    returnLearntAtMs: optionalInteger(row['return_learnt_at_ms']),
  };
}
