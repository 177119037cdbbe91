import type { Refund, RefundIntent } from './refund.ts';

/** A refund as it stands the moment its intent is written: its amount is reserved, nothing is sent. */
export function newRefund(intent: RefundIntent): Refund {
  const { firstAskAtMs, ...order } = intent;
  return {
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
  };
}
