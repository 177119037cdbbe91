import type {
  Merchant,
  MerchantChange,
  MerchantStore,
  NewClientKey,
  StoredClientKey,
} from '../../packages/gateway/src/merchant/merchant.ts';
import type { MemoryDatabase } from './memory-database.ts';

/** Adds a merchant with its first key; `false` when the app code or one of the stores exists. */
export function addMerchant(database: MemoryDatabase, merchant: Merchant, key: NewClientKey): boolean {
  const taken = [...database.merchants.values()].some(
    ({ appCode, stores }) =>
      appCode === merchant.appCode ||
      stores.some(({ storeId }) => merchant.stores.some((asked) => asked.storeId === storeId)),
  );
  if (taken) return false;
  const merchantNumber = database.merchants.size + 1;
  database.merchants.set(merchant.appCode, { ...merchant, merchantNumber });
  database.keys.push(freshKey(merchant.appCode, key));
  return true;
}

/** Changes what is named; stores of somebody else stay where they are. */
export function changeMerchant(
  database: MemoryDatabase,
  appCode: string,
  change: MerchantChange,
): Merchant | undefined {
  const stored = database.merchants.get(appCode);
  if (stored === undefined) return undefined;
  const foreign = new Set(
    [...database.merchants.values()]
      .filter((merchant) => merchant.appCode !== appCode)
      .flatMap(({ stores }) => stores.map(({ storeId }) => storeId)),
  );
  const stores = new Map<string, MerchantStore>(stored.stores.map((store) => [store.storeId, store]));
  for (const store of change.stores ?? []) if (!foreign.has(store.storeId)) stores.set(store.storeId, store);
  const changed = {
    ...stored,
    ...change,
    routes: routesAfter(stored.routes, change.routes),
    stores: [...stores.values()].sort((left, right) => (left.storeId < right.storeId ? -1 : 1)),
  };
  database.merchants.set(appCode, changed);
  return changed;
}

/** What is not named stays; an empty name takes a route away. */
function routesAfter(before: Merchant['routes'], change: Merchant['routes'] = {}): Merchant['routes'] {
  const after = Object.entries({ ...before, ...change }).filter(([, connector]) => connector !== '');
  return Object.fromEntries(after);
}

/** Keys of an app code, the newest first. */
export function keysOf(database: MemoryDatabase, appCode: string): readonly StoredClientKey[] {
  return database.keys.filter((key) => key.appCode === appCode).toReversed();
}

/** Adds a key; the newest before it lives for the overlap, older ones end now. */
export function rotateKey(
  database: MemoryDatabase,
  appCode: string,
  key: NewClientKey,
  olderExpireAtMs: number,
): void {
  const newest = database.keys.findLastIndex((each) => each.appCode === appCode);
  for (const [index, each] of database.keys.entries()) {
    if (each.appCode !== appCode) continue;
    const expiresAtMs =
      index === newest
        ? (each.expiresAtMs ?? olderExpireAtMs)
        : Math.min(each.expiresAtMs ?? Number.POSITIVE_INFINITY, key.createdAtMs);
    database.keys[index] = { ...each, expiresAtMs };
  }
  database.keys.push(freshKey(appCode, key));
}

/** Notes the first use of a key, once. */
export function markKeyFirstUsed(
  database: MemoryDatabase,
  appCode: string,
  keyId: string,
  atMs: number,
): void {
  replaceKey(database, keyId, (key) =>
    key.appCode === appCode && key.firstUsedAtMs === undefined ? { ...key, firstUsedAtMs: atMs } : key,
  );
}

/** Adds uses of a key that is no longer the newest. */
export function countOldKeyUses(
  database: MemoryDatabase,
  keyId: string,
  uses: number,
  latestMs: number,
): void {
  replaceKey(database, keyId, (key) => ({ ...key, oldUses: key.oldUses + uses, lastOldUseAtMs: latestMs }));
}

function replaceKey(
  database: MemoryDatabase,
  keyId: string,
  change: (key: StoredClientKey) => StoredClientKey,
): void {
  const index = database.keys.findIndex((key) => key.keyId === keyId);
  const key = database.keys[index];
  if (key !== undefined) database.keys[index] = change(key);
}

function freshKey(appCode: string, key: NewClientKey): StoredClientKey {
  return {
    keyId: key.keyId,
    sealed: key.sealed,
    createdAtMs: key.createdAtMs,
    appCode,
    expiresAtMs: undefined,
    minimumAlgorithm: key.minimumAlgorithm ?? 'MD5',
    firstUsedAtMs: undefined,
    oldUses: 0,
    lastOldUseAtMs: undefined,
  };
}
