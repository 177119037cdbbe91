import { describe, expect, it } from 'vitest';
import { newRefund } from './new-refund.ts';
import { sampleRefund } from './test-refund.ts';

describe('newRefund', () => {
  it('knows what was asked for and nothing of an outcome', () => {
    const { firstAskAtMs, ...order } = sampleRefund();
    expect(newRefund({ ...order, firstAskAtMs })).toEqual({
      ...order,
      kind: 'refund',
      state: 'reserved',
      version: 1,
      respcd: '1145',
      detail: 'Being processed; ask again',
      returnedAtMs: undefined,
      walletNumber: '',
      payerAccount: '',
      dueAtMs: firstAskAtMs,
      asks: 0,
      note: '',
    });
  });
});
