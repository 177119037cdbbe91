import {
  findAmbiguity,
  findStrangeName,
  formatWireTime,
  isResponseCode,
  QUERY_NAMES,
  readQueryRequest,
  responseCode,
  type WireObject,
} from '@opencpm/protocol';
import type { Payment } from '../payment/payment.ts';
import type { Refund } from '../payment/refund.ts';
import type { Refusal } from '../payment/refusal.ts';
import { WIRE_VIEWS } from '../payment/state.ts';
import type { Transaction } from '../payment/transaction.ts';
import { type AnswerEnquiryParts, answerEnquiry } from '../trade/answer-enquiry.ts';
import { refusalAnswer, resultMembers, signedAnswer } from './answer.ts';
import type { AuthenticRequest, Call, CallResult } from './call.ts';

/** `/trade/v1/query`: tells the truth about transactions (contract section 5.2). */
export function queryCall(enquiries: AnswerEnquiryParts): Call {
  return {
    path: '/trade/v1/query',
    methods: ['POST', 'GET'],
    event: 'query',
    async handle(request) {
      const { parameters, merchant, answerKey } = request;
      const fault = findStrangeName(parameters, QUERY_NAMES) ?? findAmbiguity(parameters, QUERY_NAMES);
      const read = fault === undefined ? readQueryRequest(parameters) : { ok: false as const, ...fault };
      if (!read.ok) return refuse(request, { respcd: '1104', message: `${read.field}: ${read.problem}` });
      const outcome = await answerEnquiry(enquiries, merchant, read.request);
      if (!outcome.ok) return refuse(request, outcome.refusal);
      const { transactions } = outcome;
      const members: WireObject = {
        ...resultMembers('0000', ''),
        page: read.request.page,
        page_size: read.request.pageSize,
        data: transactions.map(rowMembers),
      };
      return { answer: signedAnswer(members, answerKey), log: { respcd: '0000', rows: transactions.length } };
    },
  };
}

function refuse(request: AuthenticRequest, refusal: Refusal): CallResult {
  return {
    answer: refusalAnswer(refusal, request.answerKey),
    log: { respcd: refusal.respcd, why: refusal.message },
  };
}

/** A transaction as a row of an enquiry: every member is text. */
function rowMembers(transaction: Transaction): WireObject {
  return transaction.kind === 'payment' ? paymentRow(transaction) : refundRow(transaction);
}

function refundRow(refund: Refund): WireObject {
  const returned = refund.returnedAtMs !== undefined;
  const code = isResponseCode(refund.respcd) ? refund.respcd : '1145';
  return {
    syssn: refund.syssn,
    out_trade_no: refund.orderNumber,
    chnlsn: refund.walletNumber,
    chnlsn2: '',
    pay_type: refund.payType,
    order_type: 'refund',
    txamt: String(refund.amountMinor),
    txcurrcd: refund.currency,
    txdtm: refund.callerTime,
    sysdtm: formatWireTime(refund.createdAtMs),
    paydtm: refund.returnedAtMs === undefined ? '' : formatWireTime(refund.returnedAtMs),
    respcd: code,
    errmsg: responseCode(code).textZh,
    cancel: '0',
    origssn: refund.originalSyssn,
    goods_name: '',
    goods_info: '',
    goods_detail: '',
    udid: refund.deviceId,
    userid: String(refund.merchantNumber).padStart(7, '0'),
    cardcd: refund.payerAccount,
    cardtp: WALLET_CARD_TYPE,
    clisn: refund.syssn.slice(-6),
    exchange_rate: '',
    cash_fee: '',
    cash_fee_type: '',
    cash_refund_fee: returned ? String(refund.amountMinor) : '',
    cash_refund_fee_type: returned ? refund.currency : '',
  };
}

/** Stands for a wallet in every example of the contract. */
const WALLET_CARD_TYPE = '5';

function paymentRow(payment: Payment): WireObject {
  const paid = payment.paidAtMs !== undefined;
  const code = isResponseCode(payment.respcd) ? payment.respcd : '1145';
  return {
    syssn: payment.syssn,
    out_trade_no: payment.orderNumber,
    chnlsn: payment.walletNumber,
    chnlsn2: '',
    pay_type: payment.payType,
    order_type: 'payment',
    txamt: String(payment.amountMinor),
    txcurrcd: payment.currency,
    txdtm: payment.callerTime,
    sysdtm: formatWireTime(payment.createdAtMs),
    paydtm: payment.paidAtMs === undefined ? '' : formatWireTime(payment.paidAtMs),
    respcd: code,
    errmsg: responseCode(code).textZh,
    cancel: WIRE_VIEWS[payment.state].cancel,
    goods_name: payment.goodsName,
    goods_info: '',
    goods_detail: '',
    udid: payment.deviceId,
    userid: String(payment.merchantNumber).padStart(7, '0'),
    cardcd: payment.payerAccount,
    cardtp: WALLET_CARD_TYPE,
    clisn: payment.syssn.slice(-6),
    exchange_rate: '',
    cash_fee: paid ? String(payment.debitedAmountMinor ?? payment.amountMinor) : '',
    cash_fee_type: paid ? payment.debitedCurrency || payment.currency : '',
    cash_refund_fee: '',
    cash_refund_fee_type: '',
  };
}
