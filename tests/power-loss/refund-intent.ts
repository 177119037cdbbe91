import type { Payment } from '../../packages/gateway/src/payment/payment.ts';
import type { RefundIntent } from '../../packages/gateway/src/payment/refund.ts';

/** A refund of HKD 1.00 of a payment; its numbers follow from its running number. */
export function refundIntentOf(payment: Payment, id: number): RefundIntent {
  const { merchantNumber, storeId, payType, family, connector, currency, notifyUrl, createdAtMs } = payment;
  const syssn = `${payment.syssn.slice(0, -10)}${String(id).padStart(10, '0')}`;
  return {
    id,
    syssn,
    originalId: payment.id,
    originalSyssn: payment.syssn,
    originalChannelOrderId: payment.channelOrderId,
    merchantNumber,
    storeId,
    orderNumber: `REFUND-${id}`,
    payType,
    family,
    connector,
    channelRefundId: syssn,
    amountMinor: 100,
    currency,
    callerTime: '2026-03-01 12:00:00',
    deviceId: '',
    notifyUrl,
    createdAtMs,
    firstAskAtMs: createdAtMs,
  };
}
