import { createHash } from 'node:crypto';
import { CURRENCIES, PAY_TYPES } from '@opencpm/protocol';
import { describe, expect, it } from 'vitest';
import { useTrade } from '../trade/test-trade.ts';
import {
  ALL_CURRENCIES,
  AdministrationError,
  KEY_OVERLAP_MS_MAX,
  StoreAdministration,
} from './administration.ts';
import { KeptLog } from '../log/test-log.ts';
import { KeyUse } from './key-use.ts';
import { KeyVault } from './key-vault.ts';
import { MerchantDirectory } from './merchant-directory.ts';

describe('StoreAdministration', () => {
  const trade = useTrade();
  const open = () => {
    const { store, time } = trade();
    let calls = 0;
    const randomBytes = (length: number): Uint8Array => {
      calls += 1;
      return Uint8Array.from({ length }, (_, index) => (calls * 37 + index * 11) % 256);
    };
    const vault = new KeyVault(Buffer.alloc(32, 7), randomBytes);
    const directory = new MerchantDirectory(store, vault);
    return {
      store,
      time,
      directory,
      admin: new StoreAdministration(store, vault, directory, time, randomBytes),
    };
  };
  const failure = async (work: Promise<unknown>): Promise<AdministrationError> => {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof AdministrationError)) throw new Error(`not refused: ${String(error)}`);
    return error;
  };

  it('adds a merchant with the defaults every existing client works with', async () => {
    const { admin, time, store } = open();
    const { merchant, clientKey } = await admin.add({ name: 'Tea House', kind: 'direct' });
    expect(merchant).toEqual({
      merchantNumber: 3,
      appCode: expect.stringMatching(/^[0-9A-F]{32}$/),
      name: 'Tea House',
      kind: 'direct',
      status: 'active',
      payTypes: PAY_TYPES,
      routes: {},
      currencies: ['HKD'],
      notifyUrl: '',
      notifyPrefixes: [],
      signaturePolicy: { minimumAlgorithm: 'MD5', rawValuesAllowed: true },
      requestsPerSecondMax: 100,
      requestsPerMinuteMax: 400,
      stores: [],
      createdAtMs: time.nowMs(),
    });
    expect(clientKey).toMatch(/^[0-9A-F]{32}$/);
    expect(clientKey).not.toBe(merchant.appCode);
    expect(await store.findMerchant(merchant.appCode)).toEqual(merchant);
  });

  it('adds a merchant exactly as asked, and makes up ids for stores without one', async () => {
    const { admin } = open();
    const asked = {
      name: 'Chain',
      kind: 'partner',
      payTypes: ['800108'],
      currencies: ['CNY', 'JPY'],
      notifyUrl: 'https://chain.example/n',
      notifyPrefixes: ['https://chain.example/'],
      signaturePolicy: { minimumAlgorithm: 'SHA256', rawValuesAllowed: false },
      requestsPerSecondMax: 5,
      requestsPerMinuteMax: 50,
    } as const;
    const { merchant } = await admin.add({
      ...asked,
      stores: [{ storeId: 'OWN', name: 'A' }, { name: 'B' }],
    });
    expect(merchant).toMatchObject(asked);
    const made = merchant.stores.find(({ name }) => name === 'B');
    expect(merchant.stores).toHaveLength(2);
    expect(merchant.stores).toContainEqual({ storeId: 'OWN', name: 'A', status: 'active' });
    expect(made?.storeId).toMatch(/^[A-HJ-NP-Za-km-z2-9]{10}$/);
  });

  it('gives the client key out once; what is stored opens to it and is recognised by its fingerprint', async () => {
    const { admin, directory } = open();
    const { merchant, clientKey } = await admin.add({ name: 'Tea House', kind: 'direct' });
    const [key] = (await directory.find(merchant.appCode))?.keys ?? [];
    expect(key?.secret).toBe(clientKey);
    const [summary] = await admin.keys(merchant.appCode);
    expect(summary?.fingerprint).toBe(createHash('sha256').update(clientKey).digest('hex').slice(0, 8));
    expect(JSON.stringify([await admin.list(), summary])).not.toContain(clientKey);
  });

  it('refuses a merchant that breaks a rule, and a store id that is taken', async () => {
    const { admin, store } = open();
    expect(await failure(admin.add({ name: '', kind: 'direct' }))).toMatchObject({ reason: 'invalid' });
    const taken = await failure(
      admin.add({ name: 'x', kind: 'direct', stores: [{ storeId: 'S1', name: 'x' }] }),
    );
    expect(taken).toMatchObject({ reason: 'conflict' });
    expect(taken.message).toBe('stores: a store id is taken already; choose another one');
    expect(await store.listMerchants()).toHaveLength(2);
  });

  it('lists every merchant', async () => {
    const { admin } = open();
    expect((await admin.list()).map(({ name }) => name)).toEqual(['Harbour Coffee', 'Peak Retail']);
  });

  it('changes a merchant, in use at the next request', async () => {
    const { admin, directory } = open();
    const { merchant } = await admin.add({ name: 'Tea House', kind: 'direct' });
    await directory.find(merchant.appCode);
    const changed = await admin.change(merchant.appCode, {
      status: 'disabled',
      stores: [{ storeId: 'NEW', name: 'New', status: 'active' }],
    });
    expect(changed).toEqual({
      ...merchant,
      status: 'disabled',
      stores: [{ storeId: 'NEW', name: 'New', status: 'active' }],
    });
    expect((await directory.find(merchant.appCode))?.merchant).toEqual(changed);
    // A store that is there already may be changed by its owner.
    const moved = { stores: [{ storeId: 'NEW', name: 'Moved', status: 'disabled' }] } as const;
    expect((await admin.change(merchant.appCode, moved)).stores).toEqual(moved.stores);
  });

  it('refuses a change that breaks a rule, of nobody, or of a store of somebody else', async () => {
    const { admin, store } = open();
    const [direct, partner] = await store.listMerchants();
    const appCode = direct?.appCode ?? '';
    expect(await failure(admin.change(appCode, { name: '' }))).toMatchObject({ reason: 'invalid' });
    const unknown = await failure(admin.change('F'.repeat(32), { name: 'x' }));
    expect(unknown).toMatchObject({ reason: 'unknown' });
    expect(unknown.message).toContain('see opencpm merchant list');
    const stolen = { stores: [{ storeId: 'S1', name: 'Stolen', status: 'active' }] } as const;
    expect(await failure(admin.change(appCode, stolen))).toMatchObject({
      reason: 'conflict',
      message: 'stores: S1 belongs to another merchant; choose another id',
    });
    expect(await store.listMerchants()).toEqual([direct, partner]);
  });

  it('rotates a key: the new one at once, the one before for the overlap', async () => {
    const { admin, directory, time } = open();
    const { merchant, clientKey } = await admin.add({ name: 'Tea House', kind: 'direct' });
    const { appCode } = merchant;
    await directory.find(appCode);
    time.advance(1_000);
    const rotated = await admin.rotateKey(appCode, 60_000);
    expect(rotated.olderExpireAtMs).toBe(time.nowMs() + 60_000);
    expect(rotated.clientKey).not.toBe(clientKey);
    const keys = (await directory.find(appCode))?.keys ?? [];
    expect(keys.map(({ secret, expiresAtMs }) => [secret, expiresAtMs])).toEqual([
      [rotated.clientKey, undefined],
      [clientKey, rotated.olderExpireAtMs],
    ]);
    const summaries = await admin.keys(appCode);
    expect(summaries.map(({ createdAtMs }) => createdAtMs)).toEqual([time.nowMs(), time.nowMs() - 1_000]);
  });

  it.each([-1, 0.5, KEY_OVERLAP_MS_MAX + 1, Number.NaN])('refuses an overlap of %d ms', async (overlapMs) => {
    const { admin } = open();
    const { merchant } = await admin.add({ name: 'Tea House', kind: 'direct' });
    expect(await failure(admin.rotateKey(merchant.appCode, overlapMs))).toMatchObject({
      reason: 'invalid',
      message: 'overlap: must be from 0 to 7 days',
    });
    expect(await admin.keys(merchant.appCode)).toHaveLength(1);
  });

  it.each([0, KEY_OVERLAP_MS_MAX])('takes an overlap of %d ms', async (overlapMs) => {
    const { admin } = open();
    const { merchant } = await admin.add({ name: 'Tea House', kind: 'direct' });
    await admin.rotateKey(merchant.appCode, overlapMs);
    expect(await admin.keys(merchant.appCode)).toHaveLength(2);
  });

  it('makes a key that takes SHA256 only when it is told to, and refuses an algorithm that is none', async () => {
    const { admin } = open();
    const { merchant } = await admin.add({ name: 'Tea House', kind: 'direct' });
    await admin.rotateKey(merchant.appCode, 0, 'SHA256');
    const keys = await admin.keys(merchant.appCode);
    expect(keys.map(({ minimumAlgorithm }) => minimumAlgorithm)).toEqual(['SHA256', 'MD5']);
    for (const algorithm of ['SHA1', 'HMAC-SHA256', '']) {
      expect(await failure(admin.rotateKey(merchant.appCode, 0, algorithm as 'MD5'))).toMatchObject({
        reason: 'invalid',
        message: 'minimum algorithm: must be MD5 or SHA256',
      });
    }
    await admin.rotateKey(merchant.appCode, 0);
    expect((await admin.keys(merchant.appCode))[0]).toMatchObject({
      minimumAlgorithm: 'MD5',
      firstUsedAtMs: undefined,
      oldUses: 0,
    });
  });

  it('asks for the uses of a key that are not written yet', async () => {
    const { store, time, directory } = open();
    const asked: (string | undefined)[] = [];
    const keyUse = new KeyUse({ store, merchants: directory, clock: time, log: new KeptLog() });
    keyUse.flush = async (appCode) => void asked.push(appCode);
    const vault = new KeyVault(Buffer.alloc(32, 7), (length) => new Uint8Array(length).fill(1));
    const random = (length: number): Uint8Array => new Uint8Array(length).fill(asked.length + 1);
    const watched = new StoreAdministration(store, vault, directory, time, random, undefined, keyUse);
    const { merchant } = await watched.add({ name: 'Tea House', kind: 'direct' });
    await watched.keys(merchant.appCode);
    expect(asked).toEqual([merchant.appCode]);
  });

  it('knows no keys of nobody', async () => {
    const { admin } = open();
    expect(await failure(admin.keys('F'.repeat(32)))).toMatchObject({ reason: 'unknown' });
    expect(await failure(admin.rotateKey('F'.repeat(32), 0))).toMatchObject({ reason: 'unknown' });
  });

  it('names all thirteen currencies for merchants that take every one', () => {
    expect(ALL_CURRENCIES).toHaveLength(13);
    expect(ALL_CURRENCIES).toEqual([...CURRENCIES.keys()]);
  });
});
