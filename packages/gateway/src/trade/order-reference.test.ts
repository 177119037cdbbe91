import { expect, it } from 'vitest';
import { newPayment } from '../payment/new-payment.ts';
import { intentOf } from '../store/contract/contract-data.ts';
import { orderReference } from './order-reference.ts';

it('tells a wallet what is needed to find a payment, and nothing of the merchant', () => {
  const payment = newPayment(intentOf(1));
  const { channelOrderId, family, payType, amountMinor, currency, createdAtMs } = payment;
  const reference = { channelOrderId, family, payType, amountMinor, currency, createdAtMs };
  expect(orderReference(payment, false)).toStrictEqual(reference);
  expect(orderReference(payment, true)).toStrictEqual({ ...reference, reversalAcknowledged: true });
});
