import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Payment } from '../../payment/payment.ts';
import type { Transaction } from '../../payment/transaction.ts';
import type { TransactionFilter } from '../store.ts';
import {
  everything,
  intentOf,
  PAID_PROGRESS,
  PROCESSING_PROGRESS,
  START_MS,
  seen,
  stepTo,
} from './contract-data.ts';
import { REFUSED_PROGRESS, refundIntentOf, refundStepTo, RETURNED_PROGRESS } from './refund-data.ts';
import { type ProvideStore, StoreTrial, useTrial } from './store-fixture.ts';

const PLACES = [
  { merchantNumber: 1, storeId: '' },
  { merchantNumber: 1, storeId: 'S1' },
  { merchantNumber: 1, storeId: 'S2' },
  { merchantNumber: 2, storeId: '' },
  { merchantNumber: 2, storeId: 'T1' },
] as const;

const PROGRESSES = [
  undefined,
  PAID_PROGRESS,
  PROCESSING_PROGRESS,
  { ...PROCESSING_PROGRESS, state: 'waiting_for_payer', respcd: '1143' },
  { ...PROCESSING_PROGRESS, state: 'declined', respcd: '1201' },
] as const;

const ORDERS = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
const PAY_TYPES = ['800108', '800208', '800008'] as const;

const aPayment = fc.record({
  place: fc.constantFrom(...PLACES),
  orderNumber: fc.constantFrom(...ORDERS),
  payType: fc.constantFrom(...PAY_TYPES),
  // Few instants, so that many payments share one and the running number decides their order.
  createdAtMs: fc.integer({ min: START_MS, max: START_MS + 5 }),
  progress: fc.constantFrom(...PROGRESSES),
  /** An order number for a refund of it, should it be paid. */
  refund: fc.option(fc.tuple(fc.constantFrom(...ORDERS), fc.nat({ max: 2 })), { nil: undefined }),
});

/** How the refunds of a payment end; an open one is the last. */
const REFUND_ENDS = [undefined, REFUSED_PROGRESS, RETURNED_PROGRESS] as const;

type PaymentSample = typeof aPayment extends fc.Arbitrary<infer T> ? T : never;

/** Left out three times out of four: filters that all apply at once find hardly anything. */
const sometimes = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const someOf = <T>(values: readonly T[]): fc.Arbitrary<readonly T[] | undefined> =>
  sometimes(fc.uniqueArray(fc.constantFrom(...values), { maxLength: 4 }));

const aFilter = fc.record({
  merchantNumber: fc.constantFrom(1, 1, 1, 2, 3),
  storeId: sometimes(fc.constantFrom('', 'S1', 'S2', 'T1', 'nowhere')),
  // Positions in the list of payments; beyond its end they stand for numbers nobody was given.
  syssnPositions: sometimes(fc.uniqueArray(fc.nat({ max: 40 }), { maxLength: 12 })),
  orderNumbers: someOf([...ORDERS, 'unknown']),
  payTypes: someOf(PAY_TYPES),
  respcd: sometimes(fc.constantFrom('0000', '1145', '1143', '1201', '1265')),
  window: sometimes(
    fc
      .tuple(fc.integer({ min: -1, max: 6 }), fc.integer({ min: -1, max: 6 }))
      .map(([from, length]) => ({ fromMs: START_MS + from, toMs: START_MS + from + length })),
  ),
  limit: fc.integer({ min: 1, max: 12 }),
  // Mostly none: behind a few lines hardly any enquiry finds something.
  offset: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 12 }) }),
});

/** What an enquiry is, said once more without a database. */
function matching(payments: readonly Transaction[], filter: TransactionFilter): readonly Transaction[] {
  const isOneOf = (value: string, list: readonly string[] | undefined): boolean =>
    list?.includes(value) ?? true;
  return payments
    .filter(
      (payment) =>
        payment.merchantNumber === filter.merchantNumber &&
        (filter.storeId === undefined || payment.storeId === filter.storeId) &&
        isOneOf(payment.syssn, filter.syssns) &&
        isOneOf(payment.orderNumber, filter.orderNumbers) &&
        isOneOf(payment.payType, filter.payTypes) &&
        (filter.respcd === undefined || payment.respcd === filter.respcd) &&
        (filter.window === undefined ||
          (payment.createdAtMs >= filter.window.fromMs && payment.createdAtMs <= filter.window.toMs)),
    )
    .sort((left, right) => right.createdAtMs - left.createdAtMs || right.id - left.id)
    .slice(filter.offset, filter.offset + filter.limit);
}

/** Stores the samples whose order is still free and gives back what is in the store then. */
async function fill(
  { store }: Pick<StoreTrial, 'store'>,
  samples: readonly PaymentSample[],
): Promise<readonly Transaction[]> {
  const ids: number[] = [];
  for (const { place, orderNumber, payType, createdAtMs, progress, refund } of samples) {
    const id = store.nextTransactionNumber();
    const intent = intentOf(id, { ...place, orderNumber, payType, createdAtMs });
    const result = await store.acceptPayment(intent);
    if (result.kind !== 'accepted') continue;
    const changed = progress && (await store.changePayment(result.payment, stepTo(progress)));
    ids.push(id);
    if (changed === undefined || refund === undefined) continue;
    const refundId = store.nextTransactionNumber();
    if (await refundIn(store, refundId, changed, refund)) ids.push(refundId);
  }
  const stored = await Promise.all(
    ids.map(async (id) => (await store.findPayment(id)) ?? (await store.findRefund(id))),
  );
  return stored.filter((transaction) => transaction !== undefined);
}

/** @returns whether it was stored: the order number may be taken, or the payment not paid. */
async function refundIn(
  store: StoreTrial['store'],
  id: number,
  payment: Payment,
  [orderNumber, end]: readonly [string, number],
): Promise<boolean> {
  const { createdAtMs } = payment;
  const result = await store.reserveRefund(refundIntentOf(id, payment, { orderNumber, createdAtMs }));
  if (result.kind !== 'reserved') return false;
  const progress = REFUND_ENDS[end];
  if (progress !== undefined) await store.changeRefund(result.refund, refundStepTo(progress));
  return true;
}

/** What every adapter finds for an enquiry. */
export function listTransactionsContract(provide: ProvideStore): void {
  describe('listTransactions', () => {
    const trial = useTrial(provide);

    it('lists the newest instant first, and within an instant the highest number', async () => {
      for (const [id, createdAtMs] of [
        [1, START_MS + 9],
        [2, START_MS],
        [3, START_MS + 9],
      ] as const) {
        await trial.store.acceptPayment(intentOf(id, { createdAtMs }));
      }
      const listed = await trial.store.listTransactions(everything());
      expect(listed.map(({ id }) => id)).toEqual([3, 1, 2]);
    });

    it('pages without gaps or repeats', async () => {
      await fill(
        trial,
        ORDERS.map((orderNumber, index) => ({
          place: PLACES[index % 3 === 0 ? 0 : 1],
          orderNumber,
          payType: '800108',
          createdAtMs: START_MS + (index % 2),
          progress: undefined,
          refund: undefined,
        })),
      );
      const pages = await Promise.all(
        [0, 2, 4, 6].map((offset) => trial.store.listTransactions(everything({ limit: 2, offset }))),
      );
      expect(pages.flat()).toEqual(await trial.store.listTransactions(everything()));
      expect(pages.map(({ length }) => length)).toEqual([2, 2, 2, 0]);
    });

    it('counts both ends of a window in', async () => {
      for (const id of [1, 2, 3, 4, 5]) await trial.store.acceptPayment(intentOf(id));
      const window = { fromMs: START_MS + 2, toMs: START_MS + 4 };
      const listed = await trial.store.listTransactions(everything({ window }));
      expect(listed.map(({ id }) => id)).toEqual([4, 3, 2]);
    });

    it('finds what has a result, be it paid or not', async () => {
      for (const id of [1, 2, 3]) await trial.store.acceptPayment(intentOf(id));
      await trial.store.changePayment(seen(1, 1), stepTo(PAID_PROGRESS));
      await trial.store.changePayment(seen(2, 1), stepTo({ ...PROCESSING_PROGRESS, respcd: '1201' }));
      const found = async (changes: Partial<TransactionFilter>) =>
        (await trial.store.listTransactions(everything(changes))).map(({ id }) => id);
      const window = { fromMs: START_MS, toMs: START_MS + 10 };
      for (const filter of [{}, { window }, { storeId: '' }, { orderNumbers: ['ORDER-1', 'ORDER-2'] }]) {
        expect(await found({ ...filter, respcd: '0000' })).toEqual([1]);
        expect(await found({ ...filter, respcd: '1201' })).toEqual([2]);
        expect(await found({ ...filter, respcd: '1143' })).toEqual([]);
      }
    });

    it('finds nothing for numbers nobody was given, whatever they look like', async () => {
      await trial.store.acceptPayment(intentOf(1));
      const strange = ['1', '', '0', '9'.repeat(400), intentOf(1).syssn.replace('2026', '2027')];
      expect(await trial.store.listTransactions(everything({ syssns: strange }))).toEqual([]);
      expect(await trial.store.listTransactions(everything({ syssns: [] }))).toEqual([]);
    });

    it('finds 100 numbers at once, of both kinds', async () => {
      await Promise.all(
        Array.from({ length: 150 }, (_, index) => trial.store.acceptPayment(intentOf(index + 1))),
      );
      const wanted = Array.from({ length: 100 }, (_, index) => intentOf(index + 26));
      const bySyssn = everything({ syssns: wanted.map(({ syssn }) => syssn), limit: 100 });
      const byOrder = everything({ orderNumbers: wanted.map(({ orderNumber }) => orderNumber), limit: 100 });
      const newestFirst = wanted.map(({ id }) => id).toReversed();
      for (const filter of [bySyssn, byOrder]) {
        expect((await trial.store.listTransactions(filter)).map(({ id }) => id)).toEqual(newestFirst);
      }
    });

    it('agrees with a list in memory for every combination of filters', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(aPayment, { minLength: 1, maxLength: 30 }),
          fc.array(aFilter, { minLength: 30, maxLength: 30 }),
          async (samples, filters) => {
            const own = await StoreTrial.begin(provide);
            try {
              const payments = await fill(own, samples);
              for (const { syssnPositions, ...rest } of filters) {
                const syssns = syssnPositions?.map(
                  (position) => payments[position]?.syssn ?? intentOf(9_000_000 + position).syssn,
                );
                const filter: TransactionFilter = { ...rest, syssns };
                expect(await own.store.listTransactions(filter)).toEqual(matching(payments, filter));
              }
            } finally {
              await own.end();
            }
          },
        ),
        { numRuns: 25 },
      );
    });
  });
}
