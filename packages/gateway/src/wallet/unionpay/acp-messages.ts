import type { ChargeOrder, OrderReference, RefundOrder } from '../connector.ts';
import { writeBeijingTime } from './beijing-time.ts';
import { currencyNumber } from './currency-number.ts';
import type { Fields } from './fields.ts';
import type { UnionPaySettings } from './settings.ts';
import { subMerchantFields } from './sub-merchant.ts';

/** What ACP names transactions by: the merchant's number and the time it was made, which belong together. */
export interface AcpOrder {
  readonly orderId: string;
  readonly txnTime: string;
}

/** The names of a payment. */
export function orderOf({
  channelOrderId,
  createdAtMs,
}: Pick<OrderReference, 'channelOrderId' | 'createdAtMs'>): AcpOrder {
  return { orderId: channelOrderId, txnTime: writeBeijingTime(createdAtMs) };
}

/** The names of a refund. */
export function refundOrderOf({ channelRefundId, createdAtMs }: RefundOrder): AcpOrder {
  return { orderId: channelRefundId, txnTime: writeBeijingTime(createdAtMs) };
}

function common({ accessType, merchantId }: UnionPaySettings): Fields {
  return { version: '5.1.0', encoding: 'UTF-8', bizType: '000000', accessType, merId: merchantId };
}

/** The customer presents a code, and the shop asks for the money. */
export function purchase(order: ChargeOrder, settings: UnionPaySettings): Fields {
  return {
    ...common(settings),
    txnType: '01',
    txnSubType: '06',
    channelType: '08',
    ...orderOf(order),
    txnAmt: String(order.amountMinor),
    currencyCode: currencyNumber(order.currency),
    qrNo: order.authCode,
    ...subMerchantFields(settings, order.merchantName),
    termId: settings.terminalId,
    backUrl: settings.notifyUrl,
  };
}

/** What has become of a transaction? */
export function enquiry(order: AcpOrder, settings: UnionPaySettings): Fields {
  return { ...common(settings), txnType: '00', txnSubType: '00', ...order };
}

/** Undoes a purchase whose outcome is not known, under its own names and without an amount. */
export function reversal(order: AcpOrder, settings: UnionPaySettings): Fields {
  return { ...common(settings), txnType: '99', txnSubType: '01', channelType: '08', ...order };
}

/** The file of a clearing day. @param settleDate month and day, four digits. */
export function fileTransfer(settleDate: string, nowMs: number, settings: UnionPaySettings): Fields {
  return {
    ...common(settings),
    txnType: '76',
    txnSubType: '01',
    txnTime: writeBeijingTime(nowMs),
    settleDate,
    fileType: '00',
  };
}

/** Returns money of a purchase: by UnionPay's number, or by its names where that is not known. */
export function refund(order: RefundOrder, names: AcpOrder, settings: UnionPaySettings): Fields {
  const payment = orderOf({
    channelOrderId: order.channelOrderId,
    createdAtMs: order.paymentCreatedAtMs,
  });
  return {
    ...common(settings),
    txnType: '04',
    txnSubType: '00',
    channelType: '08',
    ...names,
    txnAmt: String(order.amountMinor),
    currencyCode: currencyNumber(order.currency),
    backUrl: settings.notifyUrl,
    ...(order.walletNumber === ''
      ? { origOrderId: payment.orderId, origTxnTime: payment.txnTime }
      : { origQryId: order.walletNumber }),
  };
}
