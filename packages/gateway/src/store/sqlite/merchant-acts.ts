import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Merchant, NewClientKey } from '../../merchant/merchant.ts';
import type { HistoryFacts } from '../../payment/history-entry.ts';
import type { Row } from './column-values.ts';
import type { HistoryRows } from './history-rows.ts';
import { SEAL_KINDS, seal } from './row-seal.ts';

const MERCHANT_COLUMNS = `merchant_number, app_code, name, kind, status, pay_types, currencies, notify_url,
  notify_prefixes, minimum_algorithm, hmac_only, raw_values_allowed, requests_per_second_max,
  requests_per_minute_max, created_at_ms,
  hmac_only`;
// Without what counts the uses of a key: that changes with requests, not by acts of administration.
const KEY_COLUMNS = `key_number, key_id, app_code, hex(sealed) AS sealed, created_at_ms, expires_at_ms,
  minimum_algorithm`;

/** Settings of a merchant an act can change; stores are told one by one. */
const SETTINGS = [
  'name',
  'status',
  'payTypes',
  'routes',
  'currencies',
  'notifyUrl',
  'notifyPrefixes',
  'signaturePolicy',
  'requestsPerSecondMax',
  'requestsPerMinuteMax',
] as const;

/**
 * Writes acts of administration into the history, with seals of the merchant, its stores, keys and routes as they stand
 * after the act. Runs inside the transaction of the act.
 */
export class MerchantActs {
  readonly #history: HistoryRows;
  readonly #merchant: StatementSync;
  readonly #stores: StatementSync;
  readonly #keys: StatementSync;
  readonly #routes: StatementSync;

  constructor(database: DatabaseSync, history: HistoryRows) {
    this.#history = history;
    this.#merchant = database.prepare(`SELECT ${MERCHANT_COLUMNS} FROM merchants WHERE app_code = ?`);
    this.#stores = database.prepare(
      `SELECT store_id, merchant_number, name, status FROM stores
       WHERE merchant_number = (SELECT merchant_number FROM merchants WHERE app_code = ?) ORDER BY store_id`,
    );
    this.#routes = database.prepare(
      `SELECT merchant_number, pay_type, connector FROM merchant_routes
       WHERE merchant_number = (SELECT merchant_number FROM merchants WHERE app_code = ?) ORDER BY pay_type`,
    );
    this.#keys = database.prepare(
      `SELECT ${KEY_COLUMNS} FROM client_keys WHERE app_code = ? ORDER BY key_number`,
    );
  }

  added({ appCode, name, kind, stores, createdAtMs }: Merchant, key: NewClientKey): void {
    const storeIds = stores.map(({ storeId }) => storeId).join(', ');
    this.#append('merchant_added', createdAtMs, {
      appCode,
      name,
      kind,
      ...(storeIds === '' ? {} : { stores: storeIds }),
    });
    this.#append('key_added', key.createdAtMs, { appCode, keyId: key.keyId });
  }

  changed(before: Merchant, after: Merchant, atMs: number): void {
    this.#append('merchant_changed', atMs, { appCode: after.appCode, ...differences(before, after) });
  }

  keyRotated(appCode: string, { keyId, createdAtMs }: NewClientKey, olderExpireAtMs: number): void {
    this.#append('key_rotated', createdAtMs, { appCode, keyId, olderExpireAtMs });
  }

  keyFirstUsed(appCode: string, keyId: string, atMs: number): void {
    this.#append('key_first_used', atMs, { appCode, keyId });
  }

  /** Seals of a merchant as it stands. */
  sealsOf(appCode: string): string {
    const merchant = this.#merchant.get(appCode) ?? {};
    const routes = this.#routes.all(appCode).map(valuesOf);
    return (
      seal(SEAL_KINDS.merchant, Object.values(merchant)) +
      seal(SEAL_KINDS.stores, this.#stores.all(appCode).map(valuesOf)) +
      seal(SEAL_KINDS.keys, this.#keys.all(appCode).map(valuesOf)) +
      (routes.length === 0 ? '' : seal(SEAL_KINDS.routes, routes))
    );
  }

  #append(
    event: 'merchant_added' | 'merchant_changed' | 'key_added' | 'key_rotated' | 'key_first_used',
    atMs: number,
    facts: HistoryFacts & { readonly appCode: string },
  ): void {
    this.#history.append(atMs, undefined, { event, facts }, this.sealsOf(facts.appCode));
  }
}

function valuesOf(row: Row): unknown[] {
  return Object.values(row);
}

/** What an act changed, each setting with its new value. */
function differences(before: Merchant, after: Merchant): HistoryFacts {
  const facts: Record<string, string> = {};
  for (const setting of SETTINGS) {
    const value = factText(after[setting]);
    if (value !== factText(before[setting])) facts[setting] = value;
  }
  const known = new Map(before.stores.map((store) => [store.storeId, JSON.stringify(store)]));
  for (const store of after.stores) {
    if (known.get(store.storeId) === JSON.stringify(store)) continue;
    facts[`store ${store.storeId}`] = `${store.name}, ${store.status}`;
  }
  return facts;
}

function factText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
