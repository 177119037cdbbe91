import type { Merchant, StoredClientKey } from '../../packages/gateway/src/merchant/merchant.ts';
import {
  endpointOf,
  type NewNotification,
  type Notification,
} from '../../packages/gateway/src/notify/notification.ts';
import { notificationStored } from '../../packages/gateway/src/notify/notification-stored.ts';
import type { HistoryEntry, NewHistoryEntry } from '../../packages/gateway/src/payment/history-entry.ts';
import type { Payment } from '../../packages/gateway/src/payment/payment.ts';
import type { Refund } from '../../packages/gateway/src/payment/refund.ts';
import type { LateCharge, Reversal } from '../../packages/gateway/src/payment/reversal.ts';
import type { Transaction } from '../../packages/gateway/src/payment/transaction.ts';

/**
 * What the disk holds. It outlives the stores that are opened on it; rows are never changed in place, so whoever read
 * one keeps what was true then.
 */
export class MemoryDatabase {
  /** Counts every change of a row; while it stands still, so does all that is here. */
  changes = 0;
  /** When anything is due at the earliest, as of a number of changes. */
  readonly earliestDue = { changes: -1, atMs: Number.POSITIVE_INFINITY };
  lastTransactionNumber = 0;
  codesForgottenUpToId = 0;
  lastDigestNumber = 0;
  readonly transactions = new Map<number, Transaction>();
  /** Running numbers by merchant, store and order number. */
  readonly byOrder = new Map<string, number>();
  readonly byChannelOrder = new Map<string, number>();
  /** The payment each auth code was used for. */
  readonly authCodes = new Map<string, number>();
  /** Numbers at the milestones of each kind and gateway, the oldest first. */
  readonly milestones = new Map<string, readonly number[]>();
  readonly reversals = new Map<number, Reversal>();
  readonly lateCharges = new Map<number, LateCharge>();
  /** By the number of the transaction they announce. */
  readonly notifications = new Map<number, Notification>();
  readonly digests = new Map<string, { readonly call: string; readonly number: number }>();
  readonly history: HistoryEntry[] = [];
  readonly merchants = new Map<string, Merchant>();
  readonly keys: StoredClientKey[] = [];

  payment(id: number): Payment | undefined {
    const row = this.transactions.get(id);
    return row?.kind === 'payment' ? row : undefined;
  }

  refund(id: number): Refund | undefined {
    const row = this.transactions.get(id);
    return row?.kind === 'refund' ? row : undefined;
  }

  /** Adds a row unless its order number exists; the row found under it then. */
  insert(row: Transaction): Transaction | undefined {
    const orderKey = orderKeyOf(row.merchantNumber, row.storeId, row.orderNumber);
    const existing = this.transactions.get(this.byOrder.get(orderKey) ?? -1);
    if (existing !== undefined) return existing;
    const channelKey = `${row.connector} ${row.kind === 'payment' ? row.channelOrderId : row.channelRefundId}`;
    if (this.transactions.has(row.id)) throw new Error(`transaction number ${row.id} was given out twice`);
    if (this.byChannelOrder.has(channelKey))
      throw new Error(`channel number ${channelKey} was given out twice`);
    this.transactions.set(row.id, row);
    this.byOrder.set(orderKey, row.id);
    this.byChannelOrder.set(channelKey, row.id);
    return undefined;
  }

  /** Takes back a row that {@link insert} added in the same operation. */
  withdraw(row: Transaction): void {
    this.transactions.delete(row.id);
    this.byOrder.delete(orderKeyOf(row.merchantNumber, row.storeId, row.orderNumber));
    this.byChannelOrder.delete(
      `${row.connector} ${row.kind === 'payment' ? row.channelOrderId : row.channelRefundId}`,
    );
  }

  append(atMs: number, transactionId: number | undefined, entry: NewHistoryEntry): void {
    this.history.push({ sequence: this.history.length + 1, atMs, transactionId, ...entry });
  }

  /** Stores a notification, unless its transaction was announced before. */
  announce(news: NewNotification | undefined, about: Transaction, atMs: number): void {
    if (news === undefined || this.notifications.has(about.id)) return;
    this.notifications.set(about.id, {
      id: this.notifications.size + 1,
      notifyId: news.notifyId,
      transactionId: about.id,
      syssn: about.syssn,
      merchantNumber: about.merchantNumber,
      url: news.url,
      endpoint: endpointOf(news.url),
      body: news.body,
      state: 'waiting',
      attempts: 0,
      scheduleTries: 0,
      createdAtMs: atMs,
      dueAtMs: news.dueAtMs,
      lastAttemptAtMs: undefined,
      lastResult: '',
    });
    this.append(atMs, about.id, notificationStored(news));
  }
}

function orderKeyOf(merchantNumber: number, storeId: string, orderNumber: string): string {
  return `${merchantNumber}/${storeId}/${orderNumber}`;
}
