import type { Merchant, MerchantChange, NewClientKey, StoredClientKey } from '../merchant/merchant.ts';
import type {
  NewNotification,
  Notification,
  NotificationFilter,
  NotificationProgress,
  NotificationQueue,
} from '../notify/notification.ts';
import type { HistoryEntry, NewHistoryEntry } from '../payment/history-entry.ts';
import type { Payment, PaymentIntent, PaymentProgress } from '../payment/payment.ts';
import type { Refund, RefundIntent, RefundProgress } from '../payment/refund.ts';
import type { LateCharge, Reversal } from '../payment/reversal.ts';
import type { Transaction } from '../payment/transaction.ts';

/** How the store received an intent. Decided by unique keys, once, whatever arrives at the same time. */
export type AcceptResult =
  /** Durable now: the wallet may be called. */
  | { readonly kind: 'accepted'; readonly payment: Payment }
  /** The order number exists; the payment or refund found under it. Nothing was written. */
  | { readonly kind: 'order_exists'; readonly transaction: Transaction }
  /** The auth code was sent to a wallet for another order within the reuse window. Nothing was written. */
  | { readonly kind: 'code_used' };

/** Everything one change of a payment consists of; all of it becomes durable, or none. */
export interface PaymentStep {
  readonly progress: PaymentProgress;
  /** When it happens, milliseconds since 1970-01-01 UTC. */
  readonly atMs: number;
  /** What the history says about it. */
  readonly entry: NewHistoryEntry;
  /** Announces the success this step brings; kept out when the transaction has been announced before. */
  readonly notification?: NewNotification | undefined;
  /** A reversal that begins with this step, or the one under way with a new fact. */
  readonly reversal?: Reversal | undefined;
  /** A charge that turned up after the verdict; the first one found stays. */
  readonly lateCharge?: LateCharge | undefined;
}

/** How the store received the intent of a refund. Decided in one transaction, whatever arrives at the same time. */
export type ReserveResult =
  /** Durable now, and so is the reservation: the wallet may be called. */
  | { readonly kind: 'reserved'; readonly refund: Refund }
  /** The order number exists; the payment or refund found under it. Nothing was written. */
  | { readonly kind: 'order_exists'; readonly transaction: Transaction }
  /**
   * The payment as it stands is not paid, has another refund under way, or has less than the amount left. Nothing was
   * written.
   */
  | { readonly kind: 'not_refundable'; readonly payment: Payment }
  /** The takings that must cover the refund do not. Nothing was written. */
  | { readonly kind: 'takings_too_low' };

/** Everything one change of a refund consists of. Its reservation is settled or released by the state it comes to. */
export interface RefundStep {
  readonly progress: RefundProgress;
  /** When it happens, milliseconds since 1970-01-01 UTC. */
  readonly atMs: number;
  readonly entry: NewHistoryEntry;
  readonly notification?: NewNotification | undefined;
}

/** The part of a late charge that a try to return it changes; when a return was learnt is the time of the change. */
export type LateChargeProgress = Pick<
  LateCharge,
  'channelRefundId' | 'state' | 'attempts' | 'dueAtMs' | 'returnedAtMs'
>;

/** What is numbered as it is written, so that a number says how old it is at least. */
export type Numbered = 'transactions' | 'request_digests';

/** Whose work is leased: that of one connector, or that of connectors which are not among the named ones. */
export type ConnectorFilter = { readonly only: string } | { readonly except: readonly string[] };

/** Which transactions an enquiry asks for. */
export interface TransactionFilter {
  readonly merchantNumber: number;
  /** Only this store; `undefined` covers the whole merchant. */
  readonly storeId: string | undefined;
  readonly syssns: readonly string[] | undefined;
  readonly orderNumbers: readonly string[] | undefined;
  readonly payTypes: readonly string[] | undefined;
  readonly respcd: string | undefined;
  /** Both ends belong to the window; `undefined` when numbers are given, which find any month. */
  readonly window: { readonly fromMs: number; readonly toMs: number } | undefined;
  readonly limit: number;
  readonly offset: number;
}

/**
 * Storage of money. Every method that writes settles only after its change is durable (invariant I11) and rejects
 * with {@link StorageUnavailable} when nothing was written. One contract suite runs on every adapter.
 */
export interface Store {
  /** A running number nobody else gets; gaps are allowed. */
  nextTransactionNumber(): number;
  /**
   * The instant a process goes on from, earlier than which nothing may be written: the latest `createdAtMs` ever stored, or the
   * first behind a day whose statement was given out. 0 in an empty store.
   */
  latestInstantMs(): number;

  /**
   * Writes an intent and the use of its auth code in one transaction. A use counts until {@link forgetAuthCodes} has
   * forgotten it.
   */
  acceptPayment(intent: PaymentIntent): Promise<AcceptResult>;
  /**
   * Changes a payment if it still has the version that was seen.
   *
   * @returns the payment as it is stored now, or `undefined` when somebody else was faster; nothing was written then.
   */
  changePayment(seen: Payment, step: PaymentStep): Promise<Payment | undefined>;
  findPayment(id: number): Promise<Payment | undefined>;
  findReversal(paymentId: number): Promise<Reversal | undefined>;
  /**
   * Writes the intent of a refund and reserves its amount in one transaction, so that refunds settled and under way
   * never exceed what was paid (invariant I7).
   *
   * @param takingsFromMs when given, what the merchant was paid in the refund's currency since this instant, less all
   * refunds since then, must cover the amount; decided in the same transaction.
   */
  reserveRefund(intent: RefundIntent, takingsFromMs?: number): Promise<ReserveResult>;
  /**
   * Changes a refund if it still has the version that was seen. In the same transaction the payment's reservation
   * becomes a return (`succeeded`) or is let go (`refused`), once: a verdict is never replaced by another state.
   *
   * @returns the refund as it is stored now, or `undefined` when somebody else was faster; nothing was written then.
   */
  changeRefund(seen: Refund, step: RefundStep): Promise<Refund | undefined>;
  findRefund(id: number): Promise<Refund | undefined>;
  /** Refunds of a payment, the oldest first. */
  refundsOf(paymentId: number): Promise<readonly Refund[]>;
  /** Newest `sysdtm` first, then `syssn` descending. */
  listTransactions(filter: TransactionFilter): Promise<readonly Transaction[]>;

  /**
   * Takes transactions whose time has come, the earliest due first, and puts their next time to the end of the lease.
   * The version of each grows, so that whoever worked on it before can no longer change it (fencing).
   *
   * @param connector only the work of these; of all when left out.
   */
  leaseDueTransactions(
    nowMs: number,
    leaseEndMs: number,
    limit: number,
    connector?: ConnectorFilter,
  ): Promise<readonly Transaction[]>;
  /** The same for money to be returned; its next time and its attempts are the fence. */
  leaseDueLateCharges(nowMs: number, leaseEndMs: number, limit: number): Promise<readonly LateCharge[]>;
  findLateCharge(paymentId: number): Promise<LateCharge | undefined>;
  /**
   * Records what came of a try to return a late charge.
   *
   * @param atMs when it happens, on the business clock: the day of a return in the merchant's statement.
   * @returns the late charge as it is stored now, or `undefined` when somebody else was faster.
   */
  changeLateCharge(
    seen: LateCharge,
    progress: LateChargeProgress,
    entry: NewHistoryEntry,
    atMs: number,
  ): Promise<LateCharge | undefined>;
  /** The earliest time at which something is due, `undefined` when nothing is. Notifications do not count. */
  nextDueMs(): Promise<number | undefined>;
  /**
   * Makes due now what was due later. Called once at a start: the clock may stand earlier than it stood before. A
   * notification keeps the wait it was given, counted from now at the most.
   *
   * @param pauseMs transactions become due one after the other, the oldest first, with this pause between them; all
   * at once when left out.
   * @returns how many transactions are due.
   */
  resumeDue(nowMs: number, pauseMs?: number): Promise<number>;

  /** Every queue of notifications with tries ahead, the one that is due first at the front. */
  notificationQueues(): Promise<readonly NotificationQueue[]>;
  /**
   * Takes notifications of one queue whose time has come, the earliest due first, and puts their next time to the end of
   * the lease. Their attempts and their next time are the fence.
   */
  leaseDueNotifications(
    queue: Pick<NotificationQueue, 'merchantNumber' | 'endpoint'>,
    nowMs: number,
    leaseEndMs: number,
    limit: number,
  ): Promise<readonly Notification[]>;
  /** @returns the notification as it is stored now, or `undefined` when somebody else was faster; nothing was written. */
  changeNotification(
    seen: Notification,
    progress: NotificationProgress,
    entry: NewHistoryEntry,
    atMs: number,
  ): Promise<Notification | undefined>;
  /**
   * Begins the tries anew, whatever came of the earlier ones.
   *
   * @param key as for {@link findNotification}.
   * @param dueAtMs when the first of them is due, on the steady clock.
   */
  replayNotification(key: string, dueAtMs: number, atMs: number): Promise<Notification | undefined>;
  /** @param key the notification's own id, or the number (`syssn`) of the payment or refund it announces. */
  findNotification(key: string): Promise<Notification | undefined>;
  listNotifications(filter: NotificationFilter): Promise<readonly Notification[]>;
  /** Names who is told whenever a new or replayed notification has become durable; one listener at a time. */
  onNotificationWaiting(listener: () => void): void;

  /**
   * Replaces the remark of a transaction, if it still has the version that was seen.
   *
   * @returns the transaction as it is stored now, or `undefined` when somebody else was faster; nothing was written.
   */
  addNote(seen: Transaction, note: string, atMs: number): Promise<Transaction | undefined>;
  /** Writes an act that changes no row into the history. */
  recordAct(entry: NewHistoryEntry, atMs: number): Promise<void>;
  /** The life of one payment or refund, in order. */
  readHistory(transactionId: number): Promise<readonly HistoryEntry[]>;
  /**
   * Remembers the highest number as one more milestone of a gateway, and forgets those further back.
   *
   * @param of what is numbered.
   * @param node number of the gateway inside `syssn`: each counts milestones of its own.
   * @param back from 1.
   */
  passMilestone(of: Numbered, node: number, back: number): Promise<void>;
  /** The number at the milestone `back` before the latest; 0 while a gateway has not passed so many. */
  milestone(of: Numbered, node: number, back: number): Promise<number>;
  /**
   * Forgets the auth codes of payments up to a transaction number, at most `limit` of them and the oldest first.
   *
   * @returns how many were forgotten.
   */
  forgetAuthCodes(upToId: number, limit: number): Promise<number>;

  findMerchant(appCode: string): Promise<Merchant | undefined>;
  listMerchants(): Promise<readonly Merchant[]>;
  /** @returns `false` when the app code or one of the stores exists already; nothing was written then. */
  addMerchant(merchant: Merchant, key: NewClientKey): Promise<boolean>;
  /** @returns the changed merchant, or `undefined` when the app code is unknown. */
  changeMerchant(appCode: string, change: MerchantChange, atMs: number): Promise<Merchant | undefined>;
  /** Keys of an app code, the newest first. */
  listKeys(appCode: string): Promise<readonly StoredClientKey[]>;
  /**
   * Adds a key in one transaction: the newest before it lives until `olderExpireAtMs`, earlier ones end at once, so
   * that at most two keys are live.
   */
  rotateKey(appCode: string, key: NewClientKey, olderExpireAtMs: number): Promise<void>;
  /** Notes when a key was first used; a later call changes nothing. */
  markKeyFirstUsed(appCode: string, keyId: string, atMs: number): Promise<void>;
  /** Adds uses of a key that is no longer the newest. */
  countOldKeyUses(keyId: string, uses: number, latestMs: number): Promise<void>;

  /**
   * Remembers which call a signed text was used for, unless it is remembered already.
   *
   * @returns the call the text belongs to: this one, or the one it was used for before.
   */
  claimDigest(digest: string, call: string): Promise<string>;
  /**
   * Forgets texts up to a number, at most `limit` of them and those first used earliest first. Texts are numbered as
   * {@link claimDigest} remembers them; no number comes twice.
   *
   * @returns how many were forgotten.
   */
  forgetRequestDigests(upToNumber: number, limit: number): Promise<number>;

  /** Whether writes succeed; after one that failed this tries another. */
  isWritable(): Promise<boolean>;
  /** Lets go of the files or connections; queued writes are finished first. */
  close(): Promise<void>;
}

/** The change was not made and nothing was half-done; the same request may be sent again later. */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable';
}
