import type {
  Merchant,
  MerchantChange,
  NewClientKey,
  StoredClientKey,
} from '../../packages/gateway/src/merchant/merchant.ts';
import type {
  Notification,
  NotificationFilter,
  NotificationProgress,
  NotificationQueue,
} from '../../packages/gateway/src/notify/notification.ts';
import type { HistoryEntry, NewHistoryEntry } from '../../packages/gateway/src/payment/history-entry.ts';
import type { Payment, PaymentIntent } from '../../packages/gateway/src/payment/payment.ts';
import type { Refund, RefundIntent } from '../../packages/gateway/src/payment/refund.ts';
import type { LateCharge, Reversal } from '../../packages/gateway/src/payment/reversal.ts';
import type { Transaction } from '../../packages/gateway/src/payment/transaction.ts';
import {
  type AcceptResult,
  type ConnectorFilter,
  type LateChargeProgress,
  type Numbered,
  type PaymentStep,
  type RefundStep,
  type ReserveResult,
  StorageUnavailable,
  type Store,
  type TransactionFilter,
} from '../../packages/gateway/src/store/store.ts';
import type { MemoryDatabase } from './memory-database.ts';
import * as due from './memory-due.ts';
import { listTransactions } from './memory-list.ts';
import * as merchants from './memory-merchants.ts';
import * as outbox from './memory-outbox.ts';
import * as payments from './memory-payments.ts';

/**
 * A store that keeps its rows in memory, for the speed of simulations. It passes the contract of stores. Every
 * operation takes effect at once and as a whole; time, faults and crashes come from the line in front of it.
 */
export class MemoryStore implements Store {
  readonly #database: MemoryDatabase;
  readonly #latestInstantMs: number;
  #closed = false;
  #onWaiting: () => void = () => undefined;

  constructor(database: MemoryDatabase) {
    this.#database = database;
    const reversed = [...database.reversals.values()].map(({ syssn }) => Number(syssn.slice(-10)));
    const last = Math.max(0, ...database.transactions.keys(), ...reversed);
    database.lastTransactionNumber = Math.max(database.lastTransactionNumber, last);
    // Several gateways share this store, and the one with the highest number need not have the latest clock.
    this.#latestInstantMs = Math.max(
      0,
      ...[...database.transactions.values()].map(({ createdAtMs }) => createdAtMs),
    );
  }

  nextTransactionNumber(): number {
    this.#database.lastTransactionNumber += 1;
    return this.#database.lastTransactionNumber;
  }

  latestInstantMs(): number {
    return this.#latestInstantMs;
  }

  acceptPayment(intent: PaymentIntent): Promise<AcceptResult> {
    return this.#write((database) => payments.acceptPayment(database, intent));
  }

  changePayment(seen: Payment, step: PaymentStep): Promise<Payment | undefined> {
    return this.#announced(step, (database) => payments.changePayment(database, seen, step));
  }

  async findPayment(id: number): Promise<Payment | undefined> {
    return this.#database.payment(id);
  }

  async findReversal(paymentId: number): Promise<Reversal | undefined> {
    return this.#database.reversals.get(paymentId);
  }

  reserveRefund(intent: RefundIntent, takingsFromMs?: number): Promise<ReserveResult> {
    return this.#write((database) => payments.reserveRefund(database, intent, takingsFromMs));
  }

  changeRefund(seen: Refund, step: RefundStep): Promise<Refund | undefined> {
    return this.#announced(step, (database) => payments.changeRefund(database, seen, step));
  }

  async findRefund(id: number): Promise<Refund | undefined> {
    return this.#database.refund(id);
  }

  async refundsOf(paymentId: number): Promise<readonly Refund[]> {
    return [...this.#database.transactions.values()]
      .filter((row): row is Refund => row.kind === 'refund' && row.originalId === paymentId)
      .sort((left, right) => left.id - right.id);
  }

  async listTransactions(filter: TransactionFilter): Promise<readonly Transaction[]> {
    return listTransactions(this.#database, filter);
  }

  leaseDueTransactions(
    nowMs: number,
    leaseEndMs: number,
    limit: number,
    connector?: ConnectorFilter,
  ): Promise<readonly Transaction[]> {
    return this.#lease((database) => due.leaseDueTransactions(database, nowMs, leaseEndMs, limit, connector));
  }

  leaseDueLateCharges(nowMs: number, leaseEndMs: number, limit: number): Promise<readonly LateCharge[]> {
    return this.#lease((database) => due.leaseDueLateCharges(database, nowMs, leaseEndMs, limit));
  }

  /** Whether a lease would take transactions. */
  isTransactionDue(nowMs: number, connector?: ConnectorFilter): boolean {
    return due.isAnyDue(this.#database.transactions, nowMs, (row) => due.isOf(row, connector));
  }

  /** Whether a lease would take late charges. */
  isLateChargeDue(nowMs: number): boolean {
    return due.isAnyDue(this.#database.lateCharges, nowMs);
  }

  async findLateCharge(paymentId: number): Promise<LateCharge | undefined> {
    return this.#database.lateCharges.get(paymentId);
  }

  changeLateCharge(
    seen: LateCharge,
    progress: LateChargeProgress,
    entry: NewHistoryEntry,
    atMs: number,
  ): Promise<LateCharge | undefined> {
    return this.#write((database) => {
      const stored = database.lateCharges.get(seen.paymentId);
      if (stored?.attempts !== seen.attempts || stored.dueAtMs !== seen.dueAtMs) return undefined;
      const returnLearntAtMs = progress.state === 'returned' ? atMs : undefined;
      const changed = { ...stored, ...progress, returnLearntAtMs };
      database.lateCharges.set(seen.paymentId, changed);
      database.append(atMs, seen.paymentId, entry);
      return changed;
    });
  }

  async nextDueMs(): Promise<number | undefined> {
    return due.nextDueMs(this.#database);
  }

  resumeDue(nowMs: number, pauseMs = 0): Promise<number> {
    return this.#write((database) => due.resumeDue(database, nowMs, pauseMs));
  }

  async notificationQueues(): Promise<readonly NotificationQueue[]> {
    return outbox.notificationQueues(this.#database);
  }

  leaseDueNotifications(
    queue: Pick<NotificationQueue, 'merchantNumber' | 'endpoint'>,
    nowMs: number,
    leaseEndMs: number,
    limit: number,
  ): Promise<readonly Notification[]> {
    return this.#lease((database) => outbox.leaseDueNotifications(database, queue, nowMs, leaseEndMs, limit));
  }

  changeNotification(
    seen: Notification,
    progress: NotificationProgress,
    entry: NewHistoryEntry,
    atMs: number,
  ): Promise<Notification | undefined> {
    return this.#write((database) => outbox.changeNotification(database, seen, progress, entry, atMs));
  }

  async replayNotification(key: string, dueAtMs: number, atMs: number): Promise<Notification | undefined> {
    const replayed = await this.#write((database) => outbox.replayNotification(database, key, dueAtMs, atMs));
    if (replayed !== undefined) this.#onWaiting();
    return replayed;
  }

  async findNotification(key: string): Promise<Notification | undefined> {
    return outbox.findNotification(this.#database, key);
  }

  async listNotifications(filter: NotificationFilter): Promise<readonly Notification[]> {
    return outbox.listNotifications(this.#database, filter);
  }

  onNotificationWaiting(listener: () => void): void {
    this.#onWaiting = listener;
  }

  addNote(seen: Transaction, note: string, atMs: number): Promise<Transaction | undefined> {
    return this.#write((database) => {
      const stored = database.transactions.get(seen.id);
      if (stored?.version !== seen.version) return undefined;
      const changed = { ...stored, note, version: stored.version + 1 };
      database.transactions.set(changed.id, changed);
      database.append(atMs, changed.id, { event: 'note_added', facts: { note } });
      return changed;
    });
  }

  recordAct(entry: NewHistoryEntry, atMs: number): Promise<void> {
    return this.#write((database) => database.append(atMs, undefined, entry));
  }

  async readHistory(transactionId: number): Promise<readonly HistoryEntry[]> {
    return this.#database.history.filter((entry) => entry.transactionId === transactionId);
  }

  passMilestone(of: Numbered, node: number, back: number): Promise<void> {
    return this.#write(({ milestones, transactions, digests }) => {
      const numbers = of === 'transactions' ? [...transactions.keys()] : [...digests.values()].map(numberOf);
      const key = `${of} ${node}`;
      milestones.set(key, [...(milestones.get(key) ?? []), Math.max(0, ...numbers)].slice(-back - 1));
    });
  }

  async milestone(of: Numbered, node: number, back: number): Promise<number> {
    return this.#database.milestones.get(`${of} ${node}`)?.at(-back - 1) ?? 0;
  }

  forgetAuthCodes(upToId: number, limit: number): Promise<number> {
    return this.#sweep((database) => {
      let forgotten = 0;
      for (const row of [...database.transactions.values()].sort((left, right) => left.id - right.id)) {
        if (row.kind !== 'payment' || row.id <= database.codesForgottenUpToId) continue;
        if (forgotten === limit || row.id > upToId) break;
        if (database.authCodes.get(row.authCodeHash) === row.id) database.authCodes.delete(row.authCodeHash);
        database.codesForgottenUpToId = row.id;
        forgotten += 1;
      }
      return forgotten;
    });
  }

  async findMerchant(appCode: string): Promise<Merchant | undefined> {
    return this.#database.merchants.get(appCode);
  }

  async listMerchants(): Promise<readonly Merchant[]> {
    return [...this.#database.merchants.values()];
  }

  addMerchant(merchant: Merchant, key: NewClientKey): Promise<boolean> {
    return this.#write((database) => merchants.addMerchant(database, merchant, key));
  }

  changeMerchant(appCode: string, change: MerchantChange, _atMs: number): Promise<Merchant | undefined> {
    return this.#write((database) => merchants.changeMerchant(database, appCode, change));
  }

  async listKeys(appCode: string): Promise<readonly StoredClientKey[]> {
    return merchants.keysOf(this.#database, appCode);
  }

  rotateKey(appCode: string, key: NewClientKey, olderExpireAtMs: number): Promise<void> {
    return this.#write((database) => merchants.rotateKey(database, appCode, key, olderExpireAtMs));
  }

  markKeyFirstUsed(appCode: string, keyId: string, atMs: number): Promise<void> {
    return this.#write((database) => merchants.markKeyFirstUsed(database, appCode, keyId, atMs));
  }

  countOldKeyUses(keyId: string, uses: number, latestMs: number): Promise<void> {
    return this.#write((database) => merchants.countOldKeyUses(database, keyId, uses, latestMs));
  }

  claimDigest(digest: string, call: string): Promise<string> {
    return this.#write((database) => {
      const known = database.digests.get(digest);
      if (known !== undefined) return known.call;
      database.lastDigestNumber += 1;
      database.digests.set(digest, { call, number: database.lastDigestNumber });
      return call;
    });
  }

  forgetRequestDigests(upToNumber: number, limit: number): Promise<number> {
    return this.#sweep(({ digests }) => {
      const old = [...digests]
        .filter(([, { number }]) => number <= upToNumber)
        .sort(([, left], [, right]) => left.number - right.number)
        .slice(0, limit);
      for (const [digest] of old) digests.delete(digest);
      return old.length;
    });
  }

  async isWritable(): Promise<boolean> {
    return !this.#closed;
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  /** Tells the listener when a change that brings a notification has become durable. */
  async #announced<T>(
    step: PaymentStep | RefundStep,
    run: (database: MemoryDatabase) => T | undefined,
  ): Promise<T | undefined> {
    const changed = await this.#write(run);
    if (step.notification !== undefined && changed !== undefined) this.#onWaiting();
    return changed;
  }

  async #write<T>(run: (database: MemoryDatabase) => T): Promise<T> {
    if (this.#closed) throw new StorageUnavailable('the store is closed');
    this.#database.changes += 1;
    return run(this.#database);
  }

  /** Takes rows that are due; where none is, nothing changes. */
  async #lease<Row>(run: (database: MemoryDatabase) => readonly Row[]): Promise<readonly Row[]> {
    if (this.#closed) throw new StorageUnavailable('the store is closed');
    const rows = run(this.#database);
    this.#database.changes += rows.length;
    return rows;
  }

  /** Forgets what is old and says how much it was; where that is nothing, nothing changes. */
  async #sweep(run: (database: MemoryDatabase) => number): Promise<number> {
    if (this.#closed) throw new StorageUnavailable('the store is closed');
    const forgotten = run(this.#database);
    this.#database.changes += forgotten;
    return forgotten;
  }
}

function numberOf({ number }: { readonly number: number }): number {
  return number;
}
