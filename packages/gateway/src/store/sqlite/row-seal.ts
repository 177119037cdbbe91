import { hash } from 'node:crypto';
import type { NewNotification } from '../../notify/notification.ts';
import type { Payment } from '../../payment/payment.ts';
import type { Refund } from '../../payment/refund.ts';
import { optionalInteger, type Row } from './column-values.ts';
import { sealedValues, type TransactionRow, valuesOfPayment, valuesOfRefund } from './transaction-columns.ts';

/**
 * Which row a seal is of: the transaction itself, its reversal, its late charge, its notification; and of a merchant
 * its own row, its stores, its keys, its routes. A merchant without routes has no seal of them.
 */
export const SEAL_KINDS = {
  transaction: 't',
  reversal: 'r',
  lateCharge: 'l',
  notification: 'n',
  merchant: 'm',
  stores: 's',
  keys: 'k',
  routes: 'w',
} as const;

/** Letter of a seal. */
export type SealKind = (typeof SEAL_KINDS)[keyof typeof SEAL_KINDS];

/** 132 bits: nobody finds a second row for a given seal. */
const DIGEST_LENGTH = 22;
const SEAL_LENGTH = 1 + DIGEST_LENGTH;

/**
 * The seal of a row: its letter and a digest of its values. JSON, because no two lists of values have the same text, and
 * because anything faster is faster by a tenth. The digest of a row must be the same for ever, so a new column gets a new
 * letter.
 */
export function seal(kind: SealKind, values: readonly unknown[]): string {
  return kind + hash('sha256', JSON.stringify(values), 'base64url').slice(0, DIGEST_LENGTH);
}

/** Seals of an entry by their letters. */
export function readSeals(seals: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at < seals.length; at += SEAL_LENGTH) {
    const one = seals.slice(at, at + SEAL_LENGTH);
    found.set(one.slice(0, 1), one);
  }
  return found;
}

/** The seal of a payment. */
export function paymentSeal(payment: Payment): string {
  return seal(SEAL_KINDS.transaction, sealedValues(valuesOfPayment(payment)));
}

/** The seal of a refund. */
export function refundSeal(refund: Refund): string {
  return seal(SEAL_KINDS.transaction, sealedValues(valuesOfRefund(refund)));
}

/** The seal of a payment or refund as it stands in its row. */
export function transactionRowSeal(row: TransactionRow): string {
  return seal(SEAL_KINDS.transaction, sealedValues(row));
}

/** The seal of a reversal as it stands in its row. */
export function reversalRowSeal(row: Row): string {
  return sealOf(SEAL_KINDS.reversal, REVERSAL_COLUMNS, row);
}

/**
 * The seal of a late charge as it stands in its row. The time at which its return was learnt is covered once it is there,
 * so that rows from before that column keep the seal they have.
 */
export function lateChargeRowSeal(row: Row): string {
  const learnt = optionalInteger(row['return_learnt_at_ms']);
  const columns =
    learnt === undefined ? LATE_CHARGE_COLUMNS : [...LATE_CHARGE_COLUMNS, 'return_learnt_at_ms'];
  return sealOf(SEAL_KINDS.lateCharge, columns, row);
}

/** The seal of a notification as it stands in its row: what is announced to whom, not how often it was tried. */
export function notificationRowSeal(row: Row): string {
  return sealOf(SEAL_KINDS.notification, NOTIFICATION_COLUMNS, row);
}

/** The seal of a notification that is stored now. */
export function notificationSeal(
  { notifyId, url, body }: NewNotification,
  transactionId: number,
  merchantNumber: number,
  createdAtMs: number,
): string {
  return seal(SEAL_KINDS.notification, [notifyId, transactionId, merchantNumber, url, body, createdAtMs]);
}

const REVERSAL_COLUMNS = [
  'payment_id',
  'syssn',
  'origin',
  'caller_time',
  'device_id',
  'begun_at_ms',
  'acknowledged_at_ms',
];

// Without the attempts and the time of the next one: they say when work is done.
const LATE_CHARGE_COLUMNS = [
  'payment_id',
  'channel_refund_id',
  'amount_minor',
  'currency',
  'wallet_number',
  'payer_account',
  'paid_at_ms',
  'found_at_ms',
  'state',
  'returned_at_ms',
];

const NOTIFICATION_COLUMNS = [
  'notify_id',
  'transaction_id',
  'merchant_number',
  'url',
  'body',
  'created_at_ms',
];

function sealOf(kind: SealKind, columns: readonly string[], row: Row): string {
  return seal(
    kind,
    columns.map((column) => row[column]),
  );
}
