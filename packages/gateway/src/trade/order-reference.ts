import type { Payment } from '../payment/payment.ts';
import type { OrderReference } from '../wallet/connector.ts';

/** What a wallet is asked about, with what is known of the reversal of the payment. */
export function orderReference(payment: Payment, reversalAcknowledged: boolean): OrderReference {
  const { channelOrderId, family, payType, amountMinor, currency, createdAtMs } = payment;
  return {
    channelOrderId,
    family,
    payType,
    amountMinor,
    currency,
    createdAtMs,
    ...(reversalAcknowledged ? { reversalAcknowledged } : {}),
  };
}
