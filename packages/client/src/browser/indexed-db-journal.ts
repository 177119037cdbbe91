import { applyProgress } from '../apply-progress.ts';
import type { Attempt, AttemptProgress, Release } from '../attempt.ts';
import { CODE_REUSE_MS, findObstacle } from '../find-obstacle.ts';
import type { Journal } from '../journal.ts';
import type { BrowserStorage, Database, ObjectStore, Transaction } from './browser-storage.ts';

/** How a journal in a browser is kept. */
export interface IndexedDbJournalOptions {
  /** Name of the database; pages of one origin that give the same name share the journal. */
  readonly name?: string | undefined;
  /** How long attempts with a verdict are kept, in milliseconds; 7 days when left out, and never less than a day. */
  readonly keepMs?: number | undefined;
  /** The browser's own when left out. */
  readonly storage?: BrowserStorage | undefined;
}

const STORE = 'attempts';
const VERSION = 1;
const KEEP_MS = 7 * 24 * 3_600_000;

/**
 * A journal in the IndexedDB of a browser: it survives reloads and a browser that is killed. All tabs of an origin share
 * it, and two of them never work on the same attempt: a Web Lock says who does, and goes when its tab does.
 *
 * Every change asks for `durability: 'strict'`, so it is on disk before the call settles, where the browser keeps its
 * word. A browser may still empty its storage when its owner asks for that: a till whose money hangs on the journal keeps
 * it in a file.
 */
export class IndexedDbJournal implements Journal {
  readonly #database: Database;
  readonly #locks: BrowserStorage['navigator']['locks'];
  readonly #name: string;
  readonly #keepMs: number;

  private constructor(database: Database, storage: BrowserStorage, name: string, keepMs: number) {
    this.#database = database;
    this.#locks = storage.navigator.locks;
    this.#name = name;
    this.#keepMs = keepMs;
    // Another version of the page wants to open it: a tab that holds on would stop it.
    database.onversionchange = () => database.close();
  }

  /**
   * Opens the journal, or begins one.
   *
   * @throws Error when the browser keeps nothing, as in some private windows.
   */
  static async open(options: IndexedDbJournalOptions = {}): Promise<IndexedDbJournal> {
    const { name = 'opencpm-journal', keepMs = KEEP_MS, storage = browserStorage() } = options;
    const database = await openDatabase(storage, name);
    return new IndexedDbJournal(database, storage, name, Math.max(keepMs, CODE_REUSE_MS));
  }

  async begin(attempt: Attempt): Promise<Attempt | undefined> {
    return this.#change((attempts, store) => {
      const obstacle = findObstacle(attempts, attempt);
      if (obstacle !== undefined) return obstacle;
      for (const { orderNumber, verdict, startedAtMs } of attempts) {
        const isOld = attempt.startedAtMs - startedAtMs > this.#keepMs;
        if (verdict !== undefined && isOld) store.delete(orderNumber);
      }
      store.put(attempt);
      return undefined;
    });
  }

  async update(orderNumber: string, progress: AttemptProgress): Promise<void> {
    await this.#replace(orderNumber, (attempt) => applyProgress(attempt, progress));
  }

  async release(orderNumber: string, release: Release): Promise<void> {
    await this.#replace(orderNumber, (attempt) => ({ ...attempt, release }));
  }

  async find(orderNumber: string): Promise<Attempt | undefined> {
    return (await this.#all()).find((attempt) => attempt.orderNumber === orderNumber);
  }

  async listBasket(basketId: string): Promise<readonly Attempt[]> {
    return (await this.#all()).filter((attempt) => attempt.basketId === basketId);
  }

  async listOpen(): Promise<readonly Attempt[]> {
    return (await this.#all()).filter(({ verdict }) => verdict === undefined);
  }

  exclusively<T>(orderNumber: string, run: () => Promise<T>): Promise<T | undefined> {
    return this.#locks.request<T>(`${this.#name} ${orderNumber}`, { ifAvailable: true }, async (lock) =>
      lock === null ? undefined : run(),
    );
  }

  /** Gives the database back. Calls after this one fail. */
  close(): void {
    this.#database.close();
  }

  #all(): Promise<readonly Attempt[]> {
    return this.#inTransaction('readonly', (attempts) => attempts);
  }

  /** Reads an attempt and writes it anew in one transaction, so that nothing another tab writes meanwhile is lost. */
  #replace(orderNumber: string, change: (attempt: Attempt) => Attempt): Promise<void> {
    return this.#change((attempts, store) => {
      const attempt = attempts.find((each) => each.orderNumber === orderNumber);
      if (attempt === undefined) throw new Error(`the journal has no attempt ${orderNumber}`);
      store.put(change(attempt));
    });
  }

  #change<T>(change: (attempts: readonly Attempt[], store: ObjectStore) => T): Promise<T> {
    return this.#inTransaction('readwrite', change);
  }

  /** Reads all attempts, the oldest first, and changes them in the same transaction: whole, or not at all. */
  #inTransaction<T>(
    mode: 'readonly' | 'readwrite',
    run: (attempts: readonly Attempt[], store: ObjectStore) => T,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction([STORE], mode, { durability: 'strict' });
      let outcome: { readonly value: T } | { readonly error: unknown } | undefined;
      const store = transaction.objectStore(STORE);
      const reading = store.getAll();
      reading.onsuccess = () => {
        // Only a page of this class writes here.
        const attempts = (reading.result as Attempt[]).sort(
          (left, right) => left.startedAtMs - right.startedAtMs,
        );
        try {
          outcome = { value: run(attempts, store) };
        } catch (error) {
          outcome = { error };
          transaction.abort();
        }
      };
      transaction.oncomplete = () => {
        if (outcome !== undefined && 'value' in outcome) resolve(outcome.value);
      };
      transaction.onabort = () => reject(errorOf(outcome, transaction));
    });
  }
}

function errorOf(outcome: object | undefined, transaction: Transaction): unknown {
  if (outcome !== undefined && 'error' in outcome) return outcome.error;
  return new Error(`the journal cannot be written: ${String(transaction.error)}`);
}

function browserStorage(): BrowserStorage {
  const { indexedDB, navigator } = globalThis as unknown as Partial<BrowserStorage>;
  if (indexedDB === undefined || navigator?.locks === undefined) {
    throw new Error(
      'this browser has no IndexedDB or no Web Locks; open the page over HTTPS or at localhost',
    );
  }
  return { indexedDB, navigator };
}

function openDatabase({ indexedDB }: BrowserStorage, name: string): Promise<Database> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, VERSION);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'orderNumber' });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(new Error(`the journal cannot be opened: ${String(opening.error)}`));
    opening.onblocked = () => reject(new Error('the journal is in use by an older page; close its tabs'));
  });
}
