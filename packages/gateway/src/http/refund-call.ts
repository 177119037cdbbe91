import {
  findAmbiguity,
  findStrangeName,
  formatWireTime,
  isResponseCode,
  readRefundRequest,
  REFUND_NAMES,
  type WireObject,
} from '@opencpm/protocol';
import type { Payment } from '../payment/payment.ts';
import type { Refund } from '../payment/refund.ts';
import type { Refusal } from '../payment/refusal.ts';
import type { RefundTaker } from '../trade/refund-payment.ts';
import { resultMembers, signedAnswer } from './answer.ts';
import type { AuthenticRequest, Call, CallResult } from './call.ts';

/** `POST /trade/v1/refund`: returns all or part of a payment (contract section 5.3). */
export function refundCall(refunds: RefundTaker): Call {
  return {
    path: '/trade/v1/refund',
    methods: ['POST'],
    event: 'refund',
    pinned: 'refund',
    async handle(request) {
      const { parameters, merchant, answerKey } = request;
      const fault = findStrangeName(parameters, REFUND_NAMES) ?? findAmbiguity(parameters, REFUND_NAMES);
      const read = fault === undefined ? readRefundRequest(parameters) : { ok: false as const, ...fault };
      if (!read.ok) return refuse(request, { respcd: '1104', message: `${read.field}: ${read.problem}` });
      const outcome = await refunds.take(merchant, read.request);
      if (!outcome.ok) return refuse(request, outcome.refusal, outcome.payment);
      const { refund } = outcome;
      return {
        answer: signedAnswer(refundMembers(refund), answerKey),
        log: {
          order: refund.orderNumber,
          syssn: refund.syssn,
          original: refund.originalSyssn,
          respcd: refund.respcd,
          state: refund.state,
        },
      };
    },
  };
}

/** A refusal names what was sent and, of a payment that belongs to the caller, its currency; it has no number. */
function refuse(request: AuthenticRequest, refusal: Refusal, payment?: Payment): CallResult {
  const sent = (name: string): string | undefined =>
    request.parameters.find((parameter) => parameter.name === name)?.value.slice(0, 128);
  const order = sent('out_trade_no');
  const members: WireObject = {
    ...resultMembers(refusal.respcd, refusal.message),
    orig_syssn: sent('syssn'),
    out_trade_no: order,
    txcurrcd: payment?.currency,
  };
  return {
    answer: signedAnswer(members, request.answerKey),
    log: { order, original: payment?.syssn, respcd: refusal.respcd, why: refusal.message },
  };
}

/** A refund as the refund call answers it: flat, every member text, `txamt` too. */
function refundMembers(refund: Refund): WireObject {
  const respcd = isResponseCode(refund.respcd) ? refund.respcd : '1145';
  const returned = refund.returnedAtMs !== undefined;
  return {
    syssn: refund.syssn,
    orig_syssn: refund.originalSyssn,
    out_trade_no: refund.orderNumber,
    txamt: String(refund.amountMinor),
    txcurrcd: refund.currency,
    txdtm: refund.callerTime,
    sysdtm: formatWireTime(refund.createdAtMs),
    paydtm: refund.returnedAtMs === undefined ? '' : formatWireTime(refund.returnedAtMs),
    udid: refund.deviceId,
    chnlsn: refund.walletNumber,
    cardcd: refund.payerAccount,
    ...resultMembers(respcd, refund.detail),
    cash_fee: '',
    cash_fee_type: '',
    cash_refund_fee: returned ? String(refund.amountMinor) : '',
    cash_refund_fee_type: returned ? refund.currency : '',
  };
}
