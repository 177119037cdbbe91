import type { Payment } from '../payment/payment.ts';
import type { LateCharge } from '../payment/reversal.ts';
import type { WalletReceipt } from '../wallet/connector.ts';

/**
 * The obligation to return money that a wallet took after the verdict "not paid". The number of the return follows from
 * the payment, so that whoever finds the charge, however often, returns it once.
 *
 * @param foundAtMs when it was found, on the business clock.
 * @param dueAtMs when its return is due, on the steady clock.
 */
export function newLateCharge(
  payment: Payment,
  receipt: WalletReceipt,
  foundAtMs: number,
  dueAtMs: number,
): LateCharge {
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
    dueAtMs,
    returnedAtMs: undefined,
  };
}
