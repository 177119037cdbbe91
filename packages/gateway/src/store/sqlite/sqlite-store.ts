import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { RUNNING_NUMBER_MAX } from '@opencpm/protocol';
import type { Merchant, MerchantChange, NewClientKey, StoredClientKey } from '../../merchant/merchant.ts';
import type { HistoryEntry, NewHistoryEntry } from '../../payment/history-entry.ts';
import type { Payment, PaymentIntent } from '../../payment/payment.ts';
import type { Refund, RefundIntent } from '../../payment/refund.ts';
import type { LateCharge, Reversal } from '../../payment/reversal.ts';
import type { Transaction } from '../../payment/transaction.ts';
import type {
  AcceptResult,
  ConnectorFilter,
  LateChargeProgress,
  Numbered,
  PaymentStep,
  RefundStep,
  ReserveResult,
  Store,
  TransactionFilter,
} from '../store.ts';
import { AuthCodeUses } from './auth-code-uses.ts';
import { DataDirectoryLock } from './data-directory-lock.ts';
import { DueWork } from './due-work.ts';
import { GroupCommit } from './group-commit.ts';
import { beginHistory } from './history-beginning.ts';
import { HistoryRows } from './history-rows.ts';
import { LateChargeRows } from './late-charge-rows.ts';
import { MerchantActs } from './merchant-acts.ts';
import { MerchantRows } from './merchant-rows.ts';
import { Milestones } from './milestones.ts';
import { NoteRows } from './note-rows.ts';
import { NotificationRows } from './notification-rows.ts';
import { openWatched } from './open-watched.ts';
import { Outbox } from './outbox.ts';
import { PaymentRows } from './payment-rows.ts';
import { RefundRows } from './refund-rows.ts';
import { RequestDigests } from './request-digests.ts';
import { ReversalRows } from './reversal-rows.ts';
import { failureKind } from './sqlite-failure.ts';
import { SqliteReports } from './sqlite-reports.ts';
import type { SqliteUpkeep } from './sqlite-upkeep.ts';
import { TransactionList } from './transaction-list.ts';
import { highestRunningNumber } from './watermark.ts';

/** File of the database inside the data directory. */
export const DATABASE_FILE = 'opencpm.db';

/** What is written to find out whether there is room again. */
const PROBE_BYTES = 256 * 1024;

/** What opening a SQLite store needs. */
export interface SqliteStoreOptions {
  /** An existing directory of its own; locked for this process until the store is closed. */
  readonly directory: string;
  readonly nowMs: number;
  /** Called when the file or the disk can no longer be trusted; must stop the process. */
  readonly onFatal: (error: unknown) => void;
  /** Lets a database pass that is older than what the directory has seen before. */
  readonly acceptRestoredBackup?: boolean;
}

/**
 * Storage in one SQLite file of one process: one connection that reads, writes and checkpoints. Reads run between
 * the commit groups and therefore see only what is durable.
 */
export class SqliteStore implements Store {
  /** What has to be done from time to time while the store is open. */
  readonly upkeep: SqliteUpkeep;
  /** Reads for auditors and statements. */
  readonly reports: SqliteReports;
  readonly #lock: DataDirectoryLock;
  readonly #database: DatabaseSync;
  readonly #commits: GroupCommit;
  readonly #onFatal: (error: unknown) => void;
  readonly #history: HistoryRows;
  readonly #acts: MerchantActs;
  readonly #notes: NoteRows;
  readonly #payments: PaymentRows;
  readonly #refunds: RefundRows;
  readonly #reversals: ReversalRows;
  readonly #lateCharges: LateChargeRows;
  readonly #notifications: NotificationRows;
  readonly #outbox: Outbox;
  readonly #due: DueWork;
  readonly #list: TransactionList;
  readonly #merchants: MerchantRows;
  readonly #authCodes: AuthCodeUses;
  readonly #milestones: Milestones;
  readonly #digests: RequestDigests;
  readonly #latestInstantMs: number;
  #lastTransactionNumber: number;

  /** @throws DatabaseProblem when the directory or the database cannot be used. */
  static open(options: SqliteStoreOptions): SqliteStore {
    const lock = DataDirectoryLock.take(options.directory);
    try {
      const { database, upkeep } = openWatched(join(options.directory, DATABASE_FILE), options);
      return new SqliteStore(lock, database, upkeep, options);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  private constructor(
    lock: DataDirectoryLock,
    database: DatabaseSync,
    upkeep: SqliteUpkeep,
    { onFatal, nowMs }: SqliteStoreOptions,
  ) {
    this.#lock = lock;
    this.upkeep = upkeep;
    this.#database = database;
    this.#onFatal = onFatal;
    const history = new HistoryRows(database);
    beginHistory(database, history, nowMs);
    const notifications = new NotificationRows(database);
    const reversals = new ReversalRows(database);
    const lateCharges = new LateChargeRows(database);
    this.#commits = new GroupCommit(database, onFatal, () => history.reload());
    this.#history = history;
    this.#acts = new MerchantActs(database, history);
    this.#notes = new NoteRows(database, history);
    this.reports = new SqliteReports(database, history, this.#acts, {
      read: (run) => this.#read(run),
      nextTurn: () => this.#commits.nextTurn(),
      write: (run) => this.#commits.write(run),
    });
    this.#reversals = reversals;
    this.#lateCharges = lateCharges;
    this.#notifications = notifications;
    this.#outbox = new Outbox(database, notifications, history);
    this.#payments = new PaymentRows(database, { history, notifications, reversals, lateCharges });
    this.#refunds = new RefundRows(database, history, notifications);
    this.#due = new DueWork(database);
    this.#list = new TransactionList(database);
    this.#merchants = new MerchantRows(database);
    this.#authCodes = new AuthCodeUses(database);
    this.#milestones = new Milestones(database);
    this.#digests = new RequestDigests(database);
    const last = database.prepare('SELECT created_at_ms FROM transactions ORDER BY id DESC LIMIT 1').get();
    this.#lastTransactionNumber = highestRunningNumber(database);
    this.#latestInstantMs = Math.max(Number(last?.['created_at_ms'] ?? 0), this.reports.openFromMs);
  }

  nextTransactionNumber(): number {
    if (this.#lastTransactionNumber >= RUNNING_NUMBER_MAX)
      throw new RangeError('all running numbers are used up');
    this.#lastTransactionNumber += 1;
    return this.#lastTransactionNumber;
  }

  latestInstantMs(): number {
    return this.#latestInstantMs;
  }

  acceptPayment(intent: PaymentIntent): Promise<AcceptResult> {
    return this.#commits.write(() => this.#payments.accept(intent));
  }

  changePayment(seen: Payment, step: PaymentStep): Promise<Payment | undefined> {
    return this.#outbox.thenTell(
      step.notification,
      this.#commits.write(() => this.#payments.change(seen, step)),
    );
  }

  findPayment(id: number): Promise<Payment | undefined> {
    return this.#read(() => this.#payments.find(id));
  }

  findReversal(paymentId: number): Promise<Reversal | undefined> {
    return this.#read(() => this.#reversals.find(paymentId));
  }

  reserveRefund(intent: RefundIntent, takingsFromMs?: number): Promise<ReserveResult> {
    return this.#commits.write(() => this.#refunds.reserve(intent, takingsFromMs));
  }

  changeRefund(seen: Refund, step: RefundStep): Promise<Refund | undefined> {
    return this.#outbox.thenTell(
      step.notification,
      this.#commits.write(() => this.#refunds.change(seen, step)),
    );
  }

  findRefund(id: number): Promise<Refund | undefined> {
    return this.#read(() => this.#refunds.find(id));
  }

  refundsOf(paymentId: number): Promise<readonly Refund[]> {
    return this.#read(() => this.#refunds.ofPayment(paymentId));
  }

  listTransactions(filter: TransactionFilter): Promise<readonly Transaction[]> {
    return this.#read(() => this.#list.read(filter));
  }

  leaseDueTransactions(
    nowMs: number,
    leaseEndMs: number,
    limit: number,
    connector?: ConnectorFilter,
  ): Promise<readonly Transaction[]> {
    return this.#commits.sweep(() => this.#due.lease(nowMs, leaseEndMs, limit, connector));
  }

  leaseDueLateCharges(nowMs: number, leaseEndMs: number, limit: number): Promise<readonly LateCharge[]> {
    return this.#commits.sweep(() => this.#lateCharges.lease(nowMs, leaseEndMs, limit));
  }

  findLateCharge(paymentId: number): Promise<LateCharge | undefined> {
    return this.#read(() => this.#lateCharges.find(paymentId));
  }

  changeLateCharge(
    seen: LateCharge,
    progress: LateChargeProgress,
    entry: NewHistoryEntry,
    atMs: number,
  ): Promise<LateCharge | undefined> {
    return this.#commits.write(() => {
      const changed = this.#lateCharges.update(seen, progress, atMs);
      const seals = this.#lateCharges.sealOf(seen.paymentId);
      if (changed !== undefined) this.#history.append(atMs, seen.paymentId, entry, seals);
      return changed;
    });
  }

  nextDueMs(): Promise<number | undefined> {
    return this.#read(() => this.#due.nextDueMs());
  }

  resumeDue(nowMs: number, pauseMs = 0): Promise<number> {
    return this.#commits.write(() => {
      this.#notifications.resume(nowMs);
      return this.#due.resume(nowMs, pauseMs);
    });
  }

  readonly notificationQueues: Store['notificationQueues'] = () =>
    this.#read(() => this.#notifications.queues());

  readonly leaseDueNotifications: Store['leaseDueNotifications'] = (...lease) =>
    this.#commits.sweep(() => this.#notifications.lease(...lease));

  readonly changeNotification: Store['changeNotification'] = (...change) =>
    this.#commits.write(() => this.#outbox.change(...change));

  readonly replayNotification: Store['replayNotification'] = (...replay) =>
    this.#outbox.thenTell(
      replay,
      this.#commits.write(() => this.#outbox.replay(...replay)),
    );

  readonly findNotification: Store['findNotification'] = (key) =>
    this.#read(() => this.#notifications.find(key));

  readonly listNotifications: Store['listNotifications'] = (filter) =>
    this.#read(() => this.#outbox.list(filter));

  onNotificationWaiting(listener: () => void): void {
    this.#outbox.onWaiting = listener;
  }

  addNote(seen: Transaction, note: string, atMs: number): Promise<Transaction | undefined> {
    return this.#commits.write(() => this.#notes.put(seen, note, atMs));
  }

  recordAct(entry: NewHistoryEntry, atMs: number): Promise<void> {
    return this.#commits.write(() => this.#history.append(atMs, undefined, entry));
  }

  readHistory(transactionId: number): Promise<readonly HistoryEntry[]> {
    return this.#read(() => this.#history.ofTransaction(transactionId));
  }

  passMilestone(of: Numbered, node: number, back: number): Promise<void> {
    return this.#commits.write(() => this.#milestones.pass(of, node, back));
  }

  milestone(of: Numbered, node: number, back: number): Promise<number> {
    return this.#read(() => this.#milestones.find(of, node, back));
  }

  forgetAuthCodes(upToId: number, limit: number): Promise<number> {
    return this.#commits.sweep(() => this.#authCodes.forget(upToId, limit));
  }

  findMerchant(appCode: string): Promise<Merchant | undefined> {
    return this.#read(() => this.#merchants.find(appCode));
  }

  listMerchants(): Promise<readonly Merchant[]> {
    return this.#read(() => this.#merchants.list());
  }

  addMerchant(merchant: Merchant, key: NewClientKey): Promise<boolean> {
    return this.#commits.write(() => {
      const added = this.#merchants.add(merchant, key);
      if (added) this.#acts.added(merchant, key);
      return added;
    });
  }

  changeMerchant(appCode: string, change: MerchantChange, atMs: number): Promise<Merchant | undefined> {
    return this.#commits.write(() => {
      const before = this.#merchants.find(appCode);
      const after = this.#merchants.change(appCode, change);
      if (before !== undefined && after !== undefined) this.#acts.changed(before, after, atMs);
      return after;
    });
  }

  listKeys(appCode: string): Promise<readonly StoredClientKey[]> {
    return this.#read(() => this.#merchants.keys(appCode));
  }

  rotateKey(appCode: string, key: NewClientKey, olderExpireAtMs: number): Promise<void> {
    return this.#commits.write(() => {
      this.#merchants.rotateKey(appCode, key, olderExpireAtMs);
      this.#acts.keyRotated(appCode, key, olderExpireAtMs);
    });
  }

  markKeyFirstUsed(appCode: string, keyId: string, atMs: number): Promise<void> {
    return this.#commits.write(() => {
      if (this.#merchants.markFirstUsed(appCode, keyId, atMs)) this.#acts.keyFirstUsed(appCode, keyId, atMs);
    });
  }

  countOldKeyUses(keyId: string, uses: number, latestMs: number): Promise<void> {
    return this.#commits.write(() => this.#merchants.countOldUses(keyId, uses, latestMs));
  }

  claimDigest(digest: string, call: string): Promise<string> {
    return this.#commits.write(() => this.#digests.claim(digest, call));
  }

  forgetRequestDigests(upToNumber: number, limit: number): Promise<number> {
    return this.#commits.sweep(() => this.#digests.forget(upToNumber, limit));
  }

  async isWritable(): Promise<boolean> {
    if (!this.#commits.lastFailed) return true;
    // Larger than what a failed group leaves free in the log: a few bytes would fit there for ever.
    const probe = this.#database.prepare(
      `INSERT INTO facts VALUES ('probe', hex(zeroblob(${PROBE_BYTES / 2})))
       ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    );
    return this.#commits
      .write(() => probe.run())
      .then(
        () => true,
        () => false,
      );
  }

  /** A read that shows a broken file stops the process like a write does, and settles as little. */
  #read<T>(run: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      try {
        resolve(run());
      } catch (error) {
        if (failureKind(error) === 'fatal') this.#onFatal(error);
        else reject(error);
      }
    });
  }

  async close(): Promise<void> {
    this.#commits.close();
    this.upkeep.end();
    this.#database.close();
    this.#lock.release();
  }
}
