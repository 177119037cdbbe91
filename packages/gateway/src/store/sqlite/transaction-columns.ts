import type { CurrencyCode, PayType, WalletFamily } from '@opencpm/protocol';
import type { Payment } from '../../payment/payment.ts';
import type { PaymentState } from '../../payment/state.ts';
import type { Refund } from '../../payment/refund.ts';
import type { RefundState } from '../../payment/refund-state.ts';
import type { Transaction } from '../../payment/transaction.ts';
import { integer, optionalInteger, type Row, text } from './column-values.ts';

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

/** What the last columns hold says when work is done, not what happened to money: a seal leaves them out. */
const UNSEALED_COLUMNS = 3;
const SEALED_COLUMNS = COLUMNS.slice(0, -UNSEALED_COLUMNS);

/** Columns {@link transactionOf} reads, for a SELECT. */
export const TRANSACTION_COLUMNS = COLUMNS.join(', ');

/** Columns and question marks of an INSERT of {@link valuesOfPayment} or {@link valuesOfRefund}. */
export const TRANSACTION_VALUES = { columns: TRANSACTION_COLUMNS, marks: COLUMNS.map(() => '?').join(', ') };

/** The values a seal covers, of an INSERT of {@link valuesOfPayment} or {@link valuesOfRefund}. */
export function sealedValues(values: readonly Value[]): readonly Value[] {
  return values.slice(0, -UNSEALED_COLUMNS);
}

/** The values a seal covers, as they stand in a row; the same as those that were written. */
export function sealedValuesOf(row: Row): readonly unknown[] {
  return SEALED_COLUMNS.map((column) => row[column]);
}

/** The fields that payments and refunds have under the same names; kind and state differ in their values. */
type CommonFields = Omit<Pick<Payment, keyof Payment & keyof Refund>, 'kind' | 'state'>;

/** A payment or a refund, by the kind of its row. */
export function transactionOf(row: Row): Transaction {
  return row['kind'] === 'refund' ? refundOf(row) : paymentOf(row);
}

/** Reads the row of a payment. */
export function paymentOf(row: Row): Payment {
  return {
    ...commonOf(row),
    kind: 'payment',
    channelOrderId: text(row['channel_order_id']),
    authCodeHash: text(row['auth_code_hash']),
    goodsName: text(row['goods_name']),
    state: text(row['state']) as PaymentState,
    paidAtMs: optionalInteger(row['paid_at_ms']),
    debitedAmountMinor: optionalInteger(row['debited_amount_minor']),
    debitedCurrency: text(row['debited_currency']),
    refundedMinor: integer(row['refunded_minor']),
    refundPendingMinor: integer(row['refund_pending_minor']),
  };
}

/** Reads the row of a refund. */
export function refundOf(row: Row): Refund {
  return {
    ...commonOf(row),
    kind: 'refund',
    originalId: integer(row['original_id']),
    originalSyssn: text(row['original_syssn']),
    originalChannelOrderId: text(row['original_channel_order_id']),
    channelRefundId: text(row['channel_order_id']),
    state: text(row['state']) as RefundState,
    returnedAtMs: optionalInteger(row['paid_at_ms']),
  };
}

/** What payments and refunds have alike. */
function commonOf(row: Row): CommonFields {
  return {
    id: integer(row['id']),
    syssn: text(row['syssn']),
    merchantNumber: integer(row['merchant_number']),
    storeId: text(row['store_id']),
    orderNumber: text(row['order_number']),
    payType: text(row['pay_type']) as PayType,
    family: text(row['family']) as WalletFamily,
    connector: text(row['connector']),
    amountMinor: integer(row['amount_minor']),
    currency: text(row['currency']) as CurrencyCode,
    callerTime: text(row['caller_time']),
    deviceId: text(row['device_id']),
    notifyUrl: text(row['notify_url']),
    createdAtMs: integer(row['created_at_ms']),
    version: integer(row['version']),
    respcd: text(row['respcd']),
    detail: text(row['detail']),
    walletNumber: text(row['wallet_number']),
    payerAccount: text(row['payer_account']),
    dueAtMs: optionalInteger(row['due_at_ms']),
    asks: integer(row['asks']),
    note: text(row['note']),
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
