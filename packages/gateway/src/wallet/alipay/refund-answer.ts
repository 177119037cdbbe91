import type { RefundAnswer, RefundOrder } from '../connector.ts';
import { ruleOf } from './codes.ts';
import { readInstant } from './instant.ts';
import { amountField, type JsonObject, objectField, objectList, textField } from './json-fields.ts';
import { refusalReason, saysAbsent } from './payment-answer.ts';
import type { ReadAnswer } from './read-answer.ts';

function unknown(reason: string): RefundAnswer {
  return { kind: 'unknown', reason };
}

const NOT_FOUND: RefundAnswer = { kind: 'not_found', reason: 'Alipay knows no such refund yet' };

/** Where a refund's facts stand: in the answer to a refund or its enquiry, or in a list of an enquiry. */
interface RefundNames {
  readonly amount: string;
  readonly number: string;
  readonly time: string;
}

const IN_ANSWER: RefundNames = { amount: 'refundAmount', number: 'refundId', time: 'refundTime' };
const IN_LIST: RefundNames = {
  amount: 'transactionAmount',
  number: 'transactionId',
  time: 'transactionTime',
};

function returned(facts: JsonObject, names: RefundNames, time: string): RefundAnswer {
  const amount = amountField(facts, names.amount);
  if (amount === undefined) return unknown('Alipay says refunded, but names no amount');
  const walletNumber = textField(facts, names.number);
  if (walletNumber === undefined) return unknown('Alipay says refunded, but names no number');
  const returnedAtMs = readInstant(textField(facts, names.time)) ?? readInstant(time);
  if (returnedAtMs === undefined) return unknown('Alipay says refunded, but names no time');
  return { kind: 'returned', ...amount, walletNumber, payerAccount: '', returnedAtMs };
}

function isAboutAnother(body: JsonObject, { channelRefundId }: RefundOrder): boolean {
  const number = textField(body, 'refundRequestId');
  return number !== undefined && number !== channelRefundId;
}

const ANOTHER = unknown('the answer is about another refund');

/** What the answer to `refund` means. */
export function readRefund(answer: ReadAnswer, order: RefundOrder): RefundAnswer {
  const { status, code, body, time } = answer;
  if (isAboutAnother(body, order)) return ANOTHER;
  const { result, respcd = '1155', meaning } = ruleOf('refund', status, code);
  if (result === 'returned') return returned(body, IN_ANSWER, time);
  if (result === 'processing') return { kind: 'processing' };
  if (result === 'refused' || result === 'refused for now') {
    const mayStillReturn = result === 'refused for now';
    return { kind: 'refused', respcd, mayStillReturn, reason: refusalReason(meaning, code) };
  }
  return unknown(`Alipay answered ${code} to the refund`);
}

/** What a refund's status means, in `refundStatus` or in a list. */
function byStatus(
  status: string | undefined,
  reasonCode: string | undefined,
  succeeded: () => RefundAnswer,
): RefundAnswer {
  switch (status) {
    case 'SUCCESS':
      return succeeded();
    case 'PROCESSING':
      return { kind: 'processing' };
    case 'FAIL': {
      const rule = ruleOf('refund', 'F', reasonCode ?? '');
      const listed = rule.result === 'refused' && rule.respcd !== undefined;
      const reason = refusalReason(listed ? rule.meaning : 'The refund failed at Alipay', reasonCode);
      return {
        kind: 'refused',
        respcd: listed ? (rule.respcd ?? '1155') : '1155',
        mayStillReturn: false,
        reason,
      };
    }
    case undefined:
      return NOT_FOUND;
    default:
      return unknown('Alipay names an unknown status of the refund');
  }
}

/** What the answer to `inquiryRefund` means. A refund it does not know comes as a refusal, or done with empty fields. */
export function readRefundInquiry(answer: ReadAnswer, order: RefundOrder): RefundAnswer {
  if (saysAbsent(answer)) return NOT_FOUND;
  const { status, code, body, time } = answer;
  if (status !== 'S' || code !== 'SUCCESS') return unknown(`Alipay answered ${code} to the enquiry`);
  if (isAboutAnother(body, order)) return ANOTHER;
  const reasonCode = textField(body, 'refundResultCode');
  return byStatus(textField(body, 'refundStatus'), reasonCode, () => returned(body, IN_ANSWER, time));
}

/**
 * What an enquiry about the payment says of one refund, for dialects without an enquiry about refunds: its list names
 * every refund under our number.
 */
export function readRefundInList(answer: ReadAnswer, { channelRefundId }: RefundOrder): RefundAnswer {
  if (saysAbsent(answer)) return NOT_FOUND;
  const { status, code, body, time } = answer;
  if (status !== 'S' || code !== 'SUCCESS') return unknown(`Alipay answered ${code} to the enquiry`);
  const found = objectList(body, 'transactions').find(
    (each) =>
      textField(each, 'transactionType') === 'REFUND' &&
      textField(each, 'transactionRequestId') === channelRefundId,
  );
  if (found === undefined) return NOT_FOUND;
  const result = objectField(found, 'transactionResult') ?? {};
  return byStatus(textField(found, 'transactionStatus'), textField(result, 'resultCode'), () =>
    returned(found, IN_LIST, time),
  );
}
