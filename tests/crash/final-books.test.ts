import { describe, expect, it } from 'vitest';
import { signBody } from '../../packages/protocol/src/index.ts';
import { nodeDigest } from '../../packages/protocol/src/node-digest.ts';
import type { BookEntry } from '../../packages/sandbox/src/index.ts';
import type { RefundErrand } from './errand.ts';
import { type FinalBooks, findFinalViolations } from './final-books.ts';
import type { HeardNotification } from './heard-notification.ts';
import type { EnquiryRow, Sale } from './till.ts';

const CLIENT_KEY = 'K'.repeat(32);
const SALE: Sale = {
  orderNumber: 'A',
  behaviour: 'paid',
  amountMinor: 500,
  parameters: [],
  answers: [{ respcd: '0000', syssn: '1' }],
};
const REFUND: RefundErrand = {
  orderNumber: 'A-R1',
  originalSyssn: '1',
  amountMinor: 200,
  parameters: [],
  answers: [{ respcd: '0000', syssn: '2' }],
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
const REFUND_ROW: EnquiryRow = {
  ...ROW,
  kind: 'refund',
  orderNumber: 'A-R1',
  originalSyssn: '1',
  syssn: '2',
  amountMinor: 200,
};
const ORDER = {
  channelOrderId: '1',
  state: 'paid',
  amountMinor: 500,
  currency: 'HKD',
  timesCharged: 1,
  refundedMinor: 200,
  refundingMinor: 0,
} as BookEntry;

function told(syssn: string, changes: Partial<HeardNotification> = {}): HeardNotification {
  const body = JSON.stringify({ syssn });
  const signature = signBody(body, CLIENT_KEY, 'MD5', nodeDigest);
  return { notifyId: `N${syssn}`, signature, body, acknowledged: true, ...changes };
}

const GOOD: FinalBooks = {
  sales: [SALE],
  refunds: [REFUND],
  reversals: [],
  rows: [ROW, REFUND_ROW],
  orders: [ORDER],
  heard: [told('1', { acknowledged: false }), told('1'), told('2')],
  clientKey: CLIENT_KEY,
};
/** Sold, answered "not known yet", reversed in the end. */
const REVERSED: FinalBooks = {
  ...GOOD,
  sales: [{ ...SALE, answers: [{ respcd: '1145', syssn: '1' }] }],
  refunds: [],
  reversals: [{ orderNumber: 'A', parameters: [], answers: [{ respcd: '0000', syssn: '9' }] }],
  rows: [{ ...ROW, respcd: '1142' }],
  orders: [{ ...ORDER, state: 'reversed', timesCharged: 1, refundedMinor: 0 }],
  heard: [],
};

describe('findFinalViolations', () => {
  it.each<readonly [string, FinalBooks]>([
    ['a sale with a refund', GOOD],
    ['a sale that was reversed', REVERSED],
    ['a charge that came late and went back', { ...REVERSED, orders: [{ ...ORDER, refundedMinor: 500 }] }],
    [
      'a refund that was refused without a number',
      {
        ...GOOD,
        refunds: [REFUND, { ...REFUND, orderNumber: 'A-R2', answers: [{ respcd: '1261', syssn: '' }] }],
      },
    ],
    ['a sale nobody heard of', { ...GOOD, sales: [SALE, { ...SALE, orderNumber: 'B', answers: [] }] }],
  ])('accepts %s', (_what, books) => {
    expect(findFinalViolations(books)).toEqual([]);
  });

  it.each<readonly [string, FinalBooks, string]>([
    [
      'an acknowledged sale that is gone',
      { ...GOOD, rows: [REFUND_ROW] },
      'A: was answered 0000 1 and is lost',
    ],
    [
      'an acknowledged refund that is gone',
      { ...GOOD, rows: [ROW] },
      'A-R1: was answered 0000 2 and is lost',
    ],
    ['another number', { ...GOOD, rows: [{ ...ROW, syssn: '3' }, REFUND_ROW] }, 'A: was 1 and is 3'],
    [
      'success that became something else',
      { ...GOOD, rows: [{ ...ROW, respcd: '1142' }, REFUND_ROW] },
      'A: was answered 0000 and is 1142',
    ],
    ['two rows of one order', { ...GOOD, rows: [ROW, ROW, REFUND_ROW] }, 'A: has two rows'],
    ['a row nobody asked for', { ...GOOD, sales: [] }, 'A: nobody asked for it'],
    [
      'another amount',
      { ...GOOD, rows: [{ ...ROW, amountMinor: 501 }, REFUND_ROW] },
      'A: was HKD 500 and is HKD 501',
    ],
    ['a payment that is still open', { ...REVERSED, rows: [{ ...ROW, respcd: '1145' }] }, 'A: is still 1145'],
    [
      'a charge the gateway does not know',
      { ...GOOD, rows: [REFUND_ROW] },
      '1: is paid at the wallet and unknown to the gateway',
    ],
    ['two charges', { ...GOOD, orders: [{ ...ORDER, timesCharged: 2 }] }, 'A: was charged 2 times'],
    [
      'a charge of another amount',
      { ...GOOD, orders: [{ ...ORDER, amountMinor: 400 }] },
      '1: is HKD 400 at the wallet, HKD 500 here',
    ],
    [
      'success that no wallet knows',
      { ...GOOD, orders: [] },
      'A: 300 stand at the gateway (0000) and 0 at the wallet',
    ],
    [
      'a charge that stands although it was reversed',
      { ...REVERSED, orders: [{ ...ORDER, refundedMinor: 0 }] },
      'A: 0 stand at the gateway (1142) and 500 at the wallet',
    ],
    [
      'a refund the wallet did not make',
      { ...GOOD, orders: [{ ...ORDER, refundedMinor: 0 }] },
      'A: 300 stand at the gateway (0000) and 500 at the wallet',
    ],
    [
      'too much returned by the wallet',
      { ...GOOD, orders: [{ ...ORDER, refundedMinor: 400, refundingMinor: 200 }] },
      '1: the wallet returned 400 of 500',
    ],
    [
      'too much returned by the gateway',
      { ...GOOD, rows: [ROW, { ...REFUND_ROW, amountMinor: 600 }] },
      '1: the gateway returned 600 of 500',
    ],
    [
      'a reversal that was confirmed and is none',
      { ...REVERSED, rows: [ROW] },
      'A: was reversed and is paid',
    ],
    [
      'a reversal that was too late and is one',
      {
        ...REVERSED,
        reversals: [{ orderNumber: 'A', parameters: [], answers: [{ respcd: '1260', syssn: '' }] }],
      },
      'A: was too late to reverse and is 1142',
    ],
    [
      'success nobody was told of',
      { ...GOOD, heard: [told('2'), told('1', { acknowledged: false })] },
      '1: nobody was told of the success',
    ],
    ['failure that was told', { ...REVERSED, heard: [told('1')] }, '1: is no success and was told'],
    [
      'one success under two ids',
      { ...GOOD, heard: [...GOOD.heard, told('1', { notifyId: 'M' })] },
      '1: was told under two ids',
    ],
    [
      'one success in two ways',
      { ...GOOD, heard: [...GOOD.heard, { ...told('1'), body: '{"syssn":"1","respcd":"0000"}' }] },
      '1: was told in two ways',
    ],
    [
      'a wrong signature',
      { ...GOOD, heard: [told('1', { signature: 'F'.repeat(32) }), told('2')] },
      '1: was told with a wrong signature',
    ],
  ])('finds %s', (_what, books, violation) => {
    expect(findFinalViolations(books)).toContain(violation);
  });
});
