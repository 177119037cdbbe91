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
  /** Origin of {@link url}: scheme, host and port. Tries to one endpoint share their limits. */
  readonly endpoint: string;
  readonly body: string;
  readonly state: NotificationState;
  /** Tries so far, replays included. */
  readonly attempts: number;
  /** Tries since the schedule began; a replay begins it anew. */
  readonly scheduleTries: number;
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
  'state' | 'attempts' | 'scheduleTries' | 'dueAtMs' | 'lastAttemptAtMs' | 'lastResult'
>;

/** Notifications of one merchant to one endpoint that have tries ahead. */
export interface NotificationQueue {
  readonly merchantNumber: number;
  readonly endpoint: string;
  /** When the first of them is due. */
  readonly dueAtMs: number;
}

/** Which notifications are listed, the newest first. */
export interface NotificationFilter {
  /** Only these; `undefined` lists every state. */
  readonly state: NotificationState | undefined;
  /** Only of this merchant; `undefined` lists every merchant. */
  readonly merchantNumber: number | undefined;
  readonly limit: number;
}

/**
 * The endpoint of an address: its origin.
 *
 * @throws TypeError when the text is no address; what is stored has been checked before.
 */
export function endpointOf(url: string): string {
  return new URL(url).origin;
}

/** Writes the notification of a success, or none when the merchant has no address for it. */
export type Announce = (transaction: Transaction) => NewNotification | undefined;
