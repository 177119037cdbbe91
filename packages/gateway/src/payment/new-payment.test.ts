import { describe, expect, it } from 'vitest';
import { newPayment } from './new-payment.ts';
import { samplePayment } from './test-payment.ts';

describe('newPayment', () => {
  it('knows what was asked for and nothing of an outcome', () => {
    const intent = samplePayment();
    expect(newPayment(intent)).toEqual({
      ...intent,
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
    });
  });
});
