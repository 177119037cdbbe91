import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { DigestAlgorithm } from '@opencpm/protocol';
import type {
  Merchant,
  MerchantChange,
  MerchantStore,
  NewClientKey,
  StoredClientKey,
} from '../../merchant/merchant.ts';

type Row = Record<string, SQLOutputValue>;

/** Merchants, stores and keys in SQLite. Writing methods run inside a transaction that the caller opened. */
export class MerchantRows {
  readonly #database: DatabaseSync;
  readonly #byAppCode: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    // Kept ready, because strangers can ask for app codes that do not exist as often as they like.
    this.#byAppCode = database.prepare('SELECT * FROM merchants WHERE app_code = ?');
  }

  find(appCode: string): Merchant | undefined {
    const row = this.#byAppCode.get(appCode);
    return row === undefined ? undefined : this.#merchantOf(row);
  }

  list(): readonly Merchant[] {
    return this.#database
      .prepare('SELECT * FROM merchants ORDER BY merchant_number')
      .all()
      .map((row) => this.#merchantOf(row));
  }

  add(merchant: Merchant, key: NewClientKey): boolean {
    if (this.find(merchant.appCode) !== undefined) return false;
    if (merchant.stores.some(({ storeId }) => this.#ownerOf(storeId) !== undefined)) return false;
    const { lastInsertRowid } = this.#database
      .prepare(
        `INSERT INTO merchants (app_code, name, kind, status, pay_types, currencies, notify_url, notify_prefixes,
         minimum_algorithm, hmac_only, raw_values_allowed, requests_per_second_max, requests_per_minute_max, created_at_ms)
         VALUES (?${', ?'.repeat(13)})`,
      )
      .run(
        merchant.appCode,
        merchant.name,
        merchant.kind,
        merchant.status,
        ...settingsOf(merchant),
        merchant.createdAtMs,
      );
    this.#putStores(Number(lastInsertRowid), merchant.stores);
    this.#putRoutes(Number(lastInsertRowid), merchant.routes);
    this.#addKey(merchant.appCode, key);
    return true;
  }

  change(appCode: string, change: MerchantChange): Merchant | undefined {
    const stored = this.find(appCode);
    if (stored === undefined) return undefined;
    const { stores, routes, ...settings } = change;
    const merchant = { ...stored, ...settings };
    this.#database
      .prepare(
        `UPDATE merchants SET name = ?, status = ?, pay_types = ?, currencies = ?, notify_url = ?, notify_prefixes = ?,
         minimum_algorithm = ?, hmac_only = ?, raw_values_allowed = ?, requests_per_second_max = ?, requests_per_minute_max = ?
         WHERE app_code = ?`,
      )
      .run(merchant.name, merchant.status, ...settingsOf(merchant), appCode);
    this.#putStores(stored.merchantNumber, stores ?? []);
    this.#putRoutes(stored.merchantNumber, routes ?? {});
    return this.find(appCode);
  }

  keys(appCode: string): readonly StoredClientKey[] {
    return this.#database
      .prepare('SELECT * FROM client_keys WHERE app_code = ? ORDER BY key_number DESC')
      .all(appCode)
      .map(keyOf);
  }

  rotateKey(appCode: string, key: NewClientKey, olderExpireAtMs: number): void {
    // The newest key lives on for the overlap; whatever an earlier rotation left alive ends now.
    this.#database
      .prepare(
        `UPDATE client_keys SET expires_at_ms = min(coalesce(expires_at_ms, ?1), ?1)
         WHERE app_code = ?2 AND key_number < (SELECT max(key_number) FROM client_keys WHERE app_code = ?2)`,
      )
      .run(key.createdAtMs, appCode);
    this.#database
      .prepare('UPDATE client_keys SET expires_at_ms = ? WHERE app_code = ? AND expires_at_ms IS NULL')
      .run(olderExpireAtMs, appCode);
    this.#addKey(appCode, key);
  }

  /** @returns whether it is the first use indeed. */
  markFirstUsed(appCode: string, keyId: string, atMs: number): boolean {
    const { changes } = this.#database
      .prepare(
        `UPDATE client_keys SET first_used_at_ms = ?
         WHERE app_code = ? AND key_id = ? AND first_used_at_ms IS NULL`,
      )
      .run(atMs, appCode, keyId);
    return changes === 1;
  }

  countOldUses(keyId: string, uses: number, latestMs: number): void {
    this.#database
      .prepare('UPDATE client_keys SET old_uses = old_uses + ?, last_old_use_at_ms = ? WHERE key_id = ?')
      .run(uses, latestMs, keyId);
  }

  #addKey(appCode: string, key: NewClientKey): void {
    this.#database
      .prepare(
        'INSERT INTO client_keys (key_id, app_code, sealed, created_at_ms, minimum_algorithm) VALUES (?, ?, ?, ?, ?)',
      )
      .run(key.keyId, appCode, key.sealed, key.createdAtMs, key.minimumAlgorithm ?? 'MD5');
  }

  #putStores(merchantNumber: number, stores: readonly MerchantStore[]): void {
    const put = this.#database.prepare(
      `INSERT INTO stores VALUES (?, ?, ?, ?)
       ON CONFLICT (store_id) DO UPDATE SET name = excluded.name, status = excluded.status
       WHERE merchant_number = excluded.merchant_number`,
    );
    for (const { storeId, name, status } of stores) put.run(storeId, merchantNumber, name, status);
  }

  #ownerOf(storeId: string): SQLOutputValue | undefined {
    return this.#database.prepare('SELECT merchant_number FROM stores WHERE store_id = ?').get(storeId)?.[
      'merchant_number'
    ];
  }

  #merchantOf(row: Row): Merchant {
    const merchantNumber = Number(row['merchant_number']);
    return {
      merchantNumber,
      appCode: String(row['app_code']),
      name: String(row['name']),
      kind: String(row['kind']) as Merchant['kind'],
      status: String(row['status']) as Merchant['status'],
      payTypes: JSON.parse(String(row['pay_types'])) as Merchant['payTypes'],
      routes: this.#routesOf(merchantNumber),
      currencies: JSON.parse(String(row['currencies'])) as Merchant['currencies'],
      notifyUrl: String(row['notify_url']),
      notifyPrefixes: JSON.parse(String(row['notify_prefixes'])) as string[],
      signaturePolicy: {
        minimumAlgorithm: row['hmac_only'] === 1 ? 'HMAC-SHA256' : algorithmOf(row),
        rawValuesAllowed: row['raw_values_allowed'] === 1,
      },
      requestsPerSecondMax: Number(row['requests_per_second_max']),
      requestsPerMinuteMax: Number(row['requests_per_minute_max']),
      stores: this.#storesOf(merchantNumber),
      createdAtMs: Number(row['created_at_ms']),
    };
  }

  /** An empty name takes a route away. */
  #putRoutes(merchantNumber: number, routes: Merchant['routes']): void {
    const put = this.#database.prepare('INSERT OR REPLACE INTO merchant_routes VALUES (?, ?, ?)');
    const remove = this.#database.prepare(
      'DELETE FROM merchant_routes WHERE merchant_number = ? AND pay_type = ?',
    );
    for (const [payType, connector] of Object.entries(routes)) {
      if (connector === '') remove.run(merchantNumber, payType);
      else put.run(merchantNumber, payType, connector);
    }
  }

  #routesOf(merchantNumber: number): Merchant['routes'] {
    const rows = this.#database
      .prepare('SELECT pay_type, connector FROM merchant_routes WHERE merchant_number = ? ORDER BY pay_type')
      .all(merchantNumber);
    return Object.fromEntries(rows.map((row) => [String(row['pay_type']), String(row['connector'])]));
  }

  #storesOf(merchantNumber: number): readonly MerchantStore[] {
    return this.#database
      .prepare('SELECT store_id, name, status FROM stores WHERE merchant_number = ? ORDER BY store_id')
      .all(merchantNumber)
      .map((row) => ({
        storeId: String(row['store_id']),
        name: String(row['name']),
        status: String(row['status']) as MerchantStore['status'],
      }));
  }
}

function settingsOf(merchant: Merchant): (string | number)[] {
  return [
    JSON.stringify(merchant.payTypes),
    JSON.stringify(merchant.currencies),
    merchant.notifyUrl,
    JSON.stringify(merchant.notifyPrefixes),
    merchant.signaturePolicy.minimumAlgorithm === 'MD5' ? 'MD5' : 'SHA256',
    merchant.signaturePolicy.minimumAlgorithm === 'HMAC-SHA256' ? 1 : 0,
    merchant.signaturePolicy.rawValuesAllowed ? 1 : 0,
    merchant.requestsPerSecondMax,
    merchant.requestsPerMinuteMax,
  ];
}

function keyOf(row: Row): StoredClientKey {
  const { sealed } = row;
  if (!(sealed instanceof Uint8Array)) throw new TypeError('a client key is missing in the database');
  return {
    keyId: String(row['key_id']),
    appCode: String(row['app_code']),
    sealed,
    createdAtMs: Number(row['created_at_ms']),
    expiresAtMs: instantOf(row['expires_at_ms']),
    minimumAlgorithm: algorithmOf(row),
    firstUsedAtMs: instantOf(row['first_used_at_ms']),
    oldUses: Number(row['old_uses']),
    lastOldUseAtMs: instantOf(row['last_old_use_at_ms']),
  };
}

function algorithmOf(row: Row): DigestAlgorithm {
  return row['minimum_algorithm'] === 'SHA256' ? 'SHA256' : 'MD5';
}

function instantOf(value: SQLOutputValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
