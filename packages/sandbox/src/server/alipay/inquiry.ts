import type { WalletAnswer } from '../../wallet-answer.ts';
import type { BookEntry } from '../../wallet-door.ts';
import { type CallContext, keepNumber, refundNote, requestIdIn } from './call-context.ts';
import type { Fields } from './field-rules.ts';
import { failureOf } from './pay.ts';
import { amountOf, identityFields, paidFields, transactionFields } from './payment-fields.ts';
import { refundNumber } from '../../make-refund.ts';
import { refundRefusal } from './refusal-codes.ts';
import { writeInstant } from './wire-instant.ts';
import { ABSENT, atOnce, done, type SpokenResult, UNKNOWN, type WireResult } from './wire-result.ts';

type PaymentStatus = 'SUCCESS' | 'FAIL' | 'PROCESSING' | 'CANCELLED';

interface Standing {
  readonly status: PaymentStatus;
  readonly code: string;
  readonly message: string;
}

/** `inquiryPayment`: the result is the outcome of asking; what has become of the payment stands beside it. */
export async function inquirePayment(context: CallContext, body: Fields): Promise<SpokenResult> {
  const { door } = context;
  const number = await requestIdIn(context, body, 'paymentId', 'paymentRequestId');
  if (number === undefined) return atOnce(ABSENT);
  const before = await door.find(number);
  const { answer, manner } = await door.query({
    channelOrderId: number,
    family: 'alipay',
    amountMinor: before?.amountMinor ?? 1,
    currency: before?.currency ?? 'HKD',
  });
  const entry = await door.find(number);
  if (entry === undefined || answer.kind === 'not_found') return { result: ABSENT, manner };
  await keepNumber(door, entry.walletNumber, number);
  return { result: resultOf(context, answer, entry), manner };
}

function resultOf(context: CallContext, answer: WalletAnswer, entry: BookEntry): WireResult {
  const standing = standingOf(context, answer, entry);
  if (standing === undefined) return UNKNOWN;
  const { offsetMinutes, client } = context;
  const { status, code, message } = standing;
  return done({
    ...(answer.kind === 'paid'
      ? paidFields(entry, answer, offsetMinutes)
      : identityFields(entry, offsetMinutes)),
    ...transactionFields(entry, offsetMinutes),
    ...(client.dialect === 'ams'
      ? { paymentStatus: status, paymentResultCode: code, paymentResultMessage: message }
      : { paymentResult: { resultCode: code, resultStatus: LETTERS[status], resultMessage: message } }),
  });
}

const LETTERS = { SUCCESS: 'S', FAIL: 'F', PROCESSING: 'U', CANCELLED: 'F' } as const;

function standingOf(
  { settings, client }: CallContext,
  answer: WalletAnswer,
  entry: BookEntry,
): Standing | undefined {
  switch (answer.kind) {
    case 'paid':
      return { status: 'SUCCESS', code: 'SUCCESS', message: 'success.' };
    case 'waiting_for_payer':
      return { status: 'PROCESSING', code: 'PAYMENT_IN_PROCESS', message: 'The payment is being processed.' };
    case 'unknown':
      return answer.processing === true
        ? { status: 'PROCESSING', code: UNKNOWN.code, message: UNKNOWN.message }
        : undefined;
    case 'declined': {
      const { code, message } = failureOf(entry);
      const status = entry.state === 'closed' ? settings.expiredAs : 'FAIL';
      return { status, code, message };
    }
    case 'reversed':
      // Alipay+ has one code for closed and cancelled; recordings of the other show a code that says nothing.
      return client.dialect === 'ams'
        ? { status: 'CANCELLED', code: UNKNOWN.code, message: UNKNOWN.message }
        : { status: 'CANCELLED', code: 'ORDER_IS_CLOSED', message: 'The order is closed.' };
    case 'not_found':
    case 'not_sent':
      return undefined;
  }
}

const NO_REFUND = done({ refundId: null, refundRequestId: null, refundStatus: null, refundAmount: null });

const REFUND_STATUS = { processing: 'PROCESSING', returned: 'SUCCESS', refused: 'FAIL' } as const;

/** `inquiryRefund`. Of a refund it does not know it answers empty fields. */
export async function inquireRefund(context: CallContext, body: Fields): Promise<SpokenResult> {
  const { door, offsetMinutes } = context;
  const number = await requestIdIn(context, body, 'refundId', 'refundRequestId');
  const note = number === undefined ? undefined : await refundNote(door, number);
  const entry = note === undefined ? undefined : await door.find(note.paymentRequestId);
  if (number === undefined || note === undefined || entry === undefined) return atOnce(NO_REFUND);
  const { answer, manner } = await door.queryRefund({
    channelRefundId: number,
    channelOrderId: note.paymentRequestId,
    family: 'alipay',
    walletNumber: '',
    amountMinor: Number(note.value),
    paymentAmountMinor: entry.amountMinor,
    currency: entry.currency,
  });
  const refund = await door.findRefund(number);
  if (refund === undefined || answer.kind === 'not_found') return { result: NO_REFUND, manner };
  const refundId = refundNumber(entry, refund);
  await keepNumber(door, refundId, number);
  const result = done({
    refundAmount: amountOf(refund.amountMinor, refund.currency),
    refundId,
    refundRequestId: number,
    refundStatus: REFUND_STATUS[refund.state],
    ...(refund.state === 'returned'
      ? { refundTime: writeInstant(refund.endedAtMs ?? refund.createdAtMs, offsetMinutes) }
      : {}),
    ...(refund.state === 'refused' ? { refundResultCode: refundRefusal(refund.respcd ?? '1265').code } : {}),
  });
  return { result, manner };
}
