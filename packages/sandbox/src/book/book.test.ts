import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewOrder } from '../order.ts';
import { type Book, bookOf } from './book.ts';
import { openDatabase } from './open-database.ts';

const ORDER: NewOrder = {
  channelOrderId: 'order-1',
  wallet: 'alipay',
  account: 'li-na',
  state: 'waiting',
  behaviour: 'password-unanswered',
  amountMinor: 100,
  currency: 'CNY',
  debitMinor: 100,
  debitCurrency: 'CNY',
  respcd: undefined,
  reason: '',
  description: '',
  merchantName: '',
  createdAtMs: 0,
  dueAtMs: 180_000,
};

/** What the rules above the book already rule out, it refuses once more by itself. */
describe('the book as the last line of defence', () => {
  let database: DatabaseSync;
  let book: Book;
  beforeEach(() => {
    database = openDatabase(':memory:');
    book = bookOf(database);
  });
  afterEach(() => database.close());

  it('gives back what was written', () => {
    const written = book.orders.insert(ORDER);
    expect(book.orders.find('order-1')).toEqual(written);
    const paid = book.orders.end(written, 'charge', 5);
    expect(book.orders.find('order-1')).toEqual(paid);
    expect(paid).toMatchObject({ state: 'paid', timesCharged: 1, endedAtMs: 5, dueAtMs: undefined });
  });

  it('uses a code once', () => {
    book.codes.insert({ digits: '281', emvText: null, account: 'li-na', expiresAtMs: 1 });
    book.codes.use('281', 'order-1');
    expect(() => book.codes.use('281', 'order-2')).toThrow('A payment code was to be used twice.');
    expect(book.codes.find('281')?.usedBy).toBe('order-1');
  });

  it('takes no more money than there is', () => {
    book.accounts.debit('wang-lei', 2_000);
    expect(() => book.accounts.debit('wang-lei', 1)).toThrow('The account wang-lei was to be debited more');
    expect(book.accounts.find('wang-lei')?.balanceMinor).toBe(0);
  });

  it('ends a payment once, whatever an old copy of it says', () => {
    const written = book.orders.insert(ORDER);
    book.orders.end(written, 'close', 180_000, { respcd: '1142', reason: 'Too late.' });
    expect(() => book.orders.end(written, 'charge', 180_001)).toThrow(
      'Payment order-1 is no longer waiting.',
    );
    expect(book.orders.find('order-1')).toMatchObject({ state: 'closed', timesCharged: 0, respcd: '1142' });
  });

  it('takes a number once', () => {
    book.orders.insert(ORDER);
    expect(() => book.orders.insert(ORDER)).toThrow('UNIQUE constraint failed');
  });
});
