import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newPayment } from '../../payment/new-payment.ts';
import { newRefund } from '../../payment/new-refund.ts';
import { intentOf } from '../contract/contract-data.ts';
import { refundIntentOf } from '../contract/refund-data.ts';
import type { Row } from './column-values.ts';
import {
  lateChargeRowSeal,
  notificationRowSeal,
  notificationSeal,
  paymentSeal,
  readSeals,
  reversalRowSeal,
  SEAL_KINDS,
  seal,
  transactionRowSeal,
} from './row-seal.ts';
import { sealedValues, valuesOfPayment, valuesOfRefund } from './transaction-columns.ts';

const PAYMENT = newPayment(intentOf(1));

const REVERSAL_ROW: Row = {
  payment_id: 1,
  syssn: 'R1',
  origin: 'merchant',
  caller_time: '2026-03-01 12:00:30',
  device_id: 'till-1',
  begun_at_ms: 30_000,
  acknowledged_at_ms: null,
};

const LATE_CHARGE_ROW: Row = {
  payment_id: 1,
  channel_refund_id: 'LC1',
  amount_minor: 1050,
  currency: 'HKD',
  wallet_number: 'W-1',
  payer_account: 'buyer',
  paid_at_ms: 1_000,
  found_at_ms: 60_000,
  state: 'returning',
  returned_at_ms: null,
  return_learnt_at_ms: null,
};

const NOTIFICATION_ROW: Row = {
  notify_id: 'N1',
  transaction_id: 1,
  merchant_number: 1,
  url: 'https://shop.example/notify',
  body: '{}',
  created_at_ms: 5_000,
};

describe('a seal', () => {
  // Seals stand in the history for ever, so what they are made of never changes. The values are those of
  // `openssl dgst -sha256` over the JSON of the values in this order.
  it.each([
    ['reversal', REVERSAL_ROW, reversalRowSeal, 'rurHoUhNuN4mI7QtiNp1Uel'],
    ['late charge', LATE_CHARGE_ROW, lateChargeRowSeal, 'lgOXQb_OzvoP2VQXg9dmd9I'],
    ['notification', NOTIFICATION_ROW, notificationRowSeal, 'n6k_MZLjrZ_f2Nl8cI-OJnp'],
  ] as const)('covers every column that says something: %s', (_what, row, sealOf, expected) => {
    expect(sealOf(row)).toBe(expected);
    for (const [column, value] of Object.entries(row)) {
      const changed = { ...row, [column]: typeof value === 'string' ? `${value}x` : Number(value) + 1 };
      expect(sealOf(changed), column).not.toBe(expected);
    }
    // When it was tried last and when it is tried next is work, not money.
    expect(sealOf({ ...row, attempts: 7, due_at_ms: 1, last_result: 'HTTP 500' })).toBe(expected);
  });

  it('of a late charge covers when its return was learnt, and leaves rows without that time as they were', () => {
    const returned = { ...LATE_CHARGE_ROW, state: 'returned', returned_at_ms: 61_000 };
    expect(lateChargeRowSeal(returned)).toBe('l2U8wM7tnBLF_b1J3P8uUFU');
    expect(lateChargeRowSeal({ ...returned, return_learnt_at_ms: 62_000 })).toBe('lY1uvqm-WpkF30NsARK9UvF');
  });

  it('of a payment covers these values in this order', () => {
    const { syssn, authCodeHash, createdAtMs } = PAYMENT;
    expect(sealedValues(valuesOfPayment(PAYMENT))).toEqual([
      ...['payment', 1, syssn, 1, '', 'ORDER-1', null, '', '', '800108', 'alipay', 'sandbox', syssn],
      ...[1050, 'HKD', authCodeHash, '2026-03-01 12:00:00', 'Tea', 'till-1', 'https://shop.example/notify'],
      ...[createdAtMs, 'accepted', PAYMENT.respcd, PAYMENT.detail, null, '', '', null, '', 0, 0, ''],
    ]);
  });

  it('of a refund covers these values in this order', () => {
    const refund = newRefund(refundIntentOf(2, PAYMENT));
    const { syssn, createdAtMs } = refund;
    expect(sealedValues(valuesOfRefund(refund))).toEqual([
      ...['refund', 2, syssn, 1, '', 'REFUND-2', 1, PAYMENT.syssn, PAYMENT.channelOrderId, '800108'],
      ...['alipay', 'sandbox', syssn, 400, 'HKD', '', '2026-03-01 12:05:00', '', 'till-2'],
      ...['https://shop.example/notify', createdAtMs, 'reserved', refund.respcd, refund.detail, null, '', ''],
      ...[null, '', 0, 0, ''],
    ]);
  });

  it('is the same of a notification that is stored and of its row', () => {
    const notification = { notifyId: 'N1', url: 'https://shop.example/notify', body: '{}', dueAtMs: 7 };
    expect(notificationSeal(notification, 1, 1, 5_000)).toBe(notificationRowSeal(NOTIFICATION_ROW));
  });

  it('is the same of a payment and of its row', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '茶', '\\', ' ') });
    fc.assert(
      fc.property(
        text,
        text,
        text,
        fc.option(fc.nat(), { nil: undefined }),
        (detail, note, payer, paidAtMs) => {
          const payment = { ...PAYMENT, detail, note, payerAccount: payer, paidAtMs };
          expect(transactionRowSeal(valuesOfPayment(payment))).toBe(paymentSeal(payment));
        },
      ),
    );
  });

  it('differs whenever a text moves from one column to another', () => {
    const part = fc.string({ unit: fc.constantFrom('a', '\n', ''), maxLength: 4 });
    const texts = fc.record({ detail: part, walletNumber: part, payerAccount: part, note: part });
    fc.assert(
      fc.property(texts, texts, (left, right) => {
        const same = paymentSeal({ ...PAYMENT, ...left }) === paymentSeal({ ...PAYMENT, ...right });
        expect(same).toBe(JSON.stringify(left) === JSON.stringify(right));
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves out what only says when work is done', () => {
    const worked = { ...PAYMENT, version: 9, dueAtMs: 1, asks: 7 };
    expect(paymentSeal(worked)).toBe(paymentSeal(PAYMENT));
  });

  it('covers every other member of a payment', () => {
    const { version: _version, dueAtMs: _due, asks: _asks, ...sealed } = PAYMENT;
    const others = Object.keys(sealed) as (keyof typeof sealed)[];
    for (const name of others.filter((each) => each !== 'kind')) {
      const value = PAYMENT[name];
      const changed = {
        ...PAYMENT,
        [name]: typeof value === 'string' ? `${value}x` : Number(value ?? 0) + 1,
      };
      expect(paymentSeal(changed), name).not.toBe(paymentSeal(PAYMENT));
    }
  });

  it('is found by its letter among others', () => {
    const reversal = seal(SEAL_KINDS.reversal, [1]);
    const found = readSeals(paymentSeal(PAYMENT) + reversal);
    expect([...found.keys()]).toEqual(['t', 'r']);
    expect(found.get('r')).toBe(reversal);
    expect(readSeals('').size).toBe(0);
  });
});
