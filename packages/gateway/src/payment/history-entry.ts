/**
 * What can be written into the history. Every change of money is written with the state it describes, in one
 * transaction (invariant I14).
 *
 * - `payment_accepted`: an intent was written; nothing was sent yet.
 * - `payment_changed`: a fact or a decision moved the payment.
 * - `wallet_asked`: a wallet was called and its answer moved nothing.
 * - `reversal_begun`, `reversal_acknowledged`: steps of undoing a payment.
 * - `late_charge_found`, `late_charge_asked`, `late_charge_returned`: money taken after the verdict "not paid".
 * - `refund_reserved`, `refund_changed`: steps of a refund; they stand in the life of the refund.
 * - `refund_reserved`, `refund_released`: in the life of the payment, what a refund holds back or lets go of it.
 * - `notification_stored`, `notification_tried`, `notification_acknowledged`, `notification_given_up`,
 *   `notification_replayed`: the merchant is told.
 * - `note_added`: a merchant's remark.
 * - `merchant_added`, `merchant_changed`, `key_added`, `key_rotated`, `key_first_used`: acts of administration.
 * - `history_begun`: the database held rows before there was a history; they carry no seal until they change.
 * - `gateway_started`: a process began to work on this database.
 */
export const HISTORY_EVENTS = [
  'payment_accepted',
  'payment_changed',
  'wallet_asked',
  'reversal_begun',
  'reversal_acknowledged',
  'late_charge_found',
  'late_charge_asked',
  'late_charge_returned',
  'refund_reserved',
  'refund_changed',
  'refund_released',
  'notification_stored',
  'notification_tried',
  'notification_acknowledged',
  'notification_given_up',
  'notification_replayed',
  'note_added',
  'merchant_added',
  'merchant_changed',
  'key_added',
  'key_rotated',
  'key_first_used',
  'history_begun',
  'gateway_started',
] as const;

/** Kind of a history entry. */
export type HistoryEvent = (typeof HISTORY_EVENTS)[number];

/** What an entry says beside its kind. Never a key, an auth code or a whole signature. */
export type HistoryFacts = Readonly<Record<string, string | number | boolean | undefined>>;

/** An entry about to be written. */
export interface NewHistoryEntry {
  readonly event: HistoryEvent;
  readonly facts: HistoryFacts;
}

/** An entry of the history. */
export interface HistoryEntry {
  /** Place in the history of the whole gateway, from 1 without gaps. */
  readonly sequence: number;
  readonly atMs: number;
  /** Running number of the payment or refund it belongs to; absent for acts of administration. */
  readonly transactionId: number | undefined;
  readonly event: HistoryEvent;
  readonly facts: HistoryFacts;
}
