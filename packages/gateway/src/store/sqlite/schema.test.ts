import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { newPayment } from '../../payment/new-payment.ts';
import { REFUND_STATES } from '../../payment/refund-state.ts';
import { PAYMENT_STATES } from '../../payment/state.ts';
import { intentOf, keyOf, merchantOf, START_MS } from '../contract/contract-data.ts';
import { MerchantRows } from './merchant-rows.ts';
import { knownMigrations, migrate } from './migrate.ts';
import { paymentRowsOf } from './test-rows.ts';

/** A database with merchant 1 and payment 1 of HKD 10.50, paid, open to any SQL. */
function openWithPayment(): DatabaseSync {
  const database = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true });
  migrate(database, knownMigrations(), START_MS);
  new MerchantRows(database).add(merchantOf('A', ['S1']), keyOf(1));
  paymentRowsOf(database).accept(intentOf(1));
  return database;
}

/** Copies payment 1 to number 2 as another order, with some columns replaced. */
function copyWith(database: DatabaseSync, changes: Readonly<Record<string, string | number | null>>): void {
  const row: Record<string, unknown> = {
    ...database.prepare('SELECT * FROM transactions WHERE id = 1').get(),
  };
  Object.assign(row, { id: 2, order_number: 'COPY', channel_order_id: 'COPY' }, changes);
  const columns = Object.keys(row);
  database
    .prepare(`INSERT INTO transactions (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
    .run(...(Object.values(row) as (string | number | null)[]));
}

describe('the schema, whatever the code above it does', () => {
  it('takes refunds up to the amount paid', () => {
    const database = openWithPayment();
    const set = (refunded: number, pending: number) => () =>
      database
        .prepare('UPDATE transactions SET refunded_minor = ?, refund_pending_minor = ? WHERE id = 1')
        .run(refunded, pending);
    for (const [refunded, pending] of [
      [0, 1050],
      [1050, 0],
      [525, 525],
      [0, 0],
    ] as const) {
      expect(set(refunded, pending)).not.toThrow();
    }
    for (const [refunded, pending] of [
      [1051, 0],
      [0, 1051],
      [525, 526],
      [1050, 1],
      [-1, 0],
      [0, -1],
      [1051, -1],
    ] as const) {
      expect(set(refunded, pending), `${refunded} + ${pending}`).toThrow(/CHECK constraint failed/);
    }
  });

  it('lets only one of two concurrent reservations through that are too much together', () => {
    const database = openWithPayment();
    const reserve = database.prepare(
      'UPDATE transactions SET refund_pending_minor = refund_pending_minor + ? WHERE id = 1',
    );
    reserve.run(600);
    expect(() => reserve.run(600)).toThrow(/CHECK/);
    expect(database.prepare('SELECT refund_pending_minor AS pending FROM transactions').get()).toEqual({
      pending: 600,
    });
  });

  it.each([
    ['an amount of nothing', { amount_minor: 0 }],
    ['a negative amount', { amount_minor: -1050 }],
    ['an amount beyond eleven digits', { amount_minor: 100_000_000_000 }],
    ['a running number beyond ten digits', { id: 10_000_000_000 }],
    ['a running number of nothing', { id: 0 }],
    ['a state nobody knows', { state: 'perhaps' }],
    ['a refund state on a payment', { state: 'succeeded' }],
    ['a kind nobody knows', { kind: 'gift' }],
    ['a refund of nothing', { kind: 'refund', state: 'reserved' }],
    ['a payment that refunds another', { original_id: 1 }],
    ['a version before the first', { version: 0 }],
    ['a response code of three digits', { respcd: '000' }],
    ['an order without a number', { order_number: '' }],
    ['an order number of 129 characters', { order_number: 'x'.repeat(129) }],
    ['a currency of four letters', { currency: 'HKDX' }],
  ])('refuses %s', (_what, changes) => {
    expect(() => copyWith(openWithPayment(), changes)).toThrow(/CHECK constraint failed/);
  });

  it.each([
    ['a text for an amount', { amount_minor: 'a lot' }],
    ['half a cent', { amount_minor: 10.5 }],
  ])('refuses %s', (_what, changes) => {
    expect(() => copyWith(openWithPayment(), changes)).toThrow(/cannot store/);
  });

  it('refuses a merchant or an original that does not exist', () => {
    expect(() => copyWith(openWithPayment(), { merchant_number: 9 })).toThrow(/FOREIGN KEY/);
    const refund = { kind: 'refund', state: 'reserved', original_id: 9 };
    expect(() => copyWith(openWithPayment(), refund)).toThrow(/FOREIGN KEY/);
  });

  it('refuses a second row for an order or for a number at a wallet, refunds included', () => {
    const refund = { kind: 'refund', state: 'reserved', original_id: 1 };
    expect(() => copyWith(openWithPayment(), { order_number: 'ORDER-1' })).toThrow(/UNIQUE/);
    expect(() => copyWith(openWithPayment(), { ...refund, order_number: 'ORDER-1' })).toThrow(/UNIQUE/);
    expect(() => copyWith(openWithPayment(), { channel_order_id: intentOf(1).syssn })).toThrow(/UNIQUE/);
    expect(() => copyWith(openWithPayment(), { ...refund })).not.toThrow();
  });

  it('takes every state of payments and refunds', () => {
    for (const state of PAYMENT_STATES) {
      expect(() => copyWith(openWithPayment(), { state }), state).not.toThrow();
    }
    for (const state of REFUND_STATES) {
      const refund = { kind: 'refund', original_id: 1, state };
      expect(() => copyWith(openWithPayment(), refund), state).not.toThrow();
    }
  });

  it('holds a number twice for no wallet, and reads back what it was given', () => {
    const database = openWithPayment();
    const rows = paymentRowsOf(database);
    expect(() => rows.accept(intentOf(2, { channelOrderId: intentOf(1).syssn }))).toThrow(/UNIQUE/);
    expect(() => rows.accept(intentOf(1, { orderNumber: 'OTHER' }))).toThrow(/UNIQUE/);
    expect(rows.find(1)).toEqual(newPayment(intentOf(1)));
  });
});
