import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { MerchantChange } from '../../merchant/merchant.ts';
import type { HistoryEntry, HistoryFacts } from '../../payment/history-entry.ts';
import { intentOf, keyOf, merchantOf, START_MS } from '../contract/contract-data.ts';
import { readSeals } from './row-seal.ts';
import { DATABASE_FILE, SqliteStore } from './sqlite-store.ts';
import { useDirectories } from './test-directory.ts';

const directory = useDirectories();
const A = 'A'.repeat(32);
const B = 'B'.repeat(32);

function openStore(folder = directory()): SqliteStore {
  const onFatal = (error: unknown): void => {
    throw error;
  };
  return SqliteStore.open({ directory: folder, nowMs: START_MS, onFatal });
}

function acts(store: SqliteStore, afterSequence = 0, limit = 100): Promise<readonly HistoryEntry[]> {
  return store.reports.readActs(afterSequence, limit);
}

/** The entry that an act of administration wrote. */
async function entryOf(store: SqliteStore, act: () => Promise<unknown>): Promise<HistoryEntry | undefined> {
  const before = (await acts(store)).at(-1)?.sequence ?? 0;
  await act();
  const entries = await acts(store, before);
  expect(entries.length).toBeLessThan(2);
  return entries[0];
}

describe('acts of administration', () => {
  it('tell which merchant was added, with which stores and which key', async () => {
    const store = openStore();
    await store.addMerchant(merchantOf('A', ['S1', 'S2']), keyOf(1));
    await store.addMerchant(merchantOf('B'), keyOf(2));
    const told = (await acts(store)).map(({ event, atMs, facts }) => [event, atMs, facts]);
    const stores = 'S1, S2';
    expect(told).toEqual([
      ['merchant_added', START_MS, { appCode: A, name: 'Merchant A', kind: 'partner', stores }],
      ['key_added', keyOf(1).createdAtMs, { appCode: A, keyId: keyOf(1).keyId }],
      ['merchant_added', START_MS, { appCode: B, name: 'Merchant B', kind: 'direct' }],
      ['key_added', keyOf(2).createdAtMs, { appCode: B, keyId: keyOf(2).keyId }],
    ]);
    await store.close();
  });

  it.each<[MerchantChange, HistoryFacts]>([
    [{ name: 'Renamed' }, { name: 'Renamed' }],
    [{ status: 'disabled' }, { status: 'disabled' }],
    [{ payTypes: ['805808'] }, { payTypes: '["805808"]' }],
    [{ routes: { '800108': 'alipay' } }, { routes: '{"800108":"alipay"}' }],
    [{ currencies: ['CNY'] }, { currencies: '["CNY"]' }],
    [{ notifyUrl: '' }, { notifyUrl: '' }],
    [{ notifyPrefixes: [] }, { notifyPrefixes: '[]' }],
    [
      { signaturePolicy: { minimumAlgorithm: 'HMAC-SHA256', rawValuesAllowed: true } },
      { signaturePolicy: '{"minimumAlgorithm":"HMAC-SHA256","rawValuesAllowed":true}' },
    ],
    [{ requestsPerSecondMax: 7 }, { requestsPerSecondMax: '7' }],
    [{ requestsPerMinuteMax: 70 }, { requestsPerMinuteMax: '70' }],
    [{ stores: [{ storeId: 'S2', name: 'Moved', status: 'disabled' }] }, { 'store S2': 'Moved, disabled' }],
    [{ stores: [{ storeId: 'S3', name: 'New', status: 'active' }] }, { 'store S3': 'New, active' }],
    [{ stores: [{ storeId: 'S1', name: 'Store S1', status: 'active' }] }, {}],
    [{ name: 'Merchant A', currencies: ['HKD', 'JPY'] }, {}],
  ])('tell what was changed and nothing else: %j', async (change, facts) => {
    const store = openStore();
    await store.addMerchant(merchantOf('A', ['S1', 'S2']), keyOf(1));
    const entry = await entryOf(store, () => store.changeMerchant(A, change, START_MS + 10));
    expect(entry).toEqual({
      sequence: 3,
      atMs: START_MS + 10,
      transactionId: undefined,
      event: 'merchant_changed',
      facts: { appCode: A, ...facts },
    });
    await store.close();
  });

  it('tell until when the older keys live on, and the first use of a key once', async () => {
    const store = openStore();
    await store.addMerchant(merchantOf('A'), keyOf(1));
    expect(await entryOf(store, () => store.rotateKey(A, keyOf(2), START_MS + 90_000))).toMatchObject({
      event: 'key_rotated',
      atMs: keyOf(2).createdAtMs,
      facts: { appCode: A, keyId: keyOf(2).keyId, olderExpireAtMs: START_MS + 90_000 },
    });
    const use = () => store.markKeyFirstUsed(A, keyOf(2).keyId, START_MS + 5);
    expect(await entryOf(store, use)).toMatchObject({
      event: 'key_first_used',
      atMs: START_MS + 5,
      facts: { appCode: A, keyId: keyOf(2).keyId },
    });
    expect(await entryOf(store, use)).toBeUndefined();
    await store.close();
  });

  it('tell nothing of what was not done', async () => {
    const store = openStore();
    await store.addMerchant(merchantOf('A'), keyOf(1));
    expect(await entryOf(store, () => store.addMerchant(merchantOf('A'), keyOf(2)))).toBeUndefined();
    expect(await entryOf(store, () => store.changeMerchant(B, { name: 'Nobody' }, START_MS))).toBeUndefined();
    await store.close();
  });

  it('seal the merchant, its stores and its keys, and its routes when it has any', async () => {
    const folder = directory();
    const store = openStore(folder);
    await store.addMerchant(merchantOf('A'), keyOf(1));
    await store.changeMerchant(A, { routes: { '800108': 'alipay' } }, START_MS);
    await store.changeMerchant(A, { routes: { '800108': '' } }, START_MS);
    await store.recordAct({ event: 'gateway_started', facts: { node: 1 } }, START_MS);
    const database = new DatabaseSync(join(folder, DATABASE_FILE), { readOnly: true });
    const sealed = database
      .prepare('SELECT seals FROM history ORDER BY sequence')
      .all()
      .map(({ seals }) => String(seals));
    database.close();
    // A letter and 22 characters each.
    expect(sealed.map(({ length }) => length)).toEqual([69, 69, 92, 69, 0]);
    expect(sealed.map((seals) => [...readSeals(seals).keys()].join(''))).toEqual([
      'msk',
      'msk',
      'mskw',
      'msk',
      '',
    ]);
    expect(sealed[3]).toBe(sealed[1]);
    await store.close();
  });

  it('are read in order, behind a place, as many as asked for, without the lives of payments', async () => {
    const store = openStore();
    await store.addMerchant(merchantOf('A'), keyOf(1));
    await store.acceptPayment(intentOf(1));
    await store.recordAct({ event: 'gateway_started', facts: { node: 1 } }, START_MS + 1);
    const places = async (afterSequence: number, limit: number) =>
      (await acts(store, afterSequence, limit)).map(({ sequence, event }) => [sequence, event]);
    expect(await places(0, 100)).toEqual([
      [1, 'merchant_added'],
      [2, 'key_added'],
      [4, 'gateway_started'],
    ]);
    expect(await places(1, 1)).toEqual([[2, 'key_added']]);
    expect(await places(4, 100)).toEqual([]);
    await store.close();
  });
});
