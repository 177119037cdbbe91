import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { newRefund } from '../../payment/new-refund.ts';
import type { Refund, RefundIntent } from '../../payment/refund.ts';
import type { RefundStep, ReserveResult } from '../store.ts';
import type { HistoryRows } from './history-rows.ts';
import type { NotificationRows } from './notification-rows.ts';
import {
  paymentOf,
  refundOf,
  TRANSACTION_COLUMNS,
  TRANSACTION_VALUES,
  transactionOf,
  valuesOfRefund,
} from './transaction-columns.ts';

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
  readonly #byId: StatementSync;
  readonly #byOrder: StatementSync;
  readonly #original: StatementSync;
  readonly #ofPayment: StatementSync;

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
    this.#update = database.prepare(
      `UPDATE transactions SET state = ?, version = version + 1, respcd = ?, detail = ?, paid_at_ms = ?,
       wallet_number = ?, payer_account = ?, due_at_ms = ?, asks = ? WHERE id = ? AND version = ? AND kind = 'refund'`,
    );
    this.#settle = database.prepare(
      `UPDATE transactions SET refund_pending_minor = refund_pending_minor - ?1, refunded_minor = refunded_minor + ?1,
         state = CASE WHEN refunded_minor + ?1 = amount_minor THEN 'refunded' ELSE 'partly_refunded' END,
         version = version + 1 WHERE id = ?2`,
    );
    this.#release = database.prepare(
      `UPDATE transactions SET refund_pending_minor = refund_pending_minor - ?, version = version + 1 WHERE id = ?`,
    );
    const select = (rest: string): StatementSync =>
      database.prepare(`SELECT ${TRANSACTION_COLUMNS} FROM transactions ${rest}`);
    this.#byId = select(`WHERE id = ? AND kind = 'refund'`);
    this.#byOrder = select('WHERE merchant_number = ? AND store_id = ? AND order_number = ?');
    this.#original = select(`WHERE id = ? AND kind = 'payment'`);
    this.#ofPayment = select('WHERE original_id = ? ORDER BY id');
  }

  reserve(intent: RefundIntent): ReserveResult {
    const refund = newRefund(intent);
    const { id, originalId, amountMinor, orderNumber, originalSyssn } = intent;
    if (this.#insert.run(...valuesOfRefund(refund)).changes === 0) {
      const row = this.#byOrder.get(intent.merchantNumber, intent.storeId, orderNumber);
      if (row === undefined) throw new Error(`transaction number ${id} was given out twice`);
      return { kind: 'order_exists', transaction: transactionOf(row) };
    }
    if (this.#reserve.run(amountMinor, originalId).changes === 0) {
      this.#withdraw.run(id);
      const row = this.#original.get(originalId);
      if (row === undefined) throw new Error(`payment ${originalSyssn} has vanished from the store`);
      return { kind: 'not_refundable', payment: paymentOf(row) };
    }
    const { currency } = intent;
    const facts = { amountMinor, currency, orderNumber, originalSyssn };
    this.#history.append(intent.createdAtMs, id, { event: 'refund_reserved', facts });
    return { kind: 'reserved', refund };
  }

  change(seen: Refund, step: RefundStep): Refund | undefined {
    const { progress, atMs, entry, notification } = step;
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
    const wasOpen = seen.state === 'reserved' || seen.state === 'processing';
    if (wasOpen && progress.state === 'succeeded') this.#settle.run(seen.amountMinor, seen.originalId);
    if (wasOpen && progress.state === 'refused') this.#release.run(seen.amountMinor, seen.originalId);
    this.#history.append(atMs, seen.id, entry);
    if (
      notification !== undefined &&
      this.#notifications.insert(notification, seen.id, seen.merchantNumber, atMs)
    ) {
      const { notifyId, url } = notification;
      this.#history.append(atMs, seen.id, { event: 'notification_stored', facts: { notifyId, url } });
    }
    return { ...seen, ...progress, version: seen.version + 1 };
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
