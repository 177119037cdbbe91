import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { KeptLog } from '../log/test-log.ts';
import { StorageUnavailable } from '../store/store.ts';
import { settle, useTrade, withOperations } from '../trade/test-trade.ts';
import { KeyUse } from './key-use.ts';
import { KeyVault } from './key-vault.ts';
import { type ClientKey, MerchantDirectory } from './merchant-directory.ts';
import { directMerchant } from './test-merchant.ts';

const C = 'C'.repeat(32);
const vault = new KeyVault(Buffer.alloc(32, 7), randomBytes);

describe('KeyUse', () => {
  const trade = useTrade();

  const open = async () => {
    const { store, time } = trade();
    const sealed = (keyId: string) => ({
      keyId,
      sealed: vault.seal(C, keyId, keyId),
      createdAtMs: time.nowMs(),
    });
    await store.addMerchant(directMerchant({ appCode: C }), sealed('k1'));
    await store.rotateKey(C, sealed('k2'), time.nowMs() + 86_400_000);
    const writes = { first: 0, old: 0, failing: false };
    const refuse = (): void => {
      if (writes.failing) throw new StorageUnavailable('disk full');
    };
    const counted = withOperations(store, {
      async markKeyFirstUsed(appCode, keyId, atMs) {
        writes.first += 1;
        refuse();
        await store.markKeyFirstUsed(appCode, keyId, atMs);
      },
      async countOldKeyUses(keyId, uses, latestMs) {
        writes.old += 1;
        refuse();
        await store.countOldKeyUses(keyId, uses, latestMs);
      },
    });
    const merchants = new MerchantDirectory(counted, vault);
    const log = new KeptLog();
    const keyUse = new KeyUse({ store: counted, merchants, clock: time, log });
    /** A request signed with the newest key, or the one before it. */
    const use = async (place: 0 | 1): Promise<void> => {
      const access = await merchants.find(C);
      keyUse.note(access ?? fail(), access?.keys[place] ?? fail());
    };
    const stored = async (place: 0 | 1) => {
      const { firstUsedAtMs, oldUses, lastOldUseAtMs } = (await store.listKeys(C))[place] ?? fail();
      return { firstUsedAtMs, oldUses, lastOldUseAtMs };
    };
    return { time, writes, keyUse, log, use, stored, merchants };
  };

  it('writes the first use of a key once, and the key says so from then on', async () => {
    const { time, writes, use, stored, merchants } = await open();
    const firstUsedAtMs = time.nowMs();
    for (let count = 0; count < 3; count += 1) await use(0);
    await settle();
    time.advance(1_000);
    for (let count = 0; count < 3; count += 1) await use(0);
    await settle();
    expect(writes).toMatchObject({ first: 1, old: 0 });
    expect(await stored(0)).toEqual({ firstUsedAtMs, oldUses: 0, lastOldUseAtMs: undefined });
    expect((await merchants.find(C))?.keys.map((key: ClientKey) => key.firstUsedAtMs)).toEqual([
      firstUsedAtMs,
      undefined,
    ]);
  });

  it('counts every use of an old key, shows the first at once, and writes once a minute at most', async () => {
    const { time, writes, keyUse, use, stored } = await open();
    for (let count = 0; count < 100; count += 1) await use(1);
    await settle();
    expect(writes.old).toBe(1);
    expect((await stored(1)).oldUses).toBe(1);
    time.advance(59_999);
    await use(1);
    await settle();
    expect(writes.old).toBe(1);
    time.advance(1);
    await use(1);
    await settle();
    expect(writes.old).toBe(2);
    expect(await stored(1)).toMatchObject({ oldUses: 102, lastOldUseAtMs: time.nowMs() });
    await use(1);
    await keyUse.flush(C);
    expect((await stored(1)).oldUses).toBe(103);
    await use(1);
    await keyUse.flush('F'.repeat(32));
    expect((await stored(1)).oldUses).toBe(103);
    await keyUse.flush();
    await keyUse.flush();
    expect((await stored(1)).oldUses).toBe(104);
    expect(writes.old).toBe(4);
  });

  it('loses no use when nothing can be written, and tries again', async () => {
    const { time, writes, keyUse, log, use, stored } = await open();
    writes.failing = true;
    await use(1);
    await settle();
    await use(1);
    await settle();
    expect(new Set(log.lines.map(({ level, event }) => `${level} ${event}`))).toEqual(
      new Set(['warn key_use_not_written']),
    );
    expect(writes).toMatchObject({ first: 2, old: 1 });
    writes.failing = false;
    time.advance(60_000);
    await use(1);
    await settle();
    await keyUse.flush();
    expect(await stored(1)).toMatchObject({ firstUsedAtMs: time.nowMs(), oldUses: 3 });
  });
});

function fail(): never {
  throw new Error('there is no such key');
}
