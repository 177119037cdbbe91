import type { CurrencyCode, ResponseCode } from '@opencpm/protocol';
import type { RefundAnswer, ReversalAnswer, WalletAnswer, WalletReceipt } from '../connector.ts';
import type { WalletCode } from '../wallet-codes.ts';

/** An answer as far as its code goes. */
export interface CodedAnswer {
  readonly code: string;
  /** The wallet's own words; looked at for the payment code, never passed on. */
  readonly message: string;
  /** What the tables say of the code; `undefined` for one they do not have. */
  readonly row: WalletCode | undefined;
}

/** What a refusal's words are looked through for, beside its code. */
export interface RefusalContext {
  readonly currency: CurrencyCode;
  /** Codes by which a domestic code is refused abroad. */
  readonly overseasCodes: ReadonlySet<string>;
}

/** A used or old code has no number of its own: the wallet says it in words. */
const BAD_CODE = /二维码.*(?:失效|过期|不存在|已使用)|QR code.*(?:expired|used|invalid|not exist)/iu;
const OVERSEAS = /境外|overseas/iu;

/** What an answer to a payment or an enquiry means. `receipt` is made when it says paid. */
export function paymentAnswer(
  answer: CodedAnswer,
  context: RefusalContext,
  receipt: () => WalletReceipt | undefined,
): WalletAnswer {
  const { row } = answer;
  const reason = wordsOf(answer);
  switch (row?.result) {
    case 'paid': {
      const found = receipt();
      return found === undefined
        ? { kind: 'unknown', reason: 'UnionPay says paid without saying what' }
        : { kind: 'paid', ...found };
    }
    case 'waiting for payer':
      return { kind: 'waiting_for_payer' };
    case 'processing':
      return { kind: 'unknown', reason, processing: true };
    case 'not found':
      return { kind: 'not_found', reason };
    case 'declined':
      return {
        kind: 'declined',
        respcd: refusalCode(answer, context, row.respcd ?? '1205'),
        mayStillCharge: false,
        reason,
      };
    case undefined:
    case 'unknown':
    case 'not sent':
    case 'reversed':
    case 'declined for now':
    case 'refused':
    case 'refused for now':
    case 'returned':
      return { kind: 'unknown', reason };
  }
}

/**
 * What an answer to a reversal means.
 *
 * @param mayYetArrive whether a payment nobody knows may still be on its way; its number is not barred by that word.
 */
export function reversalAnswer(answer: CodedAnswer, mayYetArrive: boolean): ReversalAnswer {
  const reason = wordsOf(answer);
  switch (answer.row?.result) {
    case 'reversed':
      return { kind: 'reversed' };
    case 'not found':
      return mayYetArrive
        ? { kind: 'refused', respcd: '1145', mayRetry: true, reason }
        : { kind: 'reversed' };
    case 'refused':
    case 'refused for now':
      return {
        kind: 'refused',
        respcd: answer.row.respcd ?? '1101',
        mayRetry: answer.row.result === 'refused for now',
        reason,
      };
    case undefined:
    case 'paid':
    case 'waiting for payer':
    case 'processing':
    case 'unknown':
    case 'not sent':
    case 'declined':
    case 'declined for now':
    case 'returned':
      return { kind: 'unknown', reason };
  }
}

/** What an answer to a refund, or to an enquiry about one, means. `returned` is made when it says so. */
export function refundAnswer(answer: CodedAnswer, returned: () => RefundAnswer): RefundAnswer {
  const reason = wordsOf(answer);
  switch (answer.row?.result) {
    case 'returned':
      return returned();
    case 'processing':
      return { kind: 'processing' };
    case 'not found':
      return { kind: 'not_found', reason };
    case 'refused':
      return { kind: 'refused', respcd: answer.row.respcd ?? '1155', mayStillReturn: false, reason };
    case undefined:
    case 'paid':
    case 'waiting for payer':
    case 'unknown':
    case 'not sent':
    case 'reversed':
    case 'declined':
    case 'declined for now':
    case 'refused for now':
      return { kind: 'unknown', reason };
  }
}

/** What an operator should know of an answer, one line without secrets. */
export function operatorShouldKnow({ code, row }: CodedAnswer): string | undefined {
  if (row === undefined) return `UnionPay answered ${shown(code)}, which no table names`;
  return row.alerts === true ? `UnionPay answered ${shown(code)}: ${row.meaning}` : undefined;
}

function refusalCode(
  { code, message }: CodedAnswer,
  { currency, overseasCodes }: RefusalContext,
  respcd: ResponseCode,
): ResponseCode {
  if (BAD_CODE.test(message)) return '1202';
  const abroad = currency !== 'CNY';
  return abroad && (overseasCodes.has(code) || OVERSEAS.test(message)) ? '1212' : respcd;
}

function wordsOf({ code, row }: CodedAnswer): string {
  return `${row?.meaning ?? 'UnionPay answered something no table names'} (${shown(code)})`;
}

function shown(code: string): string {
  return code.replaceAll(/[^\w.-]/g, '?').slice(0, 16);
}
