import type { DatabaseSync } from 'node:sqlite';
import { StorageUnavailable } from '../store.ts';
import { failureKind } from './sqlite-failure.ts';

/** Most writes that wait for the next commit; more are refused before anything happens. */
const WAITING_MAX = 10_000;

interface Waiting {
  readonly run: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  /** Whether its success proves that the disk takes writes. */
  readonly proves: boolean;
  result: unknown;
}

/**
 * Puts all writes that arrive in one turn of the event loop into one transaction with one sync of the disk. Each
 * caller hears its own result, and only after the commit is durable.
 *
 * The writes must be pure database work: when one of them breaks a rule of the schema the transaction is rolled back
 * and every write of the group runs again in a transaction of its own.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #onFatal: (error: unknown) => void;
  readonly #afterRollback: () => void;
  #waiting: Waiting[] = [];
  #scheduled = false;
  #closed = false;
  #dead = false;
  #lastFailed = false;

  /**
   * @param onFatal must stop the process. The writes of the failed group never settle: nobody knows whether they
   * are durable, so nobody may be told anything.
   * @param afterRollback lets go of what writes of a failed group keep in memory.
   */
  constructor(
    database: DatabaseSync,
    onFatal: (error: unknown) => void,
    afterRollback: () => void = () => undefined,
  ) {
    this.#afterRollback = afterRollback;
    this.#database = database;
    this.#onFatal = onFatal;
  }

  /** Whether the latest commit failed for want of space, permission or a free file. */
  get lastFailed(): boolean {
    return this.#lastFailed;
  }

  /** Runs a write in the next group. Rejects with {@link StorageUnavailable} when nothing was written. */
  write<T>(run: () => T): Promise<T> {
    return this.#enqueue(run, true);
  }

  /** The same for a write that often finds nothing to do: that it succeeds says nothing about the disk. */
  sweep<T>(run: () => T): Promise<T> {
    return this.#enqueue(run, false);
  }

  #enqueue<T>(run: () => T, proves: boolean): Promise<T> {
    // A wallet may still answer while the gateway stops; its answer is asked for again after the next start.
    if (this.#closed) return Promise.reject(new StorageUnavailable('the store is closed'));
    if (this.#waiting.length >= WAITING_MAX) {
      return Promise.reject(new StorageUnavailable('too many writes are waiting for the disk'));
    }
    return new Promise<T>((resolve, reject) => {
      const settle = resolve as (value: unknown) => void;
      this.#waiting.push({ run, resolve: settle, reject, proves, result: undefined });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => this.#flush());
    });
  }

  /**
   * Settles in the next turn of the event loop, in which what waits is committed. Long reads put one between their parts:
   * promises alone would let nobody else have a turn.
   */
  nextTurn(): Promise<void> {
    return new Promise((resolve) => {
      setImmediate(resolve);
    });
  }

  /** Commits what is waiting and takes no more writes. */
  close(): void {
    this.#closed = true;
    this.#flush();
  }

  #flush(): void {
    this.#scheduled = false;
    const group = this.#waiting;
    this.#waiting = [];
    if (group.length > 0) this.#commit(group);
  }

  #commit(group: readonly Waiting[]): void {
    if (this.#dead) return;
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      for (const write of group) write.result = write.run();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#afterFailure(error, group);
      return;
    }
    if (group.some(({ proves }) => proves)) this.#lastFailed = false;
    for (const write of group) write.resolve(write.result);
  }

  #afterFailure(error: unknown, group: readonly Waiting[]): void {
    const kind = failureKind(error);
    if (kind === 'fatal' || !this.#rolledBack()) {
      this.#dead = true;
      this.#onFatal(error);
      return;
    }
    if (kind === 'statement' && group.length > 1) {
      for (const write of group) this.#commit([write]);
      return;
    }
    this.#lastFailed = kind === 'unavailable';
    const reason =
      kind === 'statement'
        ? error
        : new StorageUnavailable('the database cannot write now', { cause: error });
    for (const write of group) write.reject(reason);
  }

  /** A full disk has already rolled back by itself; everything else is rolled back here. */
  #rolledBack(): boolean {
    try {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      this.#afterRollback();
      return true;
    } catch {
      return false;
    }
  }
}
