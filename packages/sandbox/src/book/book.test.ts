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
  reversalBehaviour: 'done',
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
    book.codes.insert({ digits: '281', account: 'li-na', expiresAtMs: 1 });
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

  it.each([
    [300, 801],
    [1_101, 0],
  ])('sets no more aside for refunds than was paid (%i, %i)', (returnedMinor, underWayMinor) => {
    const paid = book.orders.end(book.orders.insert({ ...ORDER, amountMinor: 1_100 }), 'charge', 5);
    expect(() => {
      book.orders.reserveRefund(paid, returnedMinor);
      book.orders.settleRefund(paid, returnedMinor, 0);
      book.orders.reserveRefund(paid, underWayMinor);
    }).toThrow('CHECK constraint failed');
  });

  it('gives back no more than was debited, and frees no more than was set aside', () => {
    const paid = book.orders.end(book.orders.insert(ORDER), 'charge', 5);
    book.orders.reserveRefund(paid, 100);
    expect(() => book.orders.settleRefund(paid, 100, 101)).toThrow('CHECK constraint failed');
    expect(() => book.orders.releaseRefund(paid, 101)).toThrow('CHECK constraint failed');
  });

  it('refunds only what is paid, and reverses nothing that was refunded', () => {
    const waiting = book.orders.insert(ORDER);
    expect(() => book.orders.reserveRefund(waiting, 1)).toThrow('CHECK constraint failed');
    const paid = book.orders.end(waiting, 'charge', 5);
    book.orders.reserveRefund(paid, 1);
    expect(() => book.orders.reverse(paid, 6)).toThrow('CHECK constraint failed');
  });

  it('reverses once, whatever an old copy says', () => {
    const written = book.orders.insert(ORDER);
    book.orders.reverse(written, 7);
    expect(book.orders.find('order-1')).toMatchObject({ state: 'reversed', endedAtMs: 7, reversedAtMs: 7 });
    expect(() => book.orders.reverse(written, 8)).toThrow('Payment order-1 is no longer waiting.');
    expect(() => book.orders.end(written, 'charge', 8)).toThrow('Payment order-1 is no longer waiting.');
  });

  it('ends a refund once', () => {
    book.orders.end(book.orders.insert(ORDER), 'charge', 5);
    const refund = book.refunds.insert({
      channelRefundId: 'refund-1',
      channelOrderId: 'order-1',
      state: 'processing',
      behaviour: 'processing-returned',
      amountMinor: 1,
      currency: 'CNY',
      respcd: undefined,
      reason: '',
      createdAtMs: 6,
      dueAtMs: 7,
    });
    expect(book.refunds.find('refund-1')).toEqual(refund);
    const returned = book.refunds.endReturned(refund, 1, 7);
    expect(book.refunds.ofOrder('order-1')).toEqual([returned]);
    expect(() => book.refunds.endRefused(refund, '1265', '', 8)).toThrow('Refund refund-1 has ended before.');
  });

  it('gives no money to an account that does not exist', () => {
    expect(() => book.accounts.credit('nobody', 1)).toThrow('There is no account nobody');
  });

  it('takes a number once', () => {
    book.orders.insert(ORDER);
    expect(() => book.orders.insert(ORDER)).toThrow('UNIQUE constraint failed');
  });
});
