import type { Payment } from '../payment/payment.ts';
import type { Refund } from '../payment/refund.ts';
import type { RefundOrder } from '../wallet/connector.ts';

/** A refund as its wallet gets it: the same for the first try, for every repeat and for every enquiry. */
export function refundOrderOf(refund: Refund, payment: Payment): RefundOrder {
  return {
    channelRefundId: refund.channelRefundId,
    channelOrderId: refund.originalChannelOrderId,
    family: refund.family,
    walletNumber: payment.walletNumber,
    amountMinor: refund.amountMinor,
    paymentAmountMinor: payment.amountMinor,
    currency: refund.currency,
    createdAtMs: refund.createdAtMs,
    paymentCreatedAtMs: payment.createdAtMs,
  };
}
