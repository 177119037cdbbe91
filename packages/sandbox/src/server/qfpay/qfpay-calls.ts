import {
  classify,
  type FormParameter,
  isPayType,
  matchPayType,
  readPaymentRequest,
  readQueryRequest,
  readRefundRequest,
  readReversalRequest,
  type ResponseCode,
  WALLET_FAMILIES,
  type WireObject,
} from '@opencpm/protocol';
import type { WalletCall } from '../../call-fault.ts';
import type { ServedCall } from '../../call-faults.ts';
import type { AnswerManner } from '../../answer-manner.ts';
import type { RefundOrder } from '../../wallet-answer.ts';
import type { BookEntry, WalletDoor } from '../../wallet-door.ts';
import { resultMembers } from './qfpay-answer.ts';
import { QfpayOrders, type RequestedPayment, type RequestedRefund, referenceOf } from './qfpay-order.ts';
import {
  paymentMembers,
  paymentRow,
  paymentSyssn,
  refundResult,
  refundRow,
  refundSyssn,
} from './qfpay-rows.ts';

/** What a call says, and how it goes out. */
export interface CallResult {
  readonly members: WireObject;
  readonly manner: AnswerManner;
}

/** The calls of the wire over the wallets' door. Parameters come verified. */
export class QfpayCalls {
  readonly #door: WalletDoor;
  readonly #merchantName: string;
  readonly #orders: QfpayOrders;

  constructor(door: WalletDoor, merchantName: string) {
    this.#door = door;
    this.#merchantName = merchantName;
    this.#orders = new QfpayOrders(door);
  }

  /** A call for what a developer wants to go wrong with it; a payment is read for its test number. */
  async servedCall(call: WalletCall, parameters: readonly FormParameter[]): Promise<ServedCall> {
    const given = new Map(parameters.map(({ name, value }) => [name, value]));
    const number = (given.get('out_trade_no') ?? '').split(',')[0] ?? '';
    const classification = classify(given.get('auth_code') ?? '');
    const payType = given.get('pay_type') ?? '';
    const match = call === 'charge' && isPayType(payType) ? matchPayType(payType, classification) : undefined;
    if (match?.ok === true && 'code' in classification) {
      const { family } = match;
      const amountMinor = Number(given.get('txamt'));
      await this.#door.expect({ channelOrderId: number, family, authCode: classification.code, amountMinor });
      return { server: 'upstream', call, number, families: [family] };
    }
    const requested = await this.#orders.find(number);
    const payment =
      requested?.kind === 'refund' ? await this.#orders.findPayment(requested.original) : requested;
    const ofRefund = call === 'query' && requested?.kind === 'refund';
    return {
      server: 'upstream',
      call: ofRefund ? 'queryRefund' : call,
      number,
      families: payment === undefined ? WALLET_FAMILIES : [payment.family],
    };
  }

  async payment(parameters: readonly FormParameter[]): Promise<CallResult> {
    const read = readPaymentRequest(parameters);
    if (!read.ok) return refuse('1104', `${read.field}: ${read.problem}`);
    const { request } = read;
    const { orderNumber, payType, amountMinor, currency = 'HKD', callerTime, deviceId, goodsName } = request;
    const classification = classify(request.authCode);
    const match = matchPayType(payType, classification);
    if (!match.ok) return refuse(match.respcd, match.detail);
    const wanted: RequestedPayment = {
      orderNumber,
      family: match.family,
      payType,
      amountMinor,
      currency,
      callerTime,
      deviceId,
      goodsName,
    };
    const known = await this.#orders.find(orderNumber);
    if (known !== undefined && !isSame(known, wanted)) return refuse('2011', 'out_trade_no is used');
    await this.#orders.keep({ kind: 'payment', ...wanted });
    const { answer, manner } = await this.#door.charge({
      ...referenceOf(wanted),
      authCode: 'code' in classification ? classification.code : request.authCode,
      description: goodsName,
      creditBarred: request.creditBarred,
      merchantName: this.#merchantName,
    });
    const order = await this.#order(orderNumber);
    // Without an order the wallet took nothing in: the service answers as it does when it could not begin.
    if (order === undefined && answer.kind === 'declined') {
      return { members: { ...refusal(answer.respcd, answer.reason), out_trade_no: orderNumber }, manner };
    }
    return { members: paymentMembers(wanted, answer, order), manner };
  }

  async query(parameters: readonly FormParameter[]): Promise<CallResult> {
    const read = readQueryRequest(parameters);
    if (!read.ok) return refuse('1104', `${read.field}: ${read.problem}`);
    const { orderNumbers = [], syssns = [], page, pageSize } = read.request;
    if (orderNumbers.length === 0 && syssns.length === 0) {
      return refuse('1104', 'out_trade_no: this server enquires by number only');
    }
    const bySyssn = await Promise.all(syssns.map((syssn) => this.#orders.findBySyssn(syssn)));
    const numbers = [...orderNumbers, ...bySyssn.flatMap((found) => found?.orderNumber ?? [])];
    const found = await Promise.all([...new Set(numbers)].map((number) => this.#row(number)));
    const rows = found.flatMap(({ row }) => (row === undefined ? [] : [row]));
    return {
      members: {
        ...resultMembers('0000', 'OK'),
        page,
        page_size: pageSize,
        data: rows.slice((page - 1) * pageSize, page * pageSize),
      },
      manner: found.find(({ manner }) => manner !== 'at_once')?.manner ?? 'at_once',
    };
  }

  /** A paid payment is not undone by this wire, and a number nobody knows is not barred. */
  async reversal(parameters: readonly FormParameter[]): Promise<CallResult> {
    const read = readReversalRequest(parameters);
    if (!read.ok) return refuse('1104', `${read.field}: ${read.problem}`);
    const { syssn, orderNumber, amountMinor, callerTime, deviceId } = read.request;
    const requested =
      syssn === undefined
        ? await this.#orders.findPayment(orderNumber ?? '')
        : await this.#orders.findBySyssn(syssn);
    const order = requested === undefined ? undefined : await this.#order(requested.orderNumber);
    if (requested === undefined || order === undefined) return refuse('1268', 'no such order');
    if (orderNumber !== undefined && orderNumber !== requested.orderNumber) {
      return refuse('1267', 'syssn and out_trade_no name two payments');
    }
    if (amountMinor !== requested.amountMinor)
      return refuse('1266', 'txamt: is not the amount of the payment');
    if (order.state === 'paid') {
      return refuse('1260', 'the payment is paid; refund it', { out_trade_no: requested.orderNumber });
    }
    const { answer, manner } = await this.#door.reverse(referenceOf(requested));
    const result = reversalResult(answer.kind, 'respcd' in answer ? answer.respcd : undefined);
    return {
      members: {
        orig_syssn: paymentSyssn(order),
        out_trade_no: requested.orderNumber,
        txamt: String(amountMinor),
        txcurrcd: requested.currency,
        txdtm: callerTime,
        udid: deviceId,
        ...resultMembers(result, result === '0000' ? 'OK' : 'see respcd'),
      },
      manner,
    };
  }

  async refund(parameters: readonly FormParameter[]): Promise<CallResult> {
    const read = readRefundRequest(parameters);
    if (!read.ok) return refuse('1104', `${read.field}: ${read.problem}`);
    const { originalSyssn, orderNumber, amountMinor, callerTime, deviceId } = read.request;
    const payment = await this.#orders.findBySyssn(originalSyssn);
    if (payment === undefined) return refuse('1268', 'syssn: no such payment', { out_trade_no: orderNumber });
    const original = payment.orderNumber;
    const wanted: RequestedRefund = {
      orderNumber,
      original,
      originalSyssn,
      amountMinor,
      callerTime,
      deviceId,
    };
    const known = await this.#orders.find(orderNumber);
    const repeats =
      known?.kind === 'refund' && known.original === original && known.amountMinor === amountMinor;
    if (known !== undefined && !repeats) {
      return refuse('2011', 'out_trade_no is used', { out_trade_no: orderNumber });
    }
    await this.#orders.keep({ kind: 'refund', ...wanted });
    const { answer, manner } = await this.#door.refund(refundOrderOf(payment, wanted));
    const refund = await this.#door.findRefund(orderNumber);
    if (refund === undefined) {
      const respcd = 'respcd' in answer ? answer.respcd : '1145';
      return { members: refusal(respcd, 'not refunded', { out_trade_no: orderNumber }), manner };
    }
    const { respcd, message } = refundResult(refund);
    return {
      members: {
        syssn: refundSyssn(refund),
        orig_syssn: originalSyssn,
        out_trade_no: orderNumber,
        txamt: String(amountMinor),
        txcurrcd: payment.currency,
        txdtm: callerTime,
        udid: deviceId,
        chnlsn: answer.kind === 'returned' ? answer.walletNumber : '',
        ...resultMembers(respcd, message),
      },
      manner,
    };
  }

  async #row(
    number: string,
  ): Promise<{ readonly row: WireObject | undefined; readonly manner: AnswerManner }> {
    const requested = await this.#orders.find(number);
    if (requested?.kind === 'payment') {
      const { answer, manner } = await this.#door.query(referenceOf(requested));
      const order = await this.#order(number);
      const known = order !== undefined && answer.kind !== 'not_found';
      return { row: known ? paymentRow(requested, answer, order) : undefined, manner };
    }
    if (requested === undefined) return { row: undefined, manner: 'at_once' };
    const payment = await this.#orders.findPayment(requested.original);
    if (payment === undefined) return { row: undefined, manner: 'at_once' };
    const { answer, manner } = await this.#door.queryRefund(refundOrderOf(payment, requested));
    const [order, refund] = [await this.#order(requested.original), await this.#door.findRefund(number)];
    const unseen = order === undefined || refund === undefined || answer.kind === 'not_found';
    return { row: unseen ? undefined : refundRow(requested, order, refund), manner };
  }

  /** A payment in the book; its number of the service is remembered. */
  async #order(orderNumber: string): Promise<BookEntry | undefined> {
    const order = await this.#door.find(orderNumber);
    if (order !== undefined) await this.#orders.keepSyssn(paymentSyssn(order), orderNumber);
    return order;
  }
}

function refundOrderOf(payment: RequestedPayment, refund: RequestedRefund): RefundOrder {
  return {
    channelRefundId: refund.orderNumber,
    channelOrderId: payment.orderNumber,
    family: payment.family,
    walletNumber: '',
    amountMinor: refund.amountMinor,
    paymentAmountMinor: payment.amountMinor,
    currency: payment.currency,
  };
}

function reversalResult(kind: string, respcd: ResponseCode | undefined): ResponseCode {
  if (kind === 'reversed') return '0000';
  return respcd ?? '1145';
}

function isSame(
  known: { readonly kind: string } & Partial<RequestedPayment>,
  wanted: RequestedPayment,
): boolean {
  return (
    known.kind === 'payment' &&
    known.payType === wanted.payType &&
    known.amountMinor === wanted.amountMinor &&
    known.currency === wanted.currency
  );
}

function refusal(respcd: ResponseCode, message: string, members: WireObject = {}): WireObject {
  return { ...members, ...resultMembers(respcd, message) };
}

function refuse(respcd: ResponseCode, message: string, members: WireObject = {}): CallResult {
  return { members: refusal(respcd, message, members), manner: 'at_once' };
}
