import type { PayType } from '@opencpm/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openBooks, writeBooks } from '../history/test-books.ts';
import {
  PAID_PROGRESS,
  START_MS,
  intentOf,
  keyOf,
  merchantOf,
  seen,
  stepTo,
} from '../store/contract/contract-data.ts';
import { DECLINED_PROGRESS, lateChargeOf } from '../store/contract/late-charge-data.ts';
import type { StatementRequest } from '../store/statement-store.ts';
import { useDirectories } from '../store/sqlite/test-directory.ts';
import { readStatement } from './read-statement.ts';
import { type StatementLine, transactionLine } from './statement-line.ts';
import { StatementTotals } from './statement-totals.ts';

const directory = useDirectories();
const DAY_MS = 86_400_000;
const DAY = { fromMs: START_MS - 1, toMs: START_MS + DAY_MS };

function request(changes: Partial<StatementRequest> = {}): StatementRequest {
  return { merchantNumber: 1, payType: '800108', window: DAY, ...changes };
}

async function linesOf(
  store: ReturnType<typeof openBooks>,
  asked: StatementRequest,
): Promise<readonly StatementLine[]> {
  const lines: StatementLine[] = [];
  for await (const batch of readStatement(store.reports, asked)) lines.push(...batch);
  return lines;
}

describe('readStatement', () => {
  it('gives payments and refunds by time, then late charges and their return', async () => {
    const store = openBooks(directory());
    await writeBooks(store);
    const lines = await linesOf(store, request());
    const two = intentOf(2).syssn;
    expect(lines.map(({ kind, syssn, originalSyssn, moved }) => [kind, syssn, originalSyssn, moved])).toEqual(
      [
        ['payment', intentOf(1).syssn, '', true],
        ['payment', two, '', false],
        ['payment', intentOf(3).syssn, '', false],
        ['refund', intentOf(4).syssn, intentOf(1).syssn, true],
        ['refund', intentOf(5).syssn, intentOf(1).syssn, false],
        ['late_charge', two, two, true],
        ['late_charge_return', `LC${two}`, two, true],
      ],
    );
    expect(lines[5]).toMatchObject({ amountMinor: 1050, walletNumber: 'W2', movedAtMs: START_MS + 62_000 });
    expect(lines[6]).toMatchObject({ recordedAtMs: START_MS + 64_000, movedAtMs: START_MS + 64_000 });
    await store.close();
  });

  it('puts a late charge and its return on the days they were learnt of', async () => {
    const store = openBooks(directory());
    await writeBooks(store);
    const found = { fromMs: START_MS + 63_000, toMs: START_MS + 63_999 };
    const returned = { fromMs: START_MS + 64_000, toMs: START_MS + 64_999 };
    expect((await linesOf(store, request({ window: found }))).map(({ kind }) => kind)).toEqual([
      'late_charge',
    ]);
    expect((await linesOf(store, request({ window: returned }))).map(({ kind }) => kind)).toEqual([
      'late_charge_return',
    ]);
    expect(await linesOf(store, request({ merchantNumber: 2 }))).toEqual([]);
    expect(await linesOf(store, request({ payType: '800208' }))).toEqual([]);
    await store.close();
  });

  it('gives every transaction of the window and the pay type once, however many share an instant', async () => {
    const types: readonly PayType[] = ['800108', '800208'];
    const sale = fc.record({ afterMs: fc.integer({ min: 0, max: 40 }), type: fc.constantFrom(...types) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(sale, { maxLength: 1_200, size: 'max' }),
        fc.integer({ min: 0, max: 40 }),
        async (sales, cutMs) => {
          const store = openBooks(directory());
          await store.addMerchant(merchantOf('A'), keyOf(1));
          await Promise.all(
            sales.map(({ afterMs, type }, index) =>
              store.acceptPayment(intentOf(index + 1, { createdAtMs: START_MS + afterMs, payType: type })),
            ),
          );
          const window = { fromMs: START_MS + cutMs, toMs: START_MS + 35 };
          const lines = await linesOf(store, request({ window }));
          await store.close();
          const expected = sales
            .map(({ afterMs, type }, index) => ({ afterMs, type, number: index + 1 }))
            .filter(({ afterMs, type }) => type === '800108' && afterMs >= cutMs && afterMs <= 35)
            .toSorted((left, right) => left.afterMs - right.afterMs || left.number - right.number)
            .map(({ number }) => `ORDER-${number}`);
          expect(lines.map(({ orderNumber }) => orderNumber)).toEqual(expected);
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe('the statement of a day that is over', () => {
  const DAYS = 4;
  const within = fc.integer({ min: 0, max: DAYS * DAY_MS - 1 }).map((afterMs) => START_MS + afterMs);
  const twoTimes = fc.tuple(within, within).map((times) => times.toSorted((left, right) => left - right));
  const dayOf = (day: number) => ({
    fromMs: START_MS + day * DAY_MS,
    toMs: START_MS + (day + 1) * DAY_MS - 1,
  });

  it('gets no further line, and each late movement stands in one of them, whatever days wallets name', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ times: twoTimes, walletSays: within }), { minLength: 1, maxLength: 6 }),
        async (charges) => {
          const store = openBooks(directory());
          await store.addMerchant(merchantOf('A'), keyOf(1));
          const before = { createdAtMs: START_MS - 1 };
          const acts: { readonly atMs: number; readonly run: () => Promise<unknown> }[] = [];
          for (const [index, { times, walletSays }] of charges.entries()) {
            const [foundAtMs = 0, learntAtMs = 0] = times;
            const id = index + 1;
            const charge = lateChargeOf(id, { foundAtMs });
            await store.acceptPayment(intentOf(id, before));
            const found = stepTo(DECLINED_PROGRESS, { lateCharge: charge });
            acts.push({
              atMs: foundAtMs,
              run: () => store.changePayment({ ...seen(id, 1), ...before }, found),
            });
            const returned = {
              ...charge,
              state: 'returned',
              dueAtMs: undefined,
              returnedAtMs: walletSays,
            } as const;
            const entry = { event: 'late_charge_returned', facts: {} } as const;
            acts.push({
              atMs: learntAtMs,
              run: () => store.changeLateCharge(charge, returned, entry, learntAtMs),
            });
          }
          const statements = async (from: number, to: number): Promise<(readonly StatementLine[])[]> => {
            const days: (readonly StatementLine[])[] = [];
            for (let day = from; day < to; day += 1)
              days.push(await linesOf(store, request({ window: dayOf(day) })));
            return days;
          };
          const downloaded: (readonly StatementLine[])[] = [];
          for (let day = 0; day < DAYS; day += 1) {
            const { fromMs, toMs } = dayOf(day);
            for (const { atMs, run } of acts) if (atMs >= fromMs && atMs <= toMs) await run();
            downloaded.push(...(await statements(day, day + 1)));
          }
          expect(await statements(0, DAYS)).toEqual(downloaded);
          await store.close();
          const told = downloaded.flat().map(({ kind, originalSyssn }) => `${kind} ${originalSyssn}`);
          const both = charges.flatMap((_, index) => {
            const { syssn } = intentOf(index + 1);
            return [`late_charge ${syssn}`, `late_charge_return ${syssn}`];
          });
          expect(told.toSorted()).toEqual(both.toSorted());
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('a line', () => {
  async function paid(changes: Partial<typeof PAID_PROGRESS>) {
    const store = openBooks(directory());
    await store.addMerchant(merchantOf('A'), keyOf(1));
    const accepted = await store.acceptPayment(intentOf(1));
    if (accepted.kind !== 'accepted') throw new Error('the payment was not accepted');
    const payment = await store.changePayment(accepted.payment, stepTo({ ...PAID_PROGRESS, ...changes }));
    await store.close();
    if (payment === undefined) throw new Error('the payment was not paid');
    return payment;
  }

  it('names what the payer was debited: in the currency of the payment unless the wallet says otherwise', async () => {
    expect(transactionLine(await paid({}))).toMatchObject({
      debitedAmountMinor: 972,
      debitedCurrency: 'CNY',
    });
    const plain = await paid({ debitedAmountMinor: undefined, debitedCurrency: '' });
    expect(transactionLine(plain)).toMatchObject({ debitedAmountMinor: 1050, debitedCurrency: 'HKD' });
  });
});

describe('StatementTotals', () => {
  it('adds beyond what a number can hold, by currency and kind, and leaves out what did not move', () => {
    const totals = new StatementTotals();
    const line = { kind: 'payment', moved: true, currency: 'HKD', amountMinor: Number.MAX_SAFE_INTEGER };
    const add = (changes: object): void => totals.add({ ...line, ...changes } as StatementLine);
    add({});
    add({});
    add({ kind: 'refund', amountMinor: 7 });
    add({ currency: 'AED', amountMinor: 1 });
    add({ moved: false });
    expect(totals.lines).toBe(5);
    expect(totals.byCurrency()).toEqual([
      ['AED', [{ kind: 'payment', count: 1, sumMinor: 1n }]],
      [
        'HKD',
        [
          { kind: 'payment', count: 2, sumMinor: 2n * BigInt(Number.MAX_SAFE_INTEGER) },
          { kind: 'refund', count: 1, sumMinor: 7n },
        ],
      ],
    ]);
  });
});
