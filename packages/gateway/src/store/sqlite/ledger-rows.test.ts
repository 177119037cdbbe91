import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openBooks, writeBooks } from '../../history/test-books.ts';
import type { LedgerLine } from '../../payment/ledger-line.ts';
import { intentOf, keyOf, merchantOf, START_MS, seen, stepTo } from '../contract/contract-data.ts';
import { chargeLate, DECLINED_PROGRESS, lateChargeOf } from '../contract/late-charge-data.ts';
import {
  paidPaymentIn,
  RETURNED_PROGRESS,
  refundIntentOf,
  refundStepTo,
  reservedRefund,
} from '../contract/refund-data.ts';
import { LEDGER_BEGINNING, type LedgerPlace, type LedgerRequest } from '../ledger-store.ts';
import { useDirectories } from './test-directory.ts';

const directory = useDirectories();
const DAY_MS = 86_400_000;
const ALL: LedgerRequest = { connector: 'sandbox', fromMs: START_MS - 1, toMs: START_MS + DAY_MS };

async function ledgerOf(
  store: ReturnType<typeof openBooks>,
  request: LedgerRequest,
  limit = 1_000,
): Promise<readonly LedgerLine[]> {
  const lines = new Map<string, LedgerLine>();
  let place: LedgerPlace | undefined = LEDGER_BEGINNING;
  while (place !== undefined) {
    const page = await store.reports.ledgerPage(request, place, limit);
    // A movement may come twice; the reader keeps the first.
    for (const line of page.lines) {
      const name = `${line.kind} ${line.requestNumber}`;
      if (!lines.has(name)) lines.set(name, line);
    }
    place = page.next;
  }
  return [...lines.values()];
}

/** When a late charge was found. */
const FOUND_AT_MS = lateChargeOf(1).foundAtMs;

describe('the ledger', () => {
  it.each([1, 2, 1_000])('has every movement of the window, read %i at a time', async (limit) => {
    const store = openBooks(directory());
    await writeBooks(store);
    const lines = await ledgerOf(store, ALL, limit);
    const two = intentOf(2).syssn;
    expect(lines).toEqual([
      {
        kind: 'payment',
        syssn: intentOf(1).syssn,
        requestNumber: intentOf(1).syssn,
        channelNumber: '2026030122001400000001',
        amountMinor: 1050,
        currency: 'HKD',
        standing: 'settled',
        atMs: START_MS + 4_321,
      },
      expect.objectContaining({
        kind: 'payment',
        syssn: two,
        standing: 'late',
        channelNumber: 'W2',
        atMs: START_MS + 62_000,
      }),
      expect.objectContaining({ syssn: intentOf(3).syssn, standing: 'open', atMs: START_MS + 3 }),
      expect.objectContaining({ kind: 'refund', syssn: intentOf(4).syssn, standing: 'settled' }),
      expect.objectContaining({ kind: 'refund', syssn: intentOf(5).syssn, standing: 'void' }),
      expect.objectContaining({
        kind: 'return',
        syssn: two,
        requestNumber: `LC${two}`,
        standing: 'settled',
        atMs: START_MS + 64_000,
      }),
    ]);
    await store.close();
  });

  it('has refunds and late charges on the day of the money, however long ago they were begun', async () => {
    const store = openBooks(directory());
    await writeBooks(store);
    const returned = await ledgerOf(store, { ...ALL, fromMs: START_MS + 66_000 });
    expect(returned.map(({ kind, syssn }) => [kind, syssn])).toEqual([['refund', intentOf(4).syssn]]);
    const late = await ledgerOf(store, { ...ALL, fromMs: START_MS + 62_000, toMs: START_MS + 62_000 });
    expect(late.map(({ kind, standing }) => [kind, standing])).toEqual([
      ['payment', 'late'],
      ['return', 'settled'],
    ]);
    await store.close();
  });

  it('passes over none of the first instant of the window, wherever a page ends', async () => {
    const store = openBooks(directory());
    await store.addMerchant(merchantOf('A'), keyOf(1));
    for (const id of [1, 2, 3]) await store.acceptPayment(intentOf(id, { createdAtMs: START_MS }));
    const lines = await ledgerOf(store, { ...ALL, fromMs: START_MS }, 1);
    expect(lines.map(({ syssn }) => syssn)).toEqual([1, 2, 3].map((id) => intentOf(id).syssn));
    await store.close();
  });

  it.each([1, 2, 3, 1_000])('goes on behind a full page of refunds and late charges: %i', async (limit) => {
    const store = openBooks(directory());
    await store.addMerchant(merchantOf('A'), keyOf(1));
    for (const id of [1, 2, 3]) await chargeLate(store, id);
    for (const id of [4, 5, 6]) {
      const refund = refundIntentOf(id + 10, await paidPaymentIn(store, id));
      await store.changeRefund(
        reservedRefund(await store.reserveRefund(refund)),
        refundStepTo(RETURNED_PROGRESS),
      );
    }
    // Behind all that was begun in the window: only what was returned or taken late in it is left.
    const lines = await ledgerOf(store, { ...ALL, fromMs: RETURNED_PROGRESS.returnedAtMs ?? 0 }, limit);
    expect(lines.map(({ kind, requestNumber }) => [kind, requestNumber])).toEqual([
      ...[14, 15, 16].map((id) => ['refund', intentOf(id).syssn]),
      ...[1, 2, 3].flatMap((id) => [
        ['payment', intentOf(id).syssn],
        ['return', `LC${intentOf(id).syssn}`],
      ]),
    ]);
    await store.close();
  });

  it('tells a return that is under way from one that has arrived', async () => {
    const store = openBooks(directory());
    await store.addMerchant(merchantOf('A'), keyOf(1));
    await chargeLate(store, 1);
    const { syssn } = intentOf(1);
    const way = {
      kind: 'return',
      syssn,
      requestNumber: `LC${syssn}`,
      paymentRequestNumber: syssn,
      channelNumber: '',
      amountMinor: 1050,
      currency: 'HKD',
      standing: 'open',
      atMs: FOUND_AT_MS,
    };
    expect(await store.reports.findLedgerLine('sandbox', 'refund', `LC${syssn}`)).toEqual(way);
    const late = await store.findLateCharge(1);
    if (late === undefined) throw new Error('no late charge');
    await store.changeLateCharge(
      late,
      { ...late, state: 'returned', attempts: 1, dueAtMs: undefined, returnedAtMs: FOUND_AT_MS + 1 },
      { event: 'late_charge_returned', facts: {} },
      FOUND_AT_MS + 1,
    );
    expect(await store.reports.findLedgerLine('sandbox', 'refund', `LC${syssn}`)).toEqual({
      ...way,
      standing: 'settled',
      atMs: FOUND_AT_MS + 1,
    });
    await store.close();
  });

  it('has a payment that did not move as void, whether it was declined or reversed', async () => {
    const store = openBooks(directory());
    await store.addMerchant(merchantOf('A'), keyOf(1));
    for (const [index, state] of (['declined', 'reversed'] as const).entries()) {
      const id = index + 1;
      await store.acceptPayment(intentOf(id));
      await store.changePayment(seen(id, 1), stepTo({ ...DECLINED_PROGRESS, state }));
    }
    const standings = (await ledgerOf(store, ALL)).map(({ kind, standing }) => [kind, standing]);
    expect(standings).toEqual([
      ['payment', 'void'],
      ['payment', 'void'],
    ]);
    await store.close();
  });

  it('keeps the connectors apart', async () => {
    const store = openBooks(directory());
    await writeBooks(store);
    expect(await ledgerOf(store, { ...ALL, connector: 'other' })).toEqual([]);
    await store.close();
  });

  it('has every payment of every merchant within the window once, however many share an instant', async () => {
    const sale = fc.record({
      afterMs: fc.integer({ min: 0, max: 6 }),
      merchant: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(sale, { maxLength: 60 }),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 1, max: 9 }),
        async (sales, cutMs, limit) => {
          const store = openBooks(directory());
          for (const [index, name] of ['A', 'B', 'C'].entries()) {
            await store.addMerchant(merchantOf(name), keyOf(index + 1));
          }
          await Promise.all(
            sales.map(({ afterMs, merchant }, index) =>
              store.acceptPayment(
                intentOf(index + 1, { createdAtMs: START_MS + afterMs, merchantNumber: merchant }),
              ),
            ),
          );
          const window = { connector: 'sandbox', fromMs: START_MS + cutMs, toMs: START_MS + 5 };
          const lines = await ledgerOf(store, window, limit);
          await store.close();
          const expected = sales.flatMap(({ afterMs }, index) =>
            afterMs >= cutMs && afterMs <= 5
              ? [intentOf(index + 1, { createdAtMs: START_MS + afterMs }).syssn]
              : [],
          );
          expect(lines.map(({ syssn }) => syssn).sort()).toEqual(expected.sort());
        },
      ),
      { numRuns: 20 },
    );
  });

  it('finds a movement by the number the wallet got, on its side and for its connector only', async () => {
    const store = openBooks(directory());
    await writeBooks(store);
    const find = async (side: 'payment' | 'refund', number: string, connector = 'sandbox') =>
      (await store.reports.findLedgerLine(connector, side, number))?.standing;
    const [one, two, four] = [intentOf(1).syssn, intentOf(2).syssn, intentOf(4).syssn];
    expect(await find('payment', one)).toBe('settled');
    expect(await find('payment', two)).toBe('late');
    expect(await find('refund', four)).toBe('settled');
    expect(await find('refund', `LC${two}`)).toBe('settled');
    expect(await find('payment', four)).toBeUndefined();
    expect(await find('refund', one)).toBeUndefined();
    expect(await find('payment', `LC${two}`)).toBeUndefined();
    expect(await find('payment', one, 'other')).toBeUndefined();
    expect(await find('refund', `LC${two}`, 'other')).toBeUndefined();
    await store.close();
  });
});
