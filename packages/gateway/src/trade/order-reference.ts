import type { Payment } from '../payment/payment.ts';
import type { Store } from '../store/store.ts';
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

/** The same for an enquiry whose answer decides whether the payment is undone. */
export function deciding(reference: OrderReference): OrderReference {
  return { ...reference, decides: true };
}

/**
 * The same for a payment that is not being reversed now. A wallet that goes on calling an undone payment paid has to know
 * that it has undone it, or its answer looks like a late charge and the money would go back twice. That a payment is
 * reversed is no acknowledgement: one ends so too when its wallet refuses to undo it and says that it was never paid.
 */
export async function settledReference(store: Store, payment: Payment): Promise<OrderReference> {
  if (payment.state !== 'reversed') return orderReference(payment, false);
  const reversal = await store.findReversal(payment.id);
  return orderReference(payment, reversal?.acknowledgedAtMs !== undefined);
}
