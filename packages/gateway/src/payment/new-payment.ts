import type { Payment, PaymentIntent } from './payment.ts';
import { WIRE_VIEWS } from './state.ts';

/** A payment as it stands the moment its intent is written: accepted, nothing sent, nothing known. */
export function newPayment(intent: PaymentIntent): Payment {
  const { firstAskAtMs, ...order } = intent;
  return {
    ...order,
    kind: 'payment',
    state: 'accepted',
    version: 1,
    respcd: WIRE_VIEWS.accepted.respcd,
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
  };
}
