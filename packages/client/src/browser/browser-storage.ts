/**
 * What a browser offers for keeping attempts, as far as the journal uses it. Written down here, so that the types of the
 * client need no declarations of a browser; `globalThis` of every browser fits.
 */
export interface BrowserStorage {
  readonly indexedDB: DatabaseFactory;
  readonly navigator: { readonly locks: LockManagerLike };
}

/** `IDBFactory`. */
interface DatabaseFactory {
  open(name: string, version: number): OpenRequest;
}

/** `LockManager`. */
interface LockManagerLike {
  request<T>(
    name: string,
    options: { readonly ifAvailable: true },
    callback: (lock: unknown) => Promise<T | undefined>,
  ): Promise<T | undefined>;
}

/** `IDBRequest`. */
interface Request<T> {
  readonly result: T;
  readonly error: unknown;
  onsuccess: ((event: never) => unknown) | null;
  onerror: ((event: never) => unknown) | null;
}

/** `IDBOpenDBRequest`. */
interface OpenRequest extends Request<Database> {
  onupgradeneeded: ((event: never) => unknown) | null;
  onblocked: ((event: never) => unknown) | null;
}

/** `IDBDatabase`. */
export interface Database {
  createObjectStore(name: string, options: { readonly keyPath: string }): unknown;
  transaction(
    names: readonly string[],
    mode: 'readonly' | 'readwrite',
    options: { readonly durability: 'strict' },
  ): Transaction;
  close(): void;
  onversionchange: ((event: never) => unknown) | null;
}

/** `IDBTransaction`. */
export interface Transaction {
  objectStore(name: string): ObjectStore;
  abort(): void;
  readonly error: unknown;
  oncomplete: ((event: never) => unknown) | null;
  onabort: ((event: never) => unknown) | null;
}

/** `IDBObjectStore`. */
export interface ObjectStore {
  getAll(): Request<unknown[]>;
  put(value: unknown): Request<unknown>;
  delete(key: string): Request<unknown>;
}
