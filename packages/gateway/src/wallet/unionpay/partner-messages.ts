import type { ChargeOrder, OrderReference, RefundOrder } from '../connector.ts';
import { writeBeijingTime } from './beijing-time.ts';
import { currencyNumber } from './currency-number.ts';
import type { PartnerMessage } from './partner-exchange.ts';
import type { UnionPaySettings } from './settings.ts';

function common({ merchantId, serviceProviderId = '' }: UnionPaySettings): PartnerMessage {
  return { serProvId: serviceProviderId, merId: merchantId };
}

/** The customer presents a code, and the shop asks for the money. */
export function micropay(order: ChargeOrder, settings: UnionPaySettings): PartnerMessage {
  return {
    ...common(settings),
    orderType: 'unionpay',
    orderNo: order.channelOrderId,
    orderTime: writeBeijingTime(order.createdAtMs),
    txnAmt: order.amountMinor,
    currencyCode: currencyNumber(order.currency),
    authCode: order.authCode,
    orderInfo: order.description,
    termId: settings.terminalId,
    termInfo: '{"ip": "127.0.0.1"}',
    backUrl: settings.notifyUrl,
  };
}

/** What has become of an order? The same message closes it under another address. */
export function orderMessage(
  { channelOrderId }: Pick<OrderReference, 'channelOrderId'>,
  settings: UnionPaySettings,
): PartnerMessage {
  return { ...common(settings), orderType: 'unionpay', orderNo: channelOrderId };
}

/** Returns money of a paid order. */
export function partnerRefund(order: RefundOrder, settings: UnionPaySettings): PartnerMessage {
  return {
    ...refundEnquiry(order, settings),
    orderType: 'unionpay',
    txnAmt: order.amountMinor,
    origTxnAmt: order.paymentAmountMinor,
  };
}

/** What has become of a refund? */
export function refundEnquiry(order: RefundOrder, settings: UnionPaySettings): PartnerMessage {
  return { ...common(settings), orderNo: order.channelRefundId, origOrderNo: order.channelOrderId };
}
