import type { PaymentIntent } from './payment.ts';

/** An intent of HKD 10.50 by Alipay, for tests. */
export function samplePayment(changes: Partial<PaymentIntent> = {}): PaymentIntent {
  return {
    id: 7,
    syssn: '202603010001000200000000007',
    merchantNumber: 1,
    storeId: '',
    orderNumber: 'ORDER-7',
    payType: '800108',
    family: 'alipay',
    connector: 'scripted',
    channelOrderId: '202603010001000200000000007',
    amountMinor: 1050,
    currency: 'HKD',
    authCodeHash: '0123456789abcdef0123456789abcdef',
    callerTime: '2026-03-01 12:00:00',
    goodsName: 'Tea',
    deviceId: 'till-1',
    notifyUrl: '',
    createdAtMs: Date.UTC(2026, 2, 1, 4),
    firstAskAtMs: Date.UTC(2026, 2, 1, 4) + 2_000,
    ...changes,
  };
}
