import type { Transaction } from '../payment/transaction.ts';

/** A notification about to be stored, with the state it announces and in the same transaction (invariant I8). */
export interface NewNotification {
  /** Sent as `X-QF-NOTIFY-ID`; the same on every try. */
  readonly notifyId: string;
  readonly url: string;
  /** The exact bytes of the body, ASCII; every try sends these. */
  readonly body: string;
  /** When the first try is due, on the steady clock. */
  readonly dueAtMs: number;
}

/** Where a notification stands. `given_up` ends the tries by themselves; an operator may begin them anew. */
export type NotificationState = 'waiting' | 'acknowledged' | 'given_up';

/** A stored notification. */
export interface Notification {
  /** Place among all notifications, from 1. */
  readonly id: number;
  readonly notifyId: string;
  /** Running number of the payment or refund it announces; each is announced once. */
  readonly transactionId: number;
  readonly syssn: string;
  readonly merchantNumber: number;
  readonly url: string;
  readonly body: string;
  readonly state: NotificationState;
  /** Tries so far, replays included. */
  readonly attempts: number;
  readonly createdAtMs: number;
  /** When the next try is due, or until when the present one is leased; absent once it has ended. */
  readonly dueAtMs: number | undefined;
  readonly lastAttemptAtMs: number | undefined;
  /** What came of the latest try, in words; empty before the first. */
  readonly lastResult: string;
}

/** What a try changes. */
export type NotificationProgress = Pick<
  Notification,
  'state' | 'attempts' | 'dueAtMs' | 'lastAttemptAtMs' | 'lastResult'
>;

/** Writes the notification of a success, or none when the merchant has no address for it. */
export type Announce = (transaction: Transaction) => NewNotification | undefined;
