import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { notificationStored } from '../../notify/notification-stored.ts';
import type { NewHistoryEntry } from '../../payment/history-entry.ts';
import { newRefund } from '../../payment/new-refund.ts';
import type { Refund, RefundIntent } from '../../payment/refund.ts';
import { isRefundOpen } from '../../payment/refund-state.ts';
import type { RefundStep, ReserveResult } from '../store.ts';
import { integer, text } from './column-values.ts';
import type { HistoryRows } from './history-rows.ts';
import type { NotificationRows } from './notification-rows.ts';
import { notificationSeal, refundSeal, transactionRowSeal } from './row-seal.ts';
import {
  paymentOf,
  refundOf,
  TRANSACTION_COLUMNS,
  TRANSACTION_VALUES,
  transactionOf,
  valuesOfRefund,
} from './transaction-columns.ts';
import { TransactionStatement } from './transaction-statement.ts';

/** Refunds in SQLite. Every method that writes runs inside a transaction that the caller opened. */
export class RefundRows {
  readonly #history: HistoryRows;
  readonly #notifications: NotificationRows;
  readonly #insert: StatementSync;
  readonly #withdraw: StatementSync;
  readonly #reserve: StatementSync;
  readonly #update: StatementSync;
  readonly #settle: StatementSync;
  readonly #release: StatementSync;
  readonly #byId: TransactionStatement;
  readonly #byOrder: TransactionStatement;
  readonly #original: TransactionStatement;
  readonly #takings: StatementSync;
  readonly #ofPayment: TransactionStatement;

  constructor(database: DatabaseSync, history: HistoryRows, notifications: NotificationRows) {
    this.#history = history;
    this.#notifications = notifications;
    this.#insert = database.prepare(
      `INSERT INTO transactions (${TRANSACTION_VALUES.columns}) VALUES (${TRANSACTION_VALUES.marks})
       ON CONFLICT (merchant_number, store_id, order_number) DO NOTHING`,
    );
    this.#withdraw = database.prepare('DELETE FROM transactions WHERE id = ?');
    // The table's CHECK says the same about the sum; here it decides between an answer and an error.
    this.#reserve = database.prepare(
      `UPDATE transactions SET refund_pending_minor = refund_pending_minor + ?1, version = version + 1
       WHERE id = ?2 AND kind = 'payment' AND (state = 'paid' OR state = 'partly_refunded')
         AND refund_pending_minor = 0 AND refunded_minor + ?1 <= amount_minor`,
    );
    this.#takings = database.prepare(
      `SELECT coalesce(sum(CASE
         WHEN kind = 'refund' THEN CASE WHEN state = 'refused' THEN 0 ELSE -amount_minor END
         WHEN state = 'paid' OR state = 'partly_refunded' OR state = 'refunded' THEN amount_minor
         ELSE 0 END), 0) AS takings
       FROM transactions WHERE merchant_number = ? AND created_at_ms >= ? AND currency = ?`,
    );
    this.#update = database.prepare(
      `UPDATE transactions SET state = ?, version = version + 1, respcd = ?, detail = ?, paid_at_ms = ?,
       wallet_number = ?, payer_account = ?, due_at_ms = ?, asks = ? WHERE id = ? AND version = ? AND kind = 'refund'`,
    );
    this.#settle = database.prepare(
      `UPDATE transactions SET refund_pending_minor = refund_pending_minor - ?1, refunded_minor = refunded_minor + ?1,
         state = CASE WHEN refunded_minor + ?1 = amount_minor THEN 'refunded' ELSE 'partly_refunded' END,
         version = version + 1
       WHERE id = ?2 AND kind = 'payment' AND (state = 'paid' OR state = 'partly_refunded')
       RETURNING state, refunded_minor`,
    );
    this.#release = database.prepare(
      `UPDATE transactions SET refund_pending_minor = refund_pending_minor - ?, version = version + 1 WHERE id = ?`,
    );
    const select = (rest: string): TransactionStatement =>
      new TransactionStatement(database, `SELECT ${TRANSACTION_COLUMNS} FROM transactions ${rest}`);
    this.#byId = select(`WHERE id = ? AND kind = 'refund'`);
    this.#byOrder = select('WHERE merchant_number = ? AND store_id = ? AND order_number = ?');
    this.#original = select(`WHERE id = ? AND kind = 'payment'`);
    this.#ofPayment = select('WHERE original_id = ? ORDER BY id');
  }

  reserve(intent: RefundIntent, takingsFromMs: number | undefined): ReserveResult {
    const refund = newRefund(intent);
    const { id, originalId, amountMinor, orderNumber, originalSyssn } = intent;
    if (this.#insert.run(...valuesOfRefund(refund)).changes === 0) {
      const row = this.#byOrder.one(intent.merchantNumber, intent.storeId, orderNumber);
      return { kind: 'order_exists', transaction: transactionOf(row) };
    }
    // The row of this refund counts already, so that two at once cannot share the same takings.
    if (takingsFromMs !== undefined && this.#takingsOf(intent, takingsFromMs) < 0) {
      this.#withdraw.run(id);
      return { kind: 'takings_too_low' };
    }
    if (this.#reserve.run(amountMinor, originalId).changes === 0) {
      this.#withdraw.run(id);
      return { kind: 'not_refundable', payment: paymentOf(this.#original.one(originalId)) };
    }
    const { currency, syssn } = intent;
    const facts = { syssn, amountMinor, currency, orderNumber, originalSyssn };
    this.#history.append(intent.createdAtMs, id, { event: 'refund_reserved', facts }, refundSeal(refund));
    const reservation = { refund: intent.syssn, amountMinor, currency };
    this.#sealOriginal(refund, { event: 'refund_reserved', facts: reservation }, intent.createdAtMs);
    return { kind: 'reserved', refund };
  }

  change(seen: Refund, step: RefundStep): Refund | undefined {
    const { progress, atMs, entry, notification } = step;
    const wasOpen = isRefundOpen(seen.state);
    if (!wasOpen && progress.state !== seen.state) {
      throw new Error(`refund ${seen.syssn} is ${seen.state} and cannot become ${progress.state}`);
    }
    const { changes } = this.#update.run(
      progress.state,
      progress.respcd,
      progress.detail,
      progress.returnedAtMs ?? null,
      progress.walletNumber,
      progress.payerAccount,
      progress.dueAtMs ?? null,
      progress.asks,
      seen.id,
      seen.version,
    );
    if (changes === 0) return undefined;
    const refund: Refund = { ...seen, ...progress, version: seen.version + 1 };
    this.#history.append(atMs, seen.id, entry, refundSeal(refund));
    if (wasOpen && progress.state === 'succeeded') this.#settleReservation(seen, atMs);
    if (wasOpen && progress.state === 'refused') this.#releaseReservation(seen, atMs);
    if (
      notification !== undefined &&
      this.#notifications.insert(notification, seen.id, seen.merchantNumber, atMs)
    ) {
      this.#history.append(
        atMs,
        seen.id,
        notificationStored(notification),
        notificationSeal(notification, seen.id, seen.merchantNumber, atMs),
      );
    }
    return refund;
  }

  /** Turns the reservation into a return and moves the payment, whose own history tells it as well. */
  #settleReservation(refund: Refund, atMs: number): void {
    const { amountMinor, originalId, originalSyssn, syssn } = refund;
    const row = this.#settle.get(amountMinor, originalId);
    if (row === undefined) throw new Error(`payment ${originalSyssn} holds no reservation to settle`);
    const refundedMinor = integer(row['refunded_minor']);
    const from = refundedMinor === amountMinor ? 'paid' : 'partly_refunded';
    const facts = { from, to: text(row['state']), by: 'refund', refund: syssn, refundedMinor };
    this.#sealOriginal(refund, { event: 'payment_changed', facts }, atMs);
  }

  #releaseReservation(refund: Refund, atMs: number): void {
    const { amountMinor, currency, originalId, syssn } = refund;
    this.#release.run(amountMinor, originalId);
    this.#sealOriginal(
      refund,
      { event: 'refund_released', facts: { refund: syssn, amountMinor, currency } },
      atMs,
    );
  }

  /** Tells in the life of the payment what a refund did to it, with the payment's row as it stands now. */
  #sealOriginal({ originalId }: Refund, entry: NewHistoryEntry, atMs: number): void {
    this.#history.append(atMs, originalId, entry, transactionRowSeal(this.#original.one(originalId)));
  }

  #takingsOf({ merchantNumber, currency }: RefundIntent, fromMs: number): number {
    return integer(this.#takings.get(merchantNumber, fromMs, currency)?.['takings']);
  }

  find(id: number): Refund | undefined {
    const row = this.#byId.get(id);
    return row === undefined ? undefined : refundOf(row);
  }

  /** Refunds of a payment, the oldest first. */
  ofPayment(paymentId: number): readonly Refund[] {
    return this.#ofPayment.all(paymentId).map(refundOf);
  }
}
