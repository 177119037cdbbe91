import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { CurrencyCode, PayType, WalletFamily } from '@opencpm/protocol';
import { newPayment } from '../../payment/new-payment.ts';
import type { Payment, PaymentIntent, PaymentProgress } from '../../payment/payment.ts';
import type { PaymentState } from '../../payment/state.ts';
import type { AcceptResult } from '../store.ts';

const COLUMNS = `id, syssn, merchant_number, store_id, order_number, pay_type, family, connector, channel_order_id,
  amount_minor, currency, auth_code_hash, caller_time, goods_name, device_id, notify_url, created_at_ms, state, version,
  respcd, detail, paid_at_ms, wallet_number, payer_account, debited_amount_minor, debited_currency, refunded_minor,
  refund_pending_minor`;

/** Payments in SQLite. Every method runs inside a transaction that the caller opened. */
export class PaymentRows {
  readonly #insert: StatementSync;
  readonly #insertUse: StatementSync;
  readonly #withdraw: StatementSync;
  readonly #update: StatementSync;
  readonly #byId: StatementSync;
  readonly #byOrder: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      `INSERT INTO transactions (kind, ${COLUMNS}) VALUES ('payment'${', ?'.repeat(28)})
       ON CONFLICT (merchant_number, store_id, order_number) DO NOTHING`,
    );
    this.#insertUse = database.prepare(
      `INSERT INTO auth_code_uses VALUES (?, ?, ?) ON CONFLICT (code_hash) DO UPDATE
       SET transaction_id = excluded.transaction_id, used_at_ms = excluded.used_at_ms WHERE used_at_ms < ?`,
    );
    this.#withdraw = database.prepare('DELETE FROM transactions WHERE id = ?');
    this.#update = database.prepare(
      `UPDATE transactions SET state = ?, version = version + 1, respcd = ?, detail = ?, paid_at_ms = ?,
       wallet_number = ?, payer_account = ?, debited_amount_minor = ?, debited_currency = ?
       WHERE id = ? AND version = ? AND kind = 'payment'`,
    );
    this.#byId = database.prepare(`SELECT ${COLUMNS} FROM transactions WHERE id = ? AND kind = 'payment'`);
    this.#byOrder = database.prepare(
      `SELECT ${COLUMNS} FROM transactions WHERE merchant_number = ? AND store_id = ? AND order_number = ?`,
    );
  }

  accept(intent: PaymentIntent, codeReuseFromMs: number): AcceptResult {
    const payment = newPayment(intent);
    if (this.#insert.run(...valuesOf(payment)).changes === 0) {
      const row = this.#byOrder.get(intent.merchantNumber, intent.storeId, intent.orderNumber);
      if (row === undefined) throw new Error(`transaction number ${intent.id} was given out twice`);
      return { kind: 'order_exists', payment: paymentOf(row) };
    }
    const use = this.#insertUse.run(intent.authCodeHash, intent.id, intent.createdAtMs, codeReuseFromMs);
    if (use.changes === 0) {
      this.#withdraw.run(intent.id);
      return { kind: 'code_used' };
    }
    return { kind: 'accepted', payment };
  }

  record(seen: Payment, progress: PaymentProgress): Payment | undefined {
    const { changes } = this.#update.run(
      progress.state,
      progress.respcd,
      progress.detail,
      progress.paidAtMs ?? null,
      progress.walletNumber,
      progress.payerAccount,
      progress.debitedAmountMinor ?? null,
      progress.debitedCurrency,
      seen.id,
      seen.version,
    );
    // The same version means the same row, so what was seen is what is stored, and need not be read again.
    return changes === 0 ? undefined : { ...seen, ...progress, version: seen.version + 1 };
  }

  find(id: number): Payment | undefined {
    const row = this.#byId.get(id);
    return row === undefined ? undefined : paymentOf(row);
  }
}

/** The columns of {@link paymentOf}, for statements written elsewhere. */
export const PAYMENT_COLUMNS = COLUMNS;

type Row = Record<string, SQLOutputValue>;

/** Reads a row of {@link PAYMENT_COLUMNS}. */
export function paymentOf(row: Row): Payment {
  return {
    id: integer(row['id']),
    syssn: text(row['syssn']),
    merchantNumber: integer(row['merchant_number']),
    storeId: text(row['store_id']),
    orderNumber: text(row['order_number']),
    payType: text(row['pay_type']) as PayType,
    family: text(row['family']) as WalletFamily,
    connector: text(row['connector']),
    channelOrderId: text(row['channel_order_id']),
    amountMinor: integer(row['amount_minor']),
    currency: text(row['currency']) as CurrencyCode,
    authCodeHash: text(row['auth_code_hash']),
    callerTime: text(row['caller_time']),
    goodsName: text(row['goods_name']),
    deviceId: text(row['device_id']),
    notifyUrl: text(row['notify_url']),
    createdAtMs: integer(row['created_at_ms']),
    state: text(row['state']) as PaymentState,
    version: integer(row['version']),
    respcd: text(row['respcd']),
    detail: text(row['detail']),
    paidAtMs: optionalInteger(row['paid_at_ms']),
    walletNumber: text(row['wallet_number']),
    payerAccount: text(row['payer_account']),
    debitedAmountMinor: optionalInteger(row['debited_amount_minor']),
    debitedCurrency: text(row['debited_currency']),
    refundedMinor: integer(row['refunded_minor']),
    refundPendingMinor: integer(row['refund_pending_minor']),
  };
}

function valuesOf(payment: Payment): (string | number | null)[] {
  return [
    payment.id,
    payment.syssn,
    payment.merchantNumber,
    payment.storeId,
    payment.orderNumber,
    payment.payType,
    payment.family,
    payment.connector,
    payment.channelOrderId,
    payment.amountMinor,
    payment.currency,
    payment.authCodeHash,
    payment.callerTime,
    payment.goodsName,
    payment.deviceId,
    payment.notifyUrl,
    payment.createdAtMs,
    payment.state,
    payment.version,
    payment.respcd,
    payment.detail,
    payment.paidAtMs ?? null,
    payment.walletNumber,
    payment.payerAccount,
    payment.debitedAmountMinor ?? null,
    payment.debitedCurrency,
    payment.refundedMinor,
    payment.refundPendingMinor,
  ];
}

// The tables are STRICT, so a column of another type than its declaration is a broken file, not a case to repair.
function integer(value: SQLOutputValue | undefined): number {
  if (typeof value !== 'number') throw new TypeError('a whole number is missing in the database');
  return value;
}

function optionalInteger(value: SQLOutputValue | undefined): number | undefined {
  return value === null ? undefined : integer(value);
}

function text(value: SQLOutputValue | undefined): string {
  if (typeof value !== 'string') throw new TypeError('a text is missing in the database');
  return value;
}
