import { describe, expect, it } from 'vitest';
import { intentOf, keyOf, merchantOf, START_MS } from '../contract/contract-data.ts';
import { chargeLate } from '../contract/late-charge-data.ts';
import { BusinessClock } from '../../clock/business-clock.ts';
import { StorageUnavailable } from '../store.ts';
import type { StatementPlace, StatementRequest } from '../statement-store.ts';
import { SqliteStore } from './sqlite-store.ts';
import { useDirectories } from './test-directory.ts';

const directory = useDirectories();
const FROM_MS = START_MS + 10;
const TO_MS = START_MS + 20;
const RETURNED = { state: 'returned', dueAtMs: undefined, returnedAtMs: 1 } as const;

function request(changes: Partial<StatementRequest> = {}): StatementRequest {
  return { merchantNumber: 1, payType: '800108', window: { fromMs: FROM_MS, toMs: TO_MS }, ...changes };
}

async function openStore(): Promise<SqliteStore> {
  const onFatal = (error: unknown): void => {
    throw error;
  };
  const store = SqliteStore.open({ directory: directory(), nowMs: START_MS, onFatal });
  await store.addMerchant(merchantOf('A'), keyOf(1));
  await store.addMerchant(merchantOf('B'), keyOf(2));
  return store;
}

describe('a day whose statement was given out', () => {
  it('is over for good: no process begins before its end again', async () => {
    const folder = directory();
    const open = () =>
      SqliteStore.open({
        directory: folder,
        nowMs: START_MS,
        onFatal(error) {
          throw error;
        },
      });
    const first = open();
    await first.reports.closeDay(TO_MS);
    await first.reports.closeDay(FROM_MS);
    await first.close();
    const second = open();
    const setBack = new BusinessClock(
      { nowMs: () => FROM_MS, monotonicMs: () => 0 },
      second.latestInstantMs(),
    );
    expect(setBack.nowMs()).toBe(TO_MS + 1);
    await second.addMerchant(merchantOf('A'), keyOf(1));
    await second.acceptPayment(intentOf(1, { createdAtMs: TO_MS + 5 }));
    await second.reports.closeDay(TO_MS + 1);
    await second.close();
    const third = open();
    expect(third.latestInstantMs()).toBe(TO_MS + 5);
    await third.close();
  });

  it('is closed once: asking for it again writes nothing', async () => {
    const store = await openStore();
    await store.reports.closeDay(TO_MS);
    await store.close();
    await expect(store.reports.closeDay(TO_MS)).resolves.toBeUndefined();
    await expect(store.reports.closeDay(TO_MS + 1)).rejects.toThrow(StorageUnavailable);
  });
});

describe('pages of a statement', () => {
  it('begin with the first instant of the window and end with its last', async () => {
    const store = await openStore();
    for (const [index, atMs] of [FROM_MS - 1, FROM_MS, TO_MS, TO_MS + 1].entries()) {
      await store.acceptPayment(intentOf(index + 1, { createdAtMs: atMs }));
    }
    const page = await store.reports.statementPage(request(), undefined);
    expect(page.transactions.map(({ id }) => id)).toEqual([2, 3]);
    expect(page.next).toEqual({ createdAtMs: TO_MS, id: 3 });
    expect(await store.reports.statementPage(request(), page.next)).toEqual({
      transactions: [],
      next: undefined,
    });
    await store.close();
  });

  it('wait for what is being written', async () => {
    const store = await openStore();
    const accepting = store.acceptPayment(intentOf(1, { createdAtMs: FROM_MS }));
    const page = await store.reports.statementPage(request(), undefined);
    expect(page.transactions.map(({ id }) => id)).toEqual([1]);
    await accepting;
    await store.close();
  });

  it('look at a hundred transactions each, whatever their pay types, and pass over none', async () => {
    const store = await openStore();
    const payTypeOf = (id: number) => (id > 110 && id <= 210 ? '800208' : '800108');
    await Promise.all(
      Array.from({ length: 250 }, (_, index) =>
        store.acceptPayment(intentOf(index + 1, { createdAtMs: FROM_MS, payType: payTypeOf(index + 1) })),
      ),
    );
    const pages: (readonly [number, StatementPlace | undefined])[] = [];
    let place: StatementPlace | undefined;
    do {
      const { transactions, next } = await store.reports.statementPage(request(), place);
      pages.push([transactions.length, next]);
      place = next;
    } while (place !== undefined);
    expect(pages).toEqual([
      [100, { createdAtMs: FROM_MS, id: 100 }],
      [10, { createdAtMs: FROM_MS, id: 200 }],
      [40, { createdAtMs: FROM_MS, id: 250 }],
      [0, undefined],
    ]);
    await store.close();
  });
});

describe('late movements of a statement', () => {
  const movements = async (store: SqliteStore, changes: Partial<StatementRequest> = {}) =>
    (await store.reports.lateMovements(request(changes))).map(({ kind, charge, payment }) => [
      kind,
      charge.paymentId,
      payment.syssn,
    ]);
  const movement = (kind: 'late_charge' | 'late_charge_return', id: number) => [kind, id, intentOf(id).syssn];

  it.each([
    [FROM_MS - 1, TO_MS + 1, []],
    [FROM_MS, undefined, [movement('late_charge', 1)]],
    [TO_MS, TO_MS + 1, [movement('late_charge', 1)]],
    [FROM_MS - 1, FROM_MS, [movement('late_charge_return', 1)]],
    [FROM_MS - 1, TO_MS, [movement('late_charge_return', 1)]],
    [FROM_MS, TO_MS, [movement('late_charge', 1), movement('late_charge_return', 1)]],
    [TO_MS + 1, undefined, []],
  ])(
    'are those learnt of within the window, both its ends included: found %i, returned %s',
    async (...late) => {
      const [foundAtMs, returnLearntAtMs, expected] = late;
      const store = await openStore();
      await chargeLate(
        store,
        1,
        returnLearntAtMs === undefined ? { foundAtMs } : { ...RETURNED, foundAtMs, returnLearntAtMs },
      );
      expect(await movements(store)).toEqual(expected);
      await store.close();
    },
  );

  it("stay on the wallet's day where nobody kept when they were learnt of", async () => {
    const store = await openStore();
    await chargeLate(store, 1, { ...RETURNED, foundAtMs: FROM_MS - 1, returnedAtMs: TO_MS });
    expect(await movements(store)).toEqual([movement('late_charge_return', 1)]);
    await store.close();
  });

  it('come by the time they were recorded, of one merchant and pay type', async () => {
    const store = await openStore();
    await chargeLate(store, 1, { ...RETURNED, foundAtMs: FROM_MS + 3, returnLearntAtMs: FROM_MS + 9 });
    await chargeLate(store, 2, { ...RETURNED, foundAtMs: FROM_MS + 1, returnLearntAtMs: FROM_MS + 4 });
    await chargeLate(store, 3, { foundAtMs: FROM_MS + 2 }, { payType: '800208' });
    await chargeLate(store, 4, { foundAtMs: FROM_MS + 2 }, { merchantNumber: 2 });
    expect(await movements(store)).toEqual([
      movement('late_charge', 2),
      movement('late_charge', 1),
      movement('late_charge_return', 2),
      movement('late_charge_return', 1),
    ]);
    expect(await movements(store, { payType: '800208' })).toEqual([movement('late_charge', 3)]);
    expect(await movements(store, { merchantNumber: 2 })).toEqual([movement('late_charge', 4)]);
    await store.close();
  });
});
