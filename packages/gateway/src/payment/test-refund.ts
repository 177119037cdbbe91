import { newPayment } from './new-payment.ts';
import { newRefund } from './new-refund.ts';
import type { Payment } from './payment.ts';
import type { Refund, RefundIntent } from './refund.ts';
import { samplePayment } from './test-payment.ts';

/** A paid payment of HKD 10.50 by Alipay, for tests. */
export function paidPayment(changes: Partial<Payment> = {}): Payment {
  const payment = newPayment(samplePayment());
  return {
    ...payment,
    state: 'paid',
    respcd: '0000',
    detail: 'OK',
    paidAtMs: payment.createdAtMs + 1_000,
    walletNumber: 'W-7',
    dueAtMs: undefined,
    ...changes,
  };
}

/** The intent to return HKD 4.00 of {@link paidPayment}. */
export function sampleRefund(changes: Partial<RefundIntent> = {}): RefundIntent {
  const { syssn, merchantNumber, storeId, payType, family, connector, channelOrderId, currency } =
    samplePayment();
  return {
    id: 8,
    syssn: '202603010001000200000000008',
    originalId: 7,
    originalSyssn: syssn,
    originalChannelOrderId: channelOrderId,
    merchantNumber,
    storeId,
    orderNumber: 'REFUND-8',
    payType,
    family,
    connector,
    channelRefundId: '202603010001000200000000008',
    amountMinor: 400,
    currency,
    callerTime: '2026-03-01 12:05:00',
    deviceId: 'till-1',
    notifyUrl: '',
    createdAtMs: Date.UTC(2026, 2, 1, 4, 5),
    firstAskAtMs: Date.UTC(2026, 2, 1, 4, 5) + 32_000,
    ...changes,
  };
}

/** A refund in a state, as it is stored. */
export function storedRefund(changes: Partial<Refund> = {}): Refund {
  return { ...newRefund(sampleRefund()), ...changes };
}
