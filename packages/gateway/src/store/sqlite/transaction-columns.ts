import type { SQLOutputValue } from 'node:sqlite';
import type { CurrencyCode, PayType, WalletFamily } from '@opencpm/protocol';
import type { Payment } from '../../payment/payment.ts';
import type { Refund } from '../../payment/refund.ts';
import type { RefundState } from '../../payment/refund-state.ts';
import type { PaymentState } from '../../payment/state.ts';
import type { Transaction } from '../../payment/transaction.ts';
import { integer, optionalInteger, text } from './column-values.ts';

type Value = string | number | null;

const COLUMNS = [
  'kind',
  'id',
  'syssn',
  'merchant_number',
  'store_id',
  'order_number',
  'original_id',
  'original_syssn',
  'original_channel_order_id',
  'pay_type',
  'family',
  'connector',
  'channel_order_id',
  'amount_minor',
  'currency',
  'auth_code_hash',
  'caller_time',
  'goods_name',
  'device_id',
  'notify_url',
  'created_at_ms',
  'state',
  'respcd',
  'detail',
  'paid_at_ms',
  'wallet_number',
  'payer_account',
  'debited_amount_minor',
  'debited_currency',
  'refunded_minor',
  'refund_pending_minor',
  'note',
  'version',
  'due_at_ms',
  'asks',
] as const;

/** A row as a list of the columns {@link TRANSACTION_COLUMNS}, in their order. */
export type TransactionRow = readonly SQLOutputValue[];

/** Place of each column in a {@link TransactionRow}. */
export const COLUMN = Object.fromEntries(COLUMNS.map((column, place) => [column, place])) as Readonly<
  Record<(typeof COLUMNS)[number], number>
>;

/** What the last columns hold says when work is done, not what happened to money: a seal leaves them out. */
const UNSEALED_COLUMNS = 3;

/** Columns {@link transactionOf} reads, for a SELECT. */
export const TRANSACTION_COLUMNS = COLUMNS.join(', ');

/** Columns and question marks of an INSERT of {@link valuesOfPayment} or {@link valuesOfRefund}. */
export const TRANSACTION_VALUES = { columns: TRANSACTION_COLUMNS, marks: COLUMNS.map(() => '?').join(', ') };

/**
 * The values a seal covers, of a row or of an INSERT of {@link valuesOfPayment} or {@link valuesOfRefund}: both are the
 * same.
 */
export function sealedValues(values: TransactionRow): TransactionRow {
  return values.slice(0, -UNSEALED_COLUMNS);
}

/** The fields that payments and refunds have under the same names; kind and state differ in their values. */
type CommonFields = Omit<Pick<Payment, keyof Payment & keyof Refund>, 'kind' | 'state'>;

/** A payment or a refund, by the kind of its row. */
export function transactionOf(row: TransactionRow): Transaction {
  return row[COLUMN.kind] === 'refund' ? refundOf(row) : paymentOf(row);
}

/** Reads the row of a payment. */
export function paymentOf(row: TransactionRow): Payment {
  return {
    ...commonOf(row),
    kind: 'payment',
    channelOrderId: text(row[COLUMN.channel_order_id]),
    authCodeHash: text(row[COLUMN.auth_code_hash]),
    goodsName: text(row[COLUMN.goods_name]),
    state: text(row[COLUMN.state]) as PaymentState,
    paidAtMs: optionalInteger(row[COLUMN.paid_at_ms]),
    debitedAmountMinor: optionalInteger(row[COLUMN.debited_amount_minor]),
    debitedCurrency: text(row[COLUMN.debited_currency]),
    refundedMinor: integer(row[COLUMN.refunded_minor]),
    refundPendingMinor: integer(row[COLUMN.refund_pending_minor]),
  };
}

/** Reads the row of a refund. */
export function refundOf(row: TransactionRow): Refund {
  return {
    ...commonOf(row),
    kind: 'refund',
    originalId: integer(row[COLUMN.original_id]),
    originalSyssn: text(row[COLUMN.original_syssn]),
    originalChannelOrderId: text(row[COLUMN.original_channel_order_id]),
    channelRefundId: text(row[COLUMN.channel_order_id]),
    state: text(row[COLUMN.state]) as RefundState,
    returnedAtMs: optionalInteger(row[COLUMN.paid_at_ms]),
  };
}

/** What payments and refunds have alike. */
function commonOf(row: TransactionRow): CommonFields {
  return {
    id: integer(row[COLUMN.id]),
    syssn: text(row[COLUMN.syssn]),
    merchantNumber: integer(row[COLUMN.merchant_number]),
    storeId: text(row[COLUMN.store_id]),
    orderNumber: text(row[COLUMN.order_number]),
    payType: text(row[COLUMN.pay_type]) as PayType,
    family: text(row[COLUMN.family]) as WalletFamily,
    connector: text(row[COLUMN.connector]),
    amountMinor: integer(row[COLUMN.amount_minor]),
    currency: text(row[COLUMN.currency]) as CurrencyCode,
    callerTime: text(row[COLUMN.caller_time]),
    deviceId: text(row[COLUMN.device_id]),
    notifyUrl: text(row[COLUMN.notify_url]),
    createdAtMs: integer(row[COLUMN.created_at_ms]),
    version: integer(row[COLUMN.version]),
    respcd: text(row[COLUMN.respcd]),
    detail: text(row[COLUMN.detail]),
    walletNumber: text(row[COLUMN.wallet_number]),
    payerAccount: text(row[COLUMN.payer_account]),
    dueAtMs: optionalInteger(row[COLUMN.due_at_ms]),
    asks: integer(row[COLUMN.asks]),
    note: text(row[COLUMN.note]),
  };
}

/** A payment as the values of an INSERT. */
export function valuesOfPayment(payment: Payment): Value[] {
  return [
    'payment',
    payment.id,
    payment.syssn,
    payment.merchantNumber,
    payment.storeId,
    payment.orderNumber,
    null,
    '',
    '',
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
    payment.respcd,
    payment.detail,
    payment.paidAtMs ?? null,
    payment.walletNumber,
    payment.payerAccount,
    payment.debitedAmountMinor ?? null,
    payment.debitedCurrency,
    payment.refundedMinor,
    payment.refundPendingMinor,
    payment.note,
    payment.version,
    payment.dueAtMs ?? null,
    payment.asks,
  ];
}

/** A refund as the values of an INSERT. What only payments have is empty. */
export function valuesOfRefund(refund: Refund): Value[] {
  return [
    'refund',
    refund.id,
    refund.syssn,
    refund.merchantNumber,
    refund.storeId,
    refund.orderNumber,
    refund.originalId,
    refund.originalSyssn,
    refund.originalChannelOrderId,
    refund.payType,
    refund.family,
    refund.connector,
    refund.channelRefundId,
    refund.amountMinor,
    refund.currency,
    '',
    refund.callerTime,
    '',
    refund.deviceId,
    refund.notifyUrl,
    refund.createdAtMs,
    refund.state,
    refund.respcd,
    refund.detail,
    refund.returnedAtMs ?? null,
    refund.walletNumber,
    refund.payerAccount,
    null,
    '',
    0,
    0,
    refund.note,
    refund.version,
    refund.dueAtMs ?? null,
    refund.asks,
  ];
}
