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
  LateChargeProgress,
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
import { HistoryRows } from './history-rows.ts';
import { LateChargeRows } from './late-charge-rows.ts';
import { MerchantRows } from './merchant-rows.ts';
import { openDatabase } from './open-database.ts';
import { NotificationRows } from './notification-rows.ts';
import { PaymentRows } from './payment-rows.ts';
import { RefundRows } from './refund-rows.ts';
import { ReversalRows } from './reversal-rows.ts';
import { failureKind } from './sqlite-failure.ts';
import { TransactionList } from './transaction-list.ts';

/** File of the database inside the data directory. */
export const DATABASE_FILE = 'opencpm.db';

/** What opening a SQLite store needs. */
export interface SqliteStoreOptions {
  /** An existing directory of its own; locked for this process until the store is closed. */
  readonly directory: string;
  readonly nowMs: number;
  /** Called when the file or the disk can no longer be trusted; must stop the process. */
  readonly onFatal: (error: unknown) => void;
}

/**
 * Storage in one SQLite file of one process: one connection that reads, writes and checkpoints. Reads run between
 * the commit groups and therefore see only what is durable.
 */
export class SqliteStore implements Store {
  readonly #lock: DataDirectoryLock;
  readonly #database: DatabaseSync;
  readonly #commits: GroupCommit;
  readonly #onFatal: (error: unknown) => void;
  readonly #history: HistoryRows;
  readonly #payments: PaymentRows;
  readonly #refunds: RefundRows;
  readonly #reversals: ReversalRows;
  readonly #lateCharges: LateChargeRows;
  readonly #due: DueWork;
  readonly #list: TransactionList;
  readonly #merchants: MerchantRows;
  readonly #authCodes: AuthCodeUses;
  readonly #latestInstantMs: number;
  #lastTransactionNumber: number;

  /** @throws DatabaseProblem when the directory or the database cannot be used. */
  static open(options: SqliteStoreOptions): SqliteStore {
    const lock = DataDirectoryLock.take(options.directory);
    try {
      const database = openDatabase(join(options.directory, DATABASE_FILE), options.nowMs);
      return new SqliteStore(lock, database, options.onFatal);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  private constructor(lock: DataDirectoryLock, database: DatabaseSync, onFatal: (error: unknown) => void) {
    this.#lock = lock;
    this.#database = database;
    this.#onFatal = onFatal;
    const history = new HistoryRows(database);
    const notifications = new NotificationRows(database);
    const reversals = new ReversalRows(database);
    const lateCharges = new LateChargeRows(database);
    this.#commits = new GroupCommit(database, onFatal, () => history.reload());
    this.#history = history;
    this.#reversals = reversals;
    this.#lateCharges = lateCharges;
    this.#payments = new PaymentRows(database, { history, notifications, reversals, lateCharges });
    this.#refunds = new RefundRows(database, history, notifications);
    this.#due = new DueWork(database);
    this.#list = new TransactionList(database);
    this.#merchants = new MerchantRows(database);
    this.#authCodes = new AuthCodeUses(database);
    const last = database
      .prepare('SELECT id, created_at_ms FROM transactions ORDER BY id DESC LIMIT 1')
      .get();
    this.#lastTransactionNumber = Number(last?.['id'] ?? 0);
    this.#latestInstantMs = Number(last?.['created_at_ms'] ?? 0);
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

  acceptPayment(intent: PaymentIntent, codeReuseFromMs: number): Promise<AcceptResult> {
    return this.#commits.write(() => this.#payments.accept(intent, codeReuseFromMs));
  }

  changePayment(seen: Payment, step: PaymentStep): Promise<Payment | undefined> {
    return this.#commits.write(() => this.#payments.change(seen, step));
  }

  findPayment(id: number): Promise<Payment | undefined> {
    return this.#read(() => this.#payments.find(id));
  }

  findReversal(paymentId: number): Promise<Reversal | undefined> {
    return this.#read(() => this.#reversals.find(paymentId));
  }

  reserveRefund(intent: RefundIntent): Promise<ReserveResult> {
    return this.#commits.write(() => this.#refunds.reserve(intent));
  }

  changeRefund(seen: Refund, step: RefundStep): Promise<Refund | undefined> {
    return this.#commits.write(() => this.#refunds.change(seen, step));
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

  leaseDueTransactions(nowMs: number, leaseEndMs: number, limit: number): Promise<readonly Transaction[]> {
    return this.#commits.write(() => this.#due.lease(nowMs, leaseEndMs, limit));
  }

  leaseDueLateCharges(nowMs: number, leaseEndMs: number, limit: number): Promise<readonly LateCharge[]> {
    return this.#commits.write(() => this.#lateCharges.lease(nowMs, leaseEndMs, limit));
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
      const changed = this.#lateCharges.update(seen, progress);
      if (changed !== undefined) this.#history.append(atMs, seen.paymentId, entry);
      return changed;
    });
  }

  nextDueMs(): Promise<number | undefined> {
    return this.#read(() => this.#due.nextDueMs());
  }

  resumeDue(nowMs: number): Promise<void> {
    return this.#commits.write(() => this.#due.resume(nowMs));
  }

  readHistory(transactionId: number): Promise<readonly HistoryEntry[]> {
    return this.#read(() => this.#history.ofTransaction(transactionId));
  }

  forgetAuthCodes(usedBeforeMs: number, limit: number): Promise<number> {
    return this.#commits.write(() => this.#authCodes.forget(usedBeforeMs, limit));
  }

  findMerchant(appCode: string): Promise<Merchant | undefined> {
    return this.#read(() => this.#merchants.find(appCode));
  }

  listMerchants(): Promise<readonly Merchant[]> {
    return this.#read(() => this.#merchants.list());
  }

  addMerchant(merchant: Merchant, key: NewClientKey): Promise<boolean> {
    return this.#commits.write(() => this.#merchants.add(merchant, key));
  }

  changeMerchant(appCode: string, change: MerchantChange): Promise<Merchant | undefined> {
    return this.#commits.write(() => this.#merchants.change(appCode, change));
  }

  listKeys(appCode: string): Promise<readonly StoredClientKey[]> {
    return this.#read(() => this.#merchants.keys(appCode));
  }

  rotateKey(appCode: string, key: NewClientKey, olderExpireAtMs: number): Promise<void> {
    return this.#commits.write(() => this.#merchants.rotateKey(appCode, key, olderExpireAtMs));
  }

  async isWritable(): Promise<boolean> {
    if (!this.#commits.lastFailed) return true;
    const probe = this.#database.prepare(
      "INSERT INTO facts VALUES ('probe', '') ON CONFLICT (name) DO UPDATE SET value = excluded.value",
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
    this.#database.close();
    this.#lock.release();
  }
}
