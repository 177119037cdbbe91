import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { notificationStored } from '../../notify/notification-stored.ts';
import { newPayment } from '../../payment/new-payment.ts';
import type { Payment, PaymentIntent } from '../../payment/payment.ts';
import type { AcceptResult, PaymentStep } from '../store.ts';
import type { HistoryRows } from './history-rows.ts';
import type { LateChargeRows } from './late-charge-rows.ts';
import type { NotificationRows } from './notification-rows.ts';
import type { ReversalRows } from './reversal-rows.ts';
import { notificationSeal, paymentSeal } from './row-seal.ts';
import {
  paymentOf,
  TRANSACTION_COLUMNS,
  TRANSACTION_VALUES,
  transactionOf,
  valuesOfPayment,
} from './transaction-columns.ts';
import { TransactionStatement } from './transaction-statement.ts';

/** Rows that are written together with a payment. */
export interface PaymentCompanions {
  readonly history: HistoryRows;
  readonly notifications: NotificationRows;
  readonly reversals: ReversalRows;
  readonly lateCharges: LateChargeRows;
}

/** Payments in SQLite. Every method that writes runs inside a transaction that the caller opened. */
export class PaymentRows {
  readonly #companions: PaymentCompanions;
  readonly #insert: StatementSync;
  readonly #insertUse: StatementSync;
  readonly #withdraw: StatementSync;
  readonly #update: StatementSync;
  readonly #byId: TransactionStatement;
  readonly #byOrder: TransactionStatement;

  constructor(database: DatabaseSync, companions: PaymentCompanions) {
    this.#companions = companions;
    this.#insert = database.prepare(
      `INSERT INTO transactions (${TRANSACTION_VALUES.columns}) VALUES (${TRANSACTION_VALUES.marks})
       ON CONFLICT (merchant_number, store_id, order_number) DO NOTHING`,
    );
    this.#insertUse = database.prepare(
      'INSERT INTO auth_code_uses VALUES (?, ?, ?) ON CONFLICT (code_hash) DO NOTHING',
    );
    this.#withdraw = database.prepare('DELETE FROM transactions WHERE id = ?');
    this.#update = database.prepare(
      `UPDATE transactions SET state = ?, version = version + 1, respcd = ?, detail = ?, paid_at_ms = ?,
       wallet_number = ?, payer_account = ?, debited_amount_minor = ?, debited_currency = ?, due_at_ms = ?, asks = ?
       WHERE id = ? AND version = ? AND kind = 'payment'`,
    );
    this.#byId = new TransactionStatement(
      database,
      `SELECT ${TRANSACTION_COLUMNS} FROM transactions WHERE id = ? AND kind = 'payment'`,
    );
    this.#byOrder = new TransactionStatement(
      database,
      `SELECT ${TRANSACTION_COLUMNS} FROM transactions
       WHERE merchant_number = ? AND store_id = ? AND order_number = ?`,
    );
  }

  accept(intent: PaymentIntent): AcceptResult {
    const payment = newPayment(intent);
    if (this.#insert.run(...valuesOfPayment(payment)).changes === 0) {
      const row = this.#byOrder.one(intent.merchantNumber, intent.storeId, intent.orderNumber);
      return { kind: 'order_exists', transaction: transactionOf(row) };
    }
    const use = this.#insertUse.run(intent.authCodeHash, intent.id, intent.createdAtMs);
    if (use.changes === 0) {
      this.#withdraw.run(intent.id);
      return { kind: 'code_used' };
    }
    const { syssn, amountMinor, currency, orderNumber, connector } = intent;
    const facts = { syssn, amountMinor, currency, orderNumber, connector };
    this.#companions.history.append(
      intent.createdAtMs,
      intent.id,
      { event: 'payment_accepted', facts },
      paymentSeal(payment),
    );
    return { kind: 'accepted', payment };
  }

  change(seen: Payment, step: PaymentStep): Payment | undefined {
    const { progress, atMs, entry, notification, reversal, lateCharge } = step;
    const { changes } = this.#update.run(
      progress.state,
      progress.respcd,
      progress.detail,
      progress.paidAtMs ?? null,
      progress.walletNumber,
      progress.payerAccount,
      progress.debitedAmountMinor ?? null,
      progress.debitedCurrency,
      progress.dueAtMs ?? null,
      progress.asks,
      seen.id,
      seen.version,
    );
    if (changes === 0) return undefined;
    // The same version means the same row, so what was seen is what is stored, and need not be read again.
    const payment: Payment = { ...seen, ...progress, version: seen.version + 1 };
    const { history, notifications, reversals, lateCharges } = this.#companions;
    let seals = paymentSeal(payment);
    if (reversal !== undefined) seals += reversals.put(reversal);
    if (lateCharge !== undefined) seals += lateCharges.insert(lateCharge);
    history.append(atMs, seen.id, entry, seals);
    if (
      notification !== undefined &&
      notifications.insert(notification, seen.id, seen.merchantNumber, atMs)
    ) {
      history.append(
        atMs,
        seen.id,
        notificationStored(notification),
        notificationSeal(notification, seen.id, seen.merchantNumber, atMs),
      );
    }
    return payment;
  }

  find(id: number): Payment | undefined {
    const row = this.#byId.get(id);
    return row === undefined ? undefined : paymentOf(row);
  }
}
