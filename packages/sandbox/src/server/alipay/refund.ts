import { refundNumber } from '../../make-refund.ts';
import type { RefundAnswer } from '../../wallet-answer.ts';
import { type CallContext, keepNumber, keepRefundNote, refundNote, requestIdIn } from './call-context.ts';
import { type Fields, fieldOf } from './field-rules.ts';
import { amountOf } from './payment-fields.ts';
import { refundRefusal } from './refusal-codes.ts';
import { writeInstant } from './wire-instant.ts';
import {
  ABSENT,
  atOnce,
  done,
  INCONSISTENT,
  refused,
  type SpokenResult,
  undecided,
  UNKNOWN,
  type WireResult,
} from './wire-result.ts';

/** How long after the payment money can go back. */
const REFUND_WINDOW_MS = 365 * 86_400_000;

/** `refund`. The same number with the same content is the same refund, and returns nothing more. */
export async function refund(context: CallContext, body: Fields): Promise<SpokenResult> {
  const { door, nowMs, offsetMinutes } = context;
  const number = fieldOf(body, 'refundRequestId') ?? '';
  const payment = await requestIdIn(context, body, 'paymentId', 'paymentRequestId');
  const entry = payment === undefined ? undefined : await door.find(payment);
  if (payment === undefined || entry === undefined) return atOnce(ABSENT);
  const note = {
    paymentRequestId: payment,
    currency: fieldOf(body, 'refundAmount.currency') ?? '',
    value: fieldOf(body, 'refundAmount.value') ?? '',
  };
  const earlier = await refundNote(door, number);
  if (earlier !== undefined && JSON.stringify(earlier) !== JSON.stringify(note)) return atOnce(INCONSISTENT);
  if (note.currency !== entry.currency) {
    return atOnce(
      refused('PARAM_ILLEGAL', 'Illegal parameters: refundAmount.currency differs from the payment.'),
    );
  }
  const isNew = (await door.findRefund(number)) === undefined;
  if (isNew && entry.state === 'paid' && nowMs > (entry.endedAtMs ?? entry.createdAtMs) + REFUND_WINDOW_MS) {
    return atOnce(refused('REFUND_WINDOW_EXCEED', 'The refund window is exceeded.'));
  }
  const { answer, manner } = await door.refund({
    channelRefundId: number,
    channelOrderId: payment,
    family: 'alipay',
    walletNumber: '',
    amountMinor: Number(note.value),
    paymentAmountMinor: entry.amountMinor,
    currency: entry.currency,
  });
  const written = await door.findRefund(number);
  if (written !== undefined) await keepRefundNote(door, number, note);
  if (answer.kind !== 'returned' || written === undefined) return { result: resultOf(answer), manner };
  const refundId = refundNumber(entry, written);
  await keepNumber(door, refundId, number);
  const result = done({
    paymentId: entry.walletNumber,
    refundAmount: amountOf(answer.amountMinor, answer.currency),
    refundId,
    refundRequestId: number,
    refundTime: writeInstant(answer.returnedAtMs, offsetMinutes),
  });
  return { result, manner };
}

function resultOf(answer: RefundAnswer): WireResult {
  switch (answer.kind) {
    case 'processing':
      return undecided('REFUND_IN_PROCESS', 'The refund is being processed.');
    case 'refused':
      return answer.mayStillReturn ? UNKNOWN : refundRefusal(answer.respcd);
    case 'returned':
    case 'unknown':
    case 'not_found':
    case 'not_sent':
      return UNKNOWN;
  }
}
