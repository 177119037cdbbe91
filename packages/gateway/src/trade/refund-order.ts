import type { Payment } from '../payment/payment.ts';
import type { Refund } from '../payment/refund.ts';
import { repeatAgeMs } from '../wallet/ask-schedule.ts';
import type { RefundOrder } from '../wallet/connector.ts';
import { type AgeClocks, leastAgeMs } from './least-age.ts';

/** Waits between the first enquiries about an open refund; then comes the slow tail, which never ends. */
export const REFUND_WAITS_MS: readonly number[] = [2_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** A refund as its wallet gets it: but for its age the same for the first try, for every repeat and for every enquiry. */
export function refundOrderOf(clocks: AgeClocks, refund: Refund, payment: Payment): RefundOrder {
  return {
    channelRefundId: refund.channelRefundId,
    channelOrderId: refund.originalChannelOrderId,
    family: refund.family,
    walletNumber: payment.walletNumber,
    amountMinor: refund.amountMinor,
    paymentAmountMinor: payment.amountMinor,
    currency: refund.currency,
    createdAtMs: refund.createdAtMs,
    leastAgeMs: leastAgeMs(clocks, refund.createdAtMs, repeatAgeMs(REFUND_WAITS_MS, refund.asks)),
    paymentCreatedAtMs: payment.createdAtMs,
  };
}
