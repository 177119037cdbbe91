import {
  findAmbiguity,
  findStrangeName,
  formatWireTime,
  isResponseCode,
  PAYMENT_NAMES,
  readPaymentRequest,
  responseCode,
  type WireObject,
} from '@opencpm/protocol';
import type { Payment } from '../payment/payment.ts';
import type { Refusal } from '../payment/refusal.ts';
import type { PaymentTaker } from '../trade/take-payment.ts';
import { refusalAnswer, resultMembers, signedAnswer } from './answer.ts';
import type { AuthenticRequest, Call, CallResult } from './call.ts';

/**
 * `POST /trade/v1/payment`: charges the wallet whose code was scanned (contract section 5.1).
 *
 * @param addressProblem what is wrong with an address for the notification, as the end of a sentence.
 */
export function paymentCall(
  payments: PaymentTaker,
  addressProblem: (address: string) => string | undefined,
): Call {
  return {
    path: '/trade/v1/payment',
    methods: ['POST'],
    event: 'payment',
    takesAuthCode: true,
    async handle(request) {
      const { parameters, merchant, answerKey } = request;
      const fault = findStrangeName(parameters, PAYMENT_NAMES) ?? findAmbiguity(parameters, PAYMENT_NAMES);
      const read = fault === undefined ? readPaymentRequest(parameters) : { ok: false as const, ...fault };
      if (!read.ok) return refuse(request, { respcd: '1104', message: `${read.field}: ${read.problem}` });
      const { notifyUrl } = read.request;
      const problem = notifyUrl === undefined ? undefined : addressProblem(notifyUrl);
      if (problem !== undefined)
        return refuse(request, { respcd: '1104', message: `notify_url: ${problem}` });
      const outcome = await payments.take(merchant, read.request);
      if (!outcome.ok) return refuse(request, outcome.refusal);
      const { payment } = outcome;
      return {
        answer: signedAnswer(paymentMembers(payment), answerKey),
        log: {
          order: payment.orderNumber,
          syssn: payment.syssn,
          respcd: payment.respcd,
          state: payment.state,
        },
      };
    },
  };
}

function refuse(request: AuthenticRequest, refusal: Refusal): CallResult {
  const order = request.parameters.find(({ name }) => name === 'out_trade_no')?.value.slice(0, 128);
  return {
    answer: refusalAnswer(refusal, request.answerKey, order),
    log: { order, respcd: refusal.respcd, why: refusal.message },
  };
}

/**
 * A payment as the payment call answers it: flat, in the order of the founding documents' example, with `txamt` as a
 * number. Everything else is text.
 */
function paymentMembers(payment: Payment): WireObject {
  const respcd = isResponseCode(payment.respcd) ? payment.respcd : '1145';
  const { resperr, respmsg } = resultMembers(respcd, respcd === '0000' ? 'OK' : payment.detail);
  return {
    pay_type: payment.payType,
    sysdtm: formatWireTime(payment.createdAtMs),
    paydtm: payment.paidAtMs === undefined ? '' : formatWireTime(payment.paidAtMs),
    txdtm: payment.callerTime,
    udid: payment.deviceId,
    txcurrcd: payment.currency,
    txamt: payment.amountMinor,
    resperr,
    respmsg: respmsg === '' ? responseCode(respcd).textEn : respmsg,
    out_trade_no: payment.orderNumber,
    syssn: payment.syssn,
    respcd,
    chnlsn: payment.walletNumber,
  };
}
