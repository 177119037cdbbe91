import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Reversal } from '../../payment/reversal.ts';
import { integer, optionalInteger, type Row, text } from './column-values.ts';
import { reversalRowSeal } from './row-seal.ts';

/** Reversals in SQLite. Writing runs inside a transaction that the caller opened. */
export class ReversalRows {
  readonly #put: StatementSync;
  readonly #byPayment: StatementSync;

  constructor(database: DatabaseSync) {
    // A reversal begins once. What is known of it later is only that the wallet acknowledged it.
    this.#put = database.prepare(
      `INSERT INTO reversals VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (payment_id) DO UPDATE SET acknowledged_at_ms = excluded.acknowledged_at_ms RETURNING *`,
    );
    this.#byPayment = database.prepare('SELECT * FROM reversals WHERE payment_id = ?');
  }

  /** @returns the seal of the row. */
  put(reversal: Reversal): string {
    const row = this.#put.get(
      reversal.paymentId,
      reversal.syssn,
      reversal.origin,
      reversal.callerTime,
      reversal.deviceId,
      reversal.begunAtMs,
      reversal.acknowledgedAtMs ?? null,
    );
    return row === undefined ? '' : reversalRowSeal(row);
  }

  find(paymentId: number): Reversal | undefined {
    const row = this.#byPayment.get(paymentId);
    return row === undefined ? undefined : reversalOf(row);
  }
}

function reversalOf(row: Row): Reversal {
  return {
    paymentId: integer(row['payment_id']),
    syssn: text(row['syssn']),
    origin: text(row['origin']) as Reversal['origin'],
    callerTime: text(row['caller_time']),
    deviceId: text(row['device_id']),
    begunAtMs: integer(row['begun_at_ms']),
    acknowledgedAtMs: optionalInteger(row['acknowledged_at_ms']),
  };
}
