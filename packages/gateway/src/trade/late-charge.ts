import type { Payment } from '../payment/payment.ts';
import type { LateCharge } from '../payment/reversal.ts';
import type { WalletReceipt } from '../wallet/connector.ts';

/**
 * The obligation to return money that a wallet took after the verdict "not paid". The number of the return follows from
 * the payment, so that whoever finds the charge, however often, returns it once.
 */
export function newLateCharge(payment: Payment, receipt: WalletReceipt, foundAtMs: number): LateCharge {
  return {
    paymentId: payment.id,
    channelRefundId: `LC${payment.syssn}`,
    amountMinor: receipt.amountMinor,
    currency: receipt.currency,
    walletNumber: receipt.walletNumber,
    payerAccount: receipt.payerAccount,
    paidAtMs: receipt.paidAtMs,
    foundAtMs,
    state: 'returning',
    attempts: 0,
    dueAtMs: foundAtMs,
    returnedAtMs: undefined,
  };
}
