import { describe, expect, it } from 'vitest';
import type { Merchant } from '../../merchant/merchant.ts';
import type { Store } from '../store.ts';
import { keyOf, merchantOf, START_MS } from './contract-data.ts';
import { type ProvideStore, useTrial } from './store-fixture.ts';

const A = 'A'.repeat(32);
const C = 'C'.repeat(32);

/** What the store says of a key that is neither ended nor used. */
const UNUSED = {
  expiresAtMs: undefined,
  minimumAlgorithm: 'MD5',
  firstUsedAtMs: undefined,
  oldUses: 0,
  lastOldUseAtMs: undefined,
} as const;

async function stored(store: Store, appCode: string): Promise<Merchant> {
  const merchant = await store.findMerchant(appCode);
  if (merchant === undefined) throw new Error(`merchant ${appCode} is not stored`);
  return merchant;
}

/** What every adapter does with merchants and their stores. */
export function merchantContract(provide: ProvideStore): void {
  describe('merchants', () => {
    const trial = useTrial(provide);

    it('keeps every setting of a merchant, under a number of its own', async () => {
      const asked = merchantOf('C', ['U1', 'U2']);
      expect(await trial.store.addMerchant(asked, keyOf(3))).toBe(true);
      const merchant = await stored(trial.store, C);
      expect(merchant).toEqual({ ...asked, merchantNumber: merchant.merchantNumber });
      const numbers = (await trial.store.listMerchants()).map(({ merchantNumber }) => merchantNumber);
      expect(numbers).toEqual([1, 2, merchant.merchantNumber]);
      expect(new Set(numbers).size).toBe(3);
    });

    it('knows no merchant under another app code', async () => {
      expect(await trial.store.findMerchant('F'.repeat(32))).toBeUndefined();
      expect(await trial.store.findMerchant('')).toBeUndefined();
      expect(await trial.store.findMerchant('a'.repeat(32))).toBeUndefined();
    });

    it('adds nothing at all when the app code exists', async () => {
      const before = await trial.store.listMerchants();
      expect(await trial.store.addMerchant(merchantOf('A', ['NEW']), keyOf(3))).toBe(false);
      expect(await trial.store.listMerchants()).toEqual(before);
      expect(await trial.store.listKeys(A)).toHaveLength(1);
    });

    it('adds nothing at all when one of the stores exists', async () => {
      const before = await trial.store.listMerchants();
      expect(await trial.store.addMerchant(merchantOf('C', ['NEW', 'T1']), keyOf(3))).toBe(false);
      expect(await trial.store.listMerchants()).toEqual(before);
      expect(await trial.store.listKeys(C)).toEqual([]);
      expect(await trial.store.addMerchant(merchantOf('C', ['NEW']), keyOf(3))).toBe(true);
    });

    it('adds one of two that bring the same app code at once', async () => {
      const results = await Promise.all([
        trial.store.addMerchant(merchantOf('C'), keyOf(3)),
        trial.store.addMerchant(merchantOf('C'), keyOf(4)),
      ]);
      expect(results.filter((added) => added)).toHaveLength(1);
      expect(await trial.store.listKeys(C)).toHaveLength(1);
    });

    it('changes what is named and nothing else', async () => {
      const before = await stored(trial.store, A);
      const change = {
        status: 'disabled',
        name: 'Renamed',
        payTypes: ['805808'],
        currencies: ['CNY'],
        notifyUrl: '',
        notifyPrefixes: [],
        signaturePolicy: { minimumAlgorithm: 'HMAC-SHA256', rawValuesAllowed: true },
        requestsPerSecondMax: 7,
        requestsPerMinuteMax: 70,
      } as const;
      for (const [name, value] of Object.entries(change)) {
        const { merchantNumber, ...settings } = await stored(trial.store, A);
        const changed = await trial.store.changeMerchant(A, { [name]: value }, START_MS);
        expect(changed, name).toEqual({ ...settings, merchantNumber, [name]: value });
      }
      expect(await stored(trial.store, A)).toEqual({ ...before, ...change });
      expect(await stored(trial.store, 'B'.repeat(32))).toMatchObject({ name: 'Merchant B' });
    });

    it.each(['MD5', 'SHA256', 'HMAC-SHA256'] as const)(
      'keeps %s as the weakest algorithm',
      async (weakest) => {
        const signaturePolicy = { minimumAlgorithm: weakest, rawValuesAllowed: false };
        await trial.store.addMerchant({ ...merchantOf('C'), signaturePolicy }, keyOf(3));
        expect((await stored(trial.store, C)).signaturePolicy).toEqual(signaturePolicy);
        await trial.store.changeMerchant(A, { signaturePolicy }, START_MS);
        expect((await stored(trial.store, A)).signaturePolicy).toEqual(signaturePolicy);
      },
    );

    it('keeps the routes of pay types, changes those that are named and takes the empty ones away', async () => {
      const routes = { '800108': 'alipay', '800208': 'wechat' };
      await trial.store.addMerchant({ ...merchantOf('C'), routes }, keyOf(3));
      expect((await stored(trial.store, C)).routes).toEqual(routes);
      const change = { routes: { '800208': 'other', '805808': 'union' } };
      const changed = await trial.store.changeMerchant(C, change, START_MS);
      expect(changed?.routes).toEqual({ '800108': 'alipay', '800208': 'other', '805808': 'union' });
      await trial.store.changeMerchant(C, { routes: { '800108': '', '801008': '' } }, START_MS);
      await trial.restart();
      expect((await stored(trial.store, C)).routes).toEqual({ '800208': 'other', '805808': 'union' });
      expect((await stored(trial.store, A)).routes).toEqual({});
    });

    it('adds stores, renames them and closes them', async () => {
      const changed = await trial.store.changeMerchant(
        A,
        {
          stores: [
            { storeId: 'S1', name: 'Moved', status: 'disabled' },
            { storeId: 'S3', name: 'New', status: 'active' },
          ],
        },
        START_MS,
      );
      expect(changed?.stores).toEqual([
        { storeId: 'S1', name: 'Moved', status: 'disabled' },
        { storeId: 'S2', name: 'Store S2', status: 'active' },
        { storeId: 'S3', name: 'New', status: 'active' },
      ]);
    });

    it("never takes over another merchant's store", async () => {
      await trial.store.changeMerchant(
        A,
        {
          stores: [{ storeId: 'T1', name: 'Stolen', status: 'disabled' }],
        },
        START_MS,
      );
      expect((await stored(trial.store, A)).stores.map(({ storeId }) => storeId)).toEqual(['S1', 'S2']);
      expect((await stored(trial.store, 'B'.repeat(32))).stores).toEqual([
        { storeId: 'T1', name: 'Store T1', status: 'active' },
      ]);
    });

    it('answers undefined to a change of an unknown merchant', async () => {
      expect(await trial.store.changeMerchant('F'.repeat(32), { name: 'Nobody' }, START_MS)).toBeUndefined();
    });
  });

  describe('client keys', () => {
    const trial = useTrial(provide);

    it('keeps the first key of a merchant without an end', async () => {
      expect(await trial.store.listKeys(A)).toEqual([{ ...keyOf(1), appCode: A, ...UNUSED }]);
      expect(await trial.store.listKeys('F'.repeat(32))).toEqual([]);
    });

    it('keeps the weakest algorithm of each key', async () => {
      await trial.store.rotateKey(A, { ...keyOf(5), minimumAlgorithm: 'SHA256' }, START_MS + 600_000);
      const keys = await trial.store.listKeys(A);
      expect(keys.map(({ minimumAlgorithm }) => minimumAlgorithm)).toEqual(['SHA256', 'MD5']);
    });

    it('notes the first use of a key once, and adds up its uses after a newer one existed', async () => {
      const { keyId } = keyOf(1);
      await trial.store.markKeyFirstUsed(A, keyId, START_MS + 1);
      await trial.store.markKeyFirstUsed(A, keyId, START_MS + 2);
      await trial.store.countOldKeyUses(keyId, 3, START_MS + 3);
      await trial.store.countOldKeyUses(keyId, 4, START_MS + 4);
      await trial.restart();
      expect(await trial.store.listKeys(A)).toMatchObject([
        { firstUsedAtMs: START_MS + 1, oldUses: 7, lastOldUseAtMs: START_MS + 4 },
      ]);
      expect(await trial.store.listKeys('B'.repeat(32))).toMatchObject([
        { firstUsedAtMs: undefined, oldUses: 0, lastOldUseAtMs: undefined },
      ]);
    });

    it('ends the key before a new one at the given time and any older one at once', async () => {
      const overlapEnd = (number: number): number => START_MS + number * 1_000 + 600_000;
      await trial.store.rotateKey(A, keyOf(5), overlapEnd(5));
      await trial.store.rotateKey(A, keyOf(6), overlapEnd(6));
      const keys = await trial.store.listKeys(A);
      expect(keys.map(({ keyId, expiresAtMs }) => [keyId, expiresAtMs])).toEqual([
        [keyOf(6).keyId, undefined],
        [keyOf(5).keyId, overlapEnd(6)],
        [keyOf(1).keyId, keyOf(6).createdAtMs],
      ]);
      expect(keys[0]?.sealed).toEqual(keyOf(6).sealed);
    });

    it('never lengthens the life of a key', async () => {
      await trial.store.rotateKey(A, keyOf(5), START_MS + 1);
      await trial.store.rotateKey(A, keyOf(6), START_MS + 9_999_999);
      const [, , oldest] = await trial.store.listKeys(A);
      expect(oldest?.expiresAtMs).toBe(START_MS + 1);
    });

    it("leaves other merchants' keys alone", async () => {
      await trial.store.rotateKey(A, keyOf(5), START_MS);
      expect(await trial.store.listKeys('B'.repeat(32))).toEqual([
        { ...keyOf(2), appCode: 'B'.repeat(32), ...UNUSED },
      ]);
    });
  });
}
