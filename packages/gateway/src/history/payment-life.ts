import type { Notification } from '../notify/notification.ts';
import type { HistoryEntry } from '../payment/history-entry.ts';
import type { LateCharge, Reversal } from '../payment/reversal.ts';
import type { Transaction } from '../payment/transaction.ts';

/** What belongs to a payment or refund, without the hash of its auth code, which is nobody's business. */
export type LifeSubject = Transaction extends infer T
  ? T extends unknown
    ? Omit<T, 'authCodeHash'>
    : never
  : never;

/** Everything that is recorded of one payment or refund. */
export interface TransactionLife {
  readonly merchant: { readonly appCode: string; readonly name: string };
  readonly transaction: LifeSubject;
  /** In order. */
  readonly entries: readonly HistoryEntry[];
  readonly reversal: Reversal | undefined;
  readonly lateCharge: LateCharge | undefined;
  readonly notification: Notification | undefined;
  /** Of a payment, the oldest first. */
  readonly refunds: readonly TransactionLife[];
}
