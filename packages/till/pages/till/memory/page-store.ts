const NAME = 'opencpm-till';
const STORE = 'copies';

function openStore(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error ?? new Error('IndexedDB cannot be opened.'));
  });
}

let opened: Promise<IDBDatabase> | undefined;

async function inStore<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  try {
    opened ??= openStore();
    const transaction = (await opened).transaction(STORE, mode);
    return await new Promise((resolve, reject) => {
      const request = ask(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB gave up.'));
    });
  } catch {
    // A browser that keeps nothing shows nothing while it is offline; nothing else depends on the copies.
    return undefined;
  }
}

/** Keeps a copy for when the till's server cannot be reached. */
export async function keepCopy(name: string, value: unknown): Promise<void> {
  await inStore('readwrite', (store) => store.put(value, name));
}

/** The copy of that name; undefined when there is none. */
export function copyOf<T>(name: string): Promise<T | undefined> {
  return inStore('readonly', (store) => store.get(name) as IDBRequest<T | undefined>);
}

/** Forgets everything: whoever comes next shall not read it. */
export async function forgetCopies(): Promise<void> {
  await inStore('readwrite', (store) => store.clear());
}
