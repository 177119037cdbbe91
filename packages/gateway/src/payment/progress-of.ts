import type { Payment, PaymentProgress } from './payment.ts';

/** The changeable part of a payment as it stands, for a step that writes beside it and leaves it as it is. */
export function progressOf(payment: Payment): PaymentProgress {
  const { state, respcd, detail, paidAtMs, walletNumber, payerAccount, debitedAmountMinor, debitedCurrency } =
    payment;
  const { dueAtMs, asks } = payment;
  return {
    state,
    respcd,
    detail,
    paidAtMs,
    walletNumber,
    payerAccount,
    debitedAmountMinor,
    debitedCurrency,
    dueAtMs,
    asks,
  };
}
