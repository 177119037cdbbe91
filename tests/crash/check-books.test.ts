import { describe, expect, it } from 'vitest';
import { type Books, findViolations } from './check-books.ts';
import type { EnquiryRow, Sale } from './till.ts';
import type { BookOrder } from './wallet-book.ts';

const SALE: Sale = {
  orderNumber: 'A',
  behaviour: 'paid',
  amountMinor: 500,
  parameters: [],
  answers: [
    { respcd: '1145', syssn: '1' },
    { respcd: '0000', syssn: '1' },
  ],
};
const ROW: EnquiryRow = {
  kind: 'payment',
  orderNumber: 'A',
  originalSyssn: '',
  syssn: '1',
  respcd: '0000',
  amountMinor: 500,
  currency: 'HKD',
};
const ORDER: BookOrder = {
  sequence: 1,
  channelOrderId: '1',
  state: 'paid',
  respcd: '',
  amountMinor: 500,
  currency: 'HKD',
  timesCharged: 1,
};

/** One sale that went well in all three books. */
const GOOD: Books = {
  sales: [SALE],
  rows: [ROW],
  rowsOfWalletOrders: [ROW],
  before: [ORDER],
  after: [ORDER],
};

const PENDING = { ...SALE, answers: [{ respcd: '1145', syssn: '1' }] };

describe('findViolations', () => {
  it.each<readonly [string, Books]>([
    ['nothing at all', { sales: [], rows: [], rowsOfWalletOrders: [], before: [], after: [] }],
    ['a paid sale', GOOD],
    [
      'a sale the wallet never heard of',
      {
        ...GOOD,
        sales: [PENDING],
        rows: [{ ...ROW, respcd: '1145' }],
        rowsOfWalletOrders: [],
        before: [],
        after: [],
      },
    ],
    [
      'a declined sale',
      {
        sales: [PENDING],
        rows: [{ ...ROW, respcd: '1201' }],
        rowsOfWalletOrders: [{ ...ROW, respcd: '1201' }],
        before: [{ ...ORDER, state: 'declined', respcd: '1201', timesCharged: 0 }],
        after: [{ ...ORDER, state: 'declined', respcd: '1201', timesCharged: 0 }],
      },
    ],
    [
      'a sale that is paid while it is asked about',
      {
        ...GOOD,
        sales: [PENDING],
        rows: [{ ...ROW, respcd: '1143' }],
        before: [{ ...ORDER, state: 'waiting', timesCharged: 0 }],
      },
    ],
    ['a payment that is still open', { ...GOOD, sales: [PENDING], rows: [{ ...ROW, respcd: '1145' }] }],
  ])('accepts %s', (_what, books) => {
    expect(findViolations(books)).toEqual([]);
  });

  it.each<readonly [string, Books, string]>([
    ['an acknowledged sale that is gone', { ...GOOD, rows: [] }, 'A: was answered 0000 1 and is lost'],
    [
      'another number',
      { ...GOOD, rows: [{ ...ROW, syssn: '2' }], after: [], rowsOfWalletOrders: [] },
      'A: was 1 and is 2',
    ],
    [
      'success that became something else',
      { ...GOOD, rows: [{ ...ROW, respcd: '1145' }] },
      'A: was answered 0000 and is 1145',
    ],
    [
      'an answer without a number',
      { ...GOOD, sales: [{ ...SALE, answers: [{ respcd: '1100', syssn: '' }] }] },
      'A: was answered 1100 without a number',
    ],
    ['two rows of one order', { ...GOOD, rows: [ROW, ROW] }, 'A: has 2 rows'],
    ['another amount', { ...GOOD, rows: [{ ...ROW, amountMinor: 501 }] }, 'A: was HKD 500 and is HKD 501'],
    [
      'a sale that was sent again and has no row',
      { ...GOOD, sales: [{ ...SALE, answers: [] }], rows: [] },
      'A: has no row although it was sent again',
    ],
    [
      'an order charged twice under one number',
      { ...GOOD, after: [{ ...ORDER, timesCharged: 2 }] },
      'A: was charged 2 times',
    ],
    [
      'an order charged under two numbers',
      {
        ...GOOD,
        after: [ORDER, { ...ORDER, channelOrderId: '2' }],
        rowsOfWalletOrders: [ROW, { ...ROW, syssn: '2' }],
      },
      'A: was charged 2 times',
    ],
    [
      'a charge the gateway does not know',
      { ...GOOD, rowsOfWalletOrders: [] },
      '1: is paid at the wallet and unknown to the gateway',
    ],
    [
      'a charge nobody sold',
      { ...GOOD, rowsOfWalletOrders: [{ ...ROW, orderNumber: 'B' }] },
      'B: was never sold',
    ],
    [
      'a charge of another amount',
      { ...GOOD, after: [{ ...ORDER, amountMinor: 5 }] },
      '1: is HKD 5 at the wallet, HKD 500 here',
    ],
    [
      'success the wallet knows nothing of',
      { ...GOOD, before: [], after: [], rowsOfWalletOrders: [] },
      'A: is 0000 at the gateway and 1145 or 1145 at the wallet',
    ],
    [
      'failure although the wallet charged',
      { ...GOOD, sales: [PENDING], rows: [{ ...ROW, respcd: '1205' }] },
      'A: is 1205 at the gateway and 0000 or 0000 at the wallet',
    ],
  ])('finds %s', (_what, books, violation) => {
    expect(findViolations(books)).toContain(violation);
  });
});
