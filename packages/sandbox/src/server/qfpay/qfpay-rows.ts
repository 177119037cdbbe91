import { formatSyssn, formatWireTime, type ResponseCode, type WireObject } from '@opencpm/protocol';
import { refundNumber } from '../../make-refund.ts';
import type { WalletRefund } from '../../refund.ts';
import type { WalletAnswer } from '../../wallet-answer.ts';
import type { BookEntry } from '../../wallet-door.ts';
import { resultMembers } from './qfpay-answer.ts';
import type { RequestedPayment, RequestedRefund } from './qfpay-order.ts';

/** Numbers of this service inside `syssn`, one for payments and one for refunds. */
const PAYMENT_NODE = 9_001;
const REFUND_NODE = 9_002;

/** The service's own number of a payment. */
export function paymentSyssn({ createdAtMs, sequence }: BookEntry): string {
  return formatSyssn(createdAtMs, PAYMENT_NODE, sequence);
}

/** The service's own number of a refund. */
export function refundSyssn({ createdAtMs, sequence }: WalletRefund): string {
  return formatSyssn(createdAtMs, REFUND_NODE, sequence);
}

/** The code for what a wallet has to say about a payment, and the words. */
function resultOf(answer: WalletAnswer): { readonly respcd: ResponseCode; readonly message: string } {
  switch (answer.kind) {
    case 'paid':
      return { respcd: '0000', message: 'OK' };
    case 'waiting_for_payer':
      return { respcd: '1143', message: 'waiting for the payer' };
    case 'declined':
      // The wire has no refusal that is not final: until it is one, the payment is being processed.
      return answer.mayStillCharge
        ? { respcd: '1145', message: 'being processed' }
        : { respcd: answer.respcd, message: answer.reason };
    case 'reversed':
      return { respcd: '1142', message: 'the order is closed' };
    case 'not_sent':
    case 'unknown':
    case 'not_found':
      return { respcd: '1145', message: 'being processed' };
  }
}

/** A payment as the payment call answers it. */
export function paymentMembers(
  request: RequestedPayment,
  answer: WalletAnswer,
  order: BookEntry | undefined,
): WireObject {
  const { respcd, message } = resultOf(answer);
  return {
    pay_type: request.payType,
    sysdtm: order === undefined ? '' : formatWireTime(order.createdAtMs),
    ...paidMembers(request, answer),
    txdtm: request.callerTime,
    udid: request.deviceId,
    out_trade_no: request.orderNumber,
    syssn: order === undefined ? '' : paymentSyssn(order),
    ...resultMembers(respcd, message),
  };
}

/** A payment as a row of an enquiry. */
export function paymentRow(request: RequestedPayment, answer: WalletAnswer, order: BookEntry): WireObject {
  const { respcd, message } = resultOf(answer);
  const { txamt, ...paid } = paidMembers(request, answer);
  return {
    syssn: paymentSyssn(order),
    out_trade_no: request.orderNumber,
    pay_type: request.payType,
    order_type: 'payment',
    txamt: String(txamt),
    ...paid,
    txdtm: request.callerTime,
    sysdtm: formatWireTime(order.createdAtMs),
    respcd,
    errmsg: message,
    cancel: cancelOf(order),
    goods_name: request.goodsName,
    udid: request.deviceId,
    cardcd: answer.kind === 'paid' ? answer.payerAccount : '',
  };
}

/** A refund as a row of an enquiry. */
export function refundRow(request: RequestedRefund, order: BookEntry, refund: WalletRefund): WireObject {
  const { respcd, message } = refundResult(refund);
  return {
    syssn: refundSyssn(refund),
    out_trade_no: request.orderNumber,
    order_type: 'refund',
    txamt: String(refund.amountMinor),
    txcurrcd: refund.currency,
    txdtm: request.callerTime,
    sysdtm: formatWireTime(refund.createdAtMs),
    paydtm: refund.endedAtMs === undefined ? '' : formatWireTime(refund.endedAtMs),
    respcd,
    errmsg: message,
    cancel: '0',
    origssn: request.originalSyssn,
    chnlsn: refundNumber(order, refund),
    udid: request.deviceId,
  };
}

/** The code for a refund as it stands. */
export function refundResult({ state, respcd, reason }: WalletRefund): {
  readonly respcd: ResponseCode;
  readonly message: string;
} {
  switch (state) {
    case 'returned':
      return { respcd: '0000', message: 'OK' };
    case 'processing':
      return { respcd: '1145', message: 'being processed' };
    case 'refused':
      return { respcd: respcd ?? '1265', message: reason };
  }
}

function paidMembers(request: RequestedPayment, answer: WalletAnswer): Record<string, string | number> {
  if (answer.kind !== 'paid') {
    return { txamt: request.amountMinor, txcurrcd: request.currency, paydtm: '', chnlsn: '' };
  }
  return {
    txamt: answer.amountMinor,
    txcurrcd: answer.currency,
    paydtm: formatWireTime(answer.paidAtMs),
    chnlsn: answer.walletNumber,
  };
}

function cancelOf({ state, refundedMinor, amountMinor }: BookEntry): string {
  if (state === 'reversed') return '1';
  if (refundedMinor === 0) return '0';
  return refundedMinor === amountMinor ? '3' : '5';
}
