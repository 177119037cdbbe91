import { formatWireTime, type WireObject, writeWireJson } from '@opencpm/protocol';
import type { Payment } from '../payment/payment.ts';
import type { Refund } from '../payment/refund.ts';
import { WIRE_VIEWS } from '../payment/state.ts';
import type { Transaction } from '../payment/transaction.ts';
import type { Announce } from './notification.ts';

/** Bytes of chance in the id of a notification. */
const ID_BYTES = 16;

/** What announcing needs beside the transaction. */
export interface AnnounceParts {
  /** Whether a merchant is a partner: only partners are told the store. */
  readonly isPartner: (merchantNumber: number) => boolean;
  /** The steady clock: the first try is due at once. */
  readonly nowMs: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}

/** Makes {@link Announce}. Ids begin with `ntf_` and hold no full stop, which separates what is signed. */
export function announceTo({ isPartner, nowMs, randomBytes }: AnnounceParts): Announce {
  return (transaction) => {
    // Addresses are checked before they are stored; one that slipped through must not hold up the money it announces.
    if (URL.parse(transaction.notifyUrl) === null) return undefined;
    return {
      notifyId: `ntf_${Buffer.from(randomBytes(ID_BYTES)).toString('hex')}`,
      url: transaction.notifyUrl,
      body: notificationBody(transaction, isPartner(transaction.merchantNumber)),
      dueAtMs: nowMs(),
    };
  };
}

/**
 * The body of a notification (contract section 5.8): a flat object in the order of the contract's example, every value
 * a text, in the one form of JSON that receivers rebuild.
 *
 * @param transaction a payment that is paid, or a refund that has succeeded.
 */
export function notificationBody(transaction: Transaction, toPartner: boolean): string {
  return writeWireJson(
    transaction.kind === 'payment'
      ? paymentMembers(transaction, toPartner)
      : refundMembers(transaction, toPartner),
  );
}

function paymentMembers(payment: Payment, toPartner: boolean): WireObject {
  return {
    status: '1',
    pay_type: payment.payType,
    sysdtm: formatWireTime(payment.createdAtMs),
    paydtm: payment.paidAtMs === undefined ? '' : formatWireTime(payment.paidAtMs),
    goods_name: payment.goodsName,
    txcurrcd: payment.currency,
    txdtm: payment.callerTime,
    mchid: toPartner ? payment.storeId : undefined,
    txamt: String(payment.amountMinor),
    exchange_rate: '',
    chnlsn2: '',
    out_trade_no: payment.orderNumber,
    syssn: payment.syssn,
    cash_fee_type: payment.debitedCurrency || payment.currency,
    cancel: WIRE_VIEWS[payment.state].cancel,
    respcd: '0000',
    goods_info: '',
    cash_fee: String(payment.debitedAmountMinor ?? payment.amountMinor),
    notify_type: 'payment',
    chnlsn: payment.walletNumber,
    cardcd: payment.payerAccount,
  };
}

function refundMembers(refund: Refund, toPartner: boolean): WireObject {
  return {
    status: '1',
    pay_type: refund.payType,
    sysdtm: formatWireTime(refund.createdAtMs),
    paydtm: refund.returnedAtMs === undefined ? '' : formatWireTime(refund.returnedAtMs),
    goods_name: '',
    txcurrcd: refund.currency,
    txdtm: refund.callerTime,
    mchid: toPartner ? refund.storeId : undefined,
    txamt: String(refund.amountMinor),
    exchange_rate: '',
    chnlsn2: '',
    out_trade_no: refund.orderNumber,
    syssn: refund.syssn,
    cash_fee_type: '',
    cancel: '0',
    respcd: '0000',
    goods_info: '',
    cash_fee: '',
    notify_type: 'refund',
    chnlsn: refund.walletNumber,
    cardcd: refund.payerAccount,
    cash_refund_fee: String(refund.amountMinor),
    cash_refund_fee_type: refund.currency,
  };
}
