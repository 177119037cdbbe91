import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { useTrade, withOperations } from '../trade/test-trade.ts';
import { KeyVault, KeyVaultProblem } from './key-vault.ts';
import { MerchantDirectory } from './merchant-directory.ts';
import { directMerchant } from './test-merchant.ts';

const C = 'C'.repeat(32);
const vault = new KeyVault(Buffer.alloc(32, 7), randomBytes);

function sealedKey(keyId: string, secret: string, createdAtMs = 1) {
  return { keyId, sealed: vault.seal(C, keyId, secret), createdAtMs };
}

describe('MerchantDirectory', () => {
  const trade = useTrade();
  /** A directory over a store with merchant C, counting how often the store is asked. */
  const open = async () => {
    const { store } = trade();
    await store.addMerchant(directMerchant({ appCode: C }), sealedKey('k1', 'first secret'));
    let asked = 0;
    const counted = withOperations(store, {
      findMerchant: (appCode) => {
        asked += 1;
        return store.findMerchant(appCode);
      },
    });
    return { store, directory: new MerchantDirectory(counted, vault), asked: () => asked };
  };

  it('knows by its number whoever was found or learned, and nobody else', async () => {
    const { store, directory } = await open();
    const [, partner] = await store.listMerchants();
    const { merchantNumber = 0 } = (await store.findMerchant(C)) ?? {};
    expect(await directory.findByNumber(merchantNumber)).toBeUndefined();
    expect(directory.isPartner(merchantNumber)).toBe(false);
    const access = await directory.find(C);
    expect(await directory.findByNumber(merchantNumber)).toBe(access);
    expect(directory.isPartner(merchantNumber)).toBe(false);
    if (partner === undefined) throw new Error('there is no partner');
    directory.learn(partner);
    expect(partner.kind).toBe('partner');
    expect(directory.isPartner(partner.merchantNumber)).toBe(true);
    directory.forget(C);
    expect(await directory.findByNumber(merchantNumber)).toEqual(access);
  });

  it('finds a merchant with its opened keys, the newest first', async () => {
    const { store, directory } = await open();
    await store.rotateKey(C, sealedKey('k2', 'second secret', 2), 5_000);
    const access = await directory.find(C);
    expect(access?.merchant).toEqual(await store.findMerchant(C));
    expect(access?.keys).toEqual([
      {
        keyId: 'k2',
        secret: 'second secret',
        createdAtMs: 2,
        expiresAtMs: undefined,
        minimumAlgorithm: 'MD5',
        firstUsedAtMs: undefined,
      },
      {
        keyId: 'k1',
        secret: 'first secret',
        createdAtMs: 1,
        expiresAtMs: 5_000,
        minimumAlgorithm: 'MD5',
        firstUsedAtMs: undefined,
      },
    ]);
  });

  it('asks the store once, until it is told to forget', async () => {
    const { store, directory, asked } = await open();
    const first = await directory.find(C);
    expect(await directory.find(C)).toBe(first);
    expect(asked()).toBe(1);
    await store.changeMerchant(C, { name: 'Renamed' }, 0);
    directory.forget(C);
    expect((await directory.find(C))?.merchant.name).toBe('Renamed');
    expect(asked()).toBe(2);
  });

  it('keeps nothing that was being read while it was told of a change', async () => {
    const { store } = await open();
    let change: () => Promise<void> = async () => undefined;
    const slow = withOperations(store, {
      async listKeys(appCode) {
        const keys = await store.listKeys(appCode);
        await change();
        return keys;
      },
    });
    const directory = new MerchantDirectory(slow, vault);
    change = async () => {
      await store.changeMerchant(C, { status: 'disabled' }, 0);
      directory.forget(C);
    };
    expect((await directory.find(C))?.merchant.status).toBe('active');
    change = async () => undefined;
    expect((await directory.find(C))?.merchant.status).toBe('disabled');
  });

  it('keeps nothing about app codes nobody has', async () => {
    const { directory, asked } = await open();
    expect(await directory.find('F'.repeat(32))).toBeUndefined();
    expect(await directory.find('F'.repeat(32))).toBeUndefined();
    expect(asked()).toBe(2);
  });

  it('says so when a key cannot be opened', async () => {
    const { store } = await open();
    const other = new KeyVault(Buffer.alloc(32, 8), randomBytes);
    await expect(new MerchantDirectory(store, other).find(C)).rejects.toBeInstanceOf(KeyVaultProblem);
  });
});
