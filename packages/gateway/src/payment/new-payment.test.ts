import { describe, expect, it } from 'vitest';
import { newPayment } from './new-payment.ts';
import { samplePayment } from './test-payment.ts';

describe('newPayment', () => {
  it('knows what was asked for and nothing of an outcome', () => {
    const { firstAskAtMs, ...order } = samplePayment();
    expect(newPayment({ ...order, firstAskAtMs })).toEqual({
      ...order,
      kind: 'payment',
      state: 'accepted',
      version: 1,
      respcd: '1145',
      detail: 'Being processed; ask again',
      paidAtMs: undefined,
      walletNumber: '',
      payerAccount: '',
      debitedAmountMinor: undefined,
      debitedCurrency: '',
      refundedMinor: 0,
      refundPendingMinor: 0,
      dueAtMs: firstAskAtMs,
      asks: 0,
      note: '',
    });
  });
});
