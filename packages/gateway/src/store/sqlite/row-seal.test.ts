import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newPayment } from '../../payment/new-payment.ts';
import { intentOf } from '../contract/contract-data.ts';
import { paymentSeal, readSeals, SEAL_KINDS, seal, transactionRowSeal } from './row-seal.ts';
import { valuesOfPayment } from './transaction-columns.ts';

const PAYMENT = newPayment(intentOf(1));

describe('a seal', () => {
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
