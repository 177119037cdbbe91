import {
  findAmbiguity,
  findStrangeName,
  formatWireTime,
  readReversalRequest,
  type ResponseCode,
  REVERSAL_NAMES,
  type WireObject,
} from '@opencpm/protocol';
import type { Payment } from '../payment/payment.ts';
import type { Refusal } from '../payment/refusal.ts';
import type { Reversal } from '../payment/reversal.ts';
import type { PaymentReverser } from '../trade/reverse-payment.ts';
import { resultMembers, signedAnswer } from './answer.ts';
import type { AuthenticRequest, Call, CallResult } from './call.ts';

/** `/trade/v1/reversal` and `/trade/v1/close`: two names of one call (contract sections 5.4 and 5.5). */
export function reversalCalls(reverser: PaymentReverser): readonly Call[] {
  return (['reversal', 'close'] as const).map((name) => ({
    path: `/trade/v1/${name}`,
    methods: ['POST', 'GET'],
    event: name,
    pinned: 'reversal',
    handle: (request) => handle(reverser, request),
  }));
}

async function handle(reverser: PaymentReverser, request: AuthenticRequest): Promise<CallResult> {
  const { parameters, merchant, answerKey } = request;
  const fault = findStrangeName(parameters, REVERSAL_NAMES) ?? findAmbiguity(parameters, REVERSAL_NAMES);
  const read = fault === undefined ? readReversalRequest(parameters) : { ok: false as const, ...fault };
  if (!read.ok) return refuse(request, { respcd: '1104', message: `${read.field}: ${read.problem}` });
  const outcome = await reverser.reverse(merchant, read.request);
  if (!outcome.ok) return refuse(request, outcome.refusal, outcome.payment);
  const { payment, reversal } = outcome;
  const { callerTime, deviceId } = read.request;
  const members = reversalMembers(payment, reversal, callerTime, deviceId);
  return {
    answer: signedAnswer(members, answerKey),
    log: {
      order: payment.orderNumber,
      syssn: reversal.syssn,
      original: payment.syssn,
      respcd: resultOf(payment).respcd,
      state: payment.state,
    },
  };
}

/** A refusal has no number of its own; of a payment that belongs to the caller it names the number. */
function refuse(request: AuthenticRequest, refusal: Refusal, payment?: Payment): CallResult {
  const sent = (name: string): string | undefined =>
    request.parameters.find((parameter) => parameter.name === name)?.value.slice(0, 128);
  const order = payment?.orderNumber ?? sent('out_trade_no');
  const original = payment?.syssn ?? sent('syssn');
  const members: WireObject = {
    ...resultMembers(refusal.respcd, refusal.message),
    orig_syssn: original,
    out_trade_no: order,
    txcurrcd: payment?.currency,
  };
  return {
    answer: signedAnswer(members, request.answerKey),
    log: { order, original: payment?.syssn, respcd: refusal.respcd, why: refusal.message },
  };
}

/** "Cancelled" only when the wallet has confirmed that nothing was or will be charged. */
function resultOf({ state }: Payment): { readonly respcd: ResponseCode; readonly message: string } {
  if (state === 'reversed') return { respcd: '0000', message: 'cancelled; nothing is charged' };
  if (state === 'declined') {
    return { respcd: '0000', message: 'the payment was declined before; nothing is charged' };
  }
  return { respcd: '1145', message: 'the reversal is being processed; send it again or enquire' };
}

/** A reversal as the call answers it: flat, every member text. */
function reversalMembers(
  payment: Payment,
  reversal: Reversal,
  callerTime: string,
  deviceId: string,
): WireObject {
  const { respcd, message } = resultOf(payment);
  return {
    syssn: reversal.syssn,
    orig_syssn: payment.syssn,
    out_trade_no: payment.orderNumber,
    txamt: String(payment.amountMinor),
    txcurrcd: payment.currency,
    txdtm: callerTime,
    sysdtm: formatWireTime(reversal.begunAtMs),
    chnlsn: payment.walletNumber,
    chnlsn2: '',
    cardcd: payment.payerAccount,
    udid: deviceId,
    surcharge_fee: '0',
    surcharge_rate: '0',
    ...resultMembers(respcd, message),
  };
}
