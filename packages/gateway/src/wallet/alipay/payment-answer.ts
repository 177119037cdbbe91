import type { OrderReference, WalletAnswer } from '../connector.ts';
import { failureOf, ruleOf } from './codes.ts';
import type { AlipayDialect } from './dialect.ts';
import { readInstant } from './instant.ts';
import { amountField, type JsonObject, objectField, textField } from './json-fields.ts';
import type { ReadAnswer } from './read-answer.ts';

function unknown(reason: string): WalletAnswer {
  return { kind: 'unknown', reason };
}

/** What a merchant reads of a refusal: our words, and Alipay's code for whoever asks Alipay. */
export function refusalReason(meaning: string, code: string | undefined): string {
  return code === undefined ? meaning : `${meaning} (Alipay: ${code.replace(/\W/g, '?').slice(0, 64)})`;
}

/** An answer about another payment than the one that was asked about says nothing. */
function isAboutAnother(body: JsonObject, channelOrderId: string): boolean {
  const number = textField(body, 'paymentRequestId');
  return number !== undefined && number !== channelOrderId;
}

const ANOTHER = unknown('the answer is about another payment');

/**
 * "Paid", with the facts to compare. Without an amount or without Alipay's own number nothing is certain: the payment
 * stays open and is asked about again.
 */
function paid(body: JsonObject, time: string): WalletAnswer {
  const amount = amountField(body, 'paymentAmount');
  if (amount === undefined) return unknown('Alipay says paid, but names no amount');
  const walletNumber = textField(body, 'paymentId');
  if (walletNumber === undefined) return unknown('Alipay says paid, but names no paymentId');
  const paidAtMs =
    readInstant(textField(body, 'paymentTime')) ??
    readInstant(textField(body, 'paymentCreateTime')) ??
    readInstant(time);
  if (paidAtMs === undefined) return unknown('Alipay says paid, but names no time');
  const debited = amountField(body, 'actualPaymentAmount');
  return {
    kind: 'paid',
    ...amount,
    walletNumber,
    payerAccount: payerOf(body),
    paidAtMs,
    ...(debited === undefined
      ? {}
      : { debitedAmountMinor: debited.amountMinor, debitedCurrency: debited.currency }),
  };
}

/** The payer as Alipay shows it: the masked login, else the wallet's own number for the customer. */
function payerOf(body: JsonObject): string {
  const customer = objectField(body, 'pspCustomerInfo') ?? {};
  return (
    textField(customer, 'displayCustomerId') ??
    textField(customer, 'pspCustomerId') ??
    textField(body, 'customerId') ??
    ''
  );
}

/** What the answer to `pay` means. */
export function readPay(answer: ReadAnswer, { channelOrderId }: OrderReference): WalletAnswer {
  const { status, code, body, time } = answer;
  if (isAboutAnother(body, channelOrderId)) return ANOTHER;
  const { result, respcd = '1205', meaning } = ruleOf('charge', status, code);
  if (result === 'paid') return paid(body, time);
  if (result === 'waiting for payer') return { kind: 'waiting_for_payer' };
  if (result === 'declined' || result === 'declined for now') {
    const mayStillCharge = result === 'declined for now';
    return { kind: 'declined', respcd, mayStillCharge, reason: refusalReason(meaning, code) };
  }
  return unknown(`Alipay answered ${code}`);
}

/** Whether Alipay says that it knows no such number. Recordings say it with a general code and words, too. */
export function saysAbsent({ status, code, message }: ReadAnswer): boolean {
  return (
    status === 'F' && (code === 'ORDER_NOT_EXIST' || (code === 'PROCESS_FAIL' && /not exist/i.test(message)))
  );
}

/** What the answer to `inquiryPayment` means. Its `result` is the outcome of asking, not of the payment. */
export function readInquiry(
  answer: ReadAnswer,
  { channelOrderId }: Pick<OrderReference, 'channelOrderId'>,
  dialect: Pick<AlipayDialect, 'outcome'>,
): WalletAnswer {
  if (saysAbsent(answer)) return { kind: 'not_found', reason: 'Alipay knows no such payment yet' };
  const { status, code, body, time } = answer;
  if (status !== 'S' || code !== 'SUCCESS') return unknown(`Alipay answered ${code} to the enquiry`);
  if (isAboutAnother(body, channelOrderId)) return ANOTHER;
  const { state, reasonCode } = outcomeIn(body, dialect);
  switch (state ?? 'none') {
    case 'SUCCESS':
      return paid(body, time);
    case 'PROCESSING':
    case 'PENDING':
      // Whatever the code beside it says: recordings show UNKNOWN_EXCEPTION with every status.
      return { kind: 'waiting_for_payer' };
    case UNDECIDED:
      return { kind: 'unknown', reason: 'Alipay is processing the payment', processing: true };
    case 'FAIL': {
      const { respcd, meaning } = failureOf(reasonCode);
      const reason = refusalReason(meaning, reasonCode);
      return { kind: 'declined', respcd, mayStillCharge: false, reason };
    }
    case 'CANCELLED':
      return { kind: 'reversed', reason: 'The payment was cancelled at Alipay' };
    default:
      return unknown('Alipay names no status of the payment');
  }
}

interface Outcome {
  /** A `paymentStatus`; undefined when none is told. */
  readonly state: string | undefined;
  /** Why it stands so. */
  readonly reasonCode: string | undefined;
}

/** Where a payment stands, in the words of `paymentStatus`, whichever way the dialect tells it. */
function outcomeIn(body: JsonObject, { outcome }: Pick<AlipayDialect, 'outcome'>): Outcome {
  if (outcome === 'paymentStatus') {
    return {
      state: textField(body, 'paymentStatus'),
      reasonCode: textField(body, 'paymentResultCode'),
    };
  }
  const result = objectField(body, 'paymentResult') ?? {};
  const reasonCode = textField(result, 'resultCode');
  const status = textField(result, 'resultStatus');
  if (status === 'S') return { state: reasonCode === 'SUCCESS' ? 'SUCCESS' : undefined, reasonCode };
  // Without a status beside it, the code is all that tells whether the customer is asked for something.
  if (status === 'U')
    return { state: reasonCode === 'UNKNOWN_EXCEPTION' ? UNDECIDED : 'PROCESSING', reasonCode };
  if (status !== 'F') return { state: undefined, reasonCode };
  // There, closed stands for cancelled, too: either way nothing is charged and nothing will be.
  return { state: CLOSED_CODES.has(reasonCode) ? 'CANCELLED' : 'FAIL', reasonCode };
}

/** Our word for what Alipay+ calls unknown; no `paymentStatus`. */
const UNDECIDED = 'undecided';

const CLOSED_CODES: ReadonlySet<string | undefined> = new Set(['ORDER_IS_CLOSED', 'ORDER_IS_CANCELED']);
