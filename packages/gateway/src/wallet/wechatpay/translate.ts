import type { ResponseCode } from '@opencpm/protocol';
import type {
  OrderReference,
  RefundAnswer,
  RefundOrder,
  ReversalAnswer,
  WalletAnswer,
} from '../connector.ts';
import type { WalletCall } from '../wallet-codes.ts';
import { meaningOf, type WechatPayCode } from './codes.ts';
import type { WechatPayAnswer, WechatPayExchange } from './exchange.ts';
import type { WechatPayIdentity } from './identity.ts';
import { asObject, textOf, wholeNumberOf } from './json-object.ts';
import { instantOf, receiptOf, strangeField } from './read-order.ts';

/** How an answer is judged. */
export interface Judgement {
  readonly identity: WechatPayIdentity;
  /**
   * Whether an error without a signature is believed, because it came over TLS from the right host. Otherwise it
   * decides nothing.
   */
  readonly unsignedErrorsBelieved: boolean;
}

/** What a payment's answer means, and whether an enquiry has to come before it counts. */
export interface ChargeReading {
  readonly answer: WalletAnswer;
  readonly asks: WechatPayCode['asks'];
}

/** What a refund's answer means. `accepted` is no outcome: whether the money went is asked next. */
export type RefundReading =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'ask'; readonly otherwise: RefundAnswer }
  | { readonly kind: 'answer'; readonly answer: RefundAnswer };

/** How long after the payment "no such order" may only mean "not arrived yet". */
const MAY_YET_ARRIVE_MS = 30_000;

/** What the answer to a payment means. */
export function readCharge(
  judgement: Judgement,
  exchange: WechatPayExchange,
  order: OrderReference,
): ChargeReading {
  const done = (answer: WalletAnswer): ChargeReading => ({ answer, asks: undefined });
  if (exchange.kind !== 'answer') return done(exchange);
  if (exchange.status < 300) return done(readState(judgement, 'charge', exchange, order));
  const row = believedRow(judgement, 'charge', exchange);
  if (row === undefined) return done(unclear(exchange));
  if (row.asks === 'anything') return { answer: unclear(exchange), asks: row.asks };
  return { answer: answerOfRow(row, exchange), asks: row.asks };
}

/** What the answer to an enquiry means. */
export function readQuery(
  judgement: Judgement,
  exchange: WechatPayExchange,
  order: OrderReference,
): WalletAnswer {
  if (exchange.kind !== 'answer') return exchange;
  if (exchange.status === 200) return readState(judgement, 'query', exchange, order);
  const row = believedRow(judgement, 'query', exchange);
  return row === undefined ? unclear(exchange) : answerOfRow(row, exchange);
}

/** Whether an enquiry says in so many words that the order is not paid, and nobody is paying it. */
export function isUnpaid(exchange: WechatPayExchange): boolean {
  return (
    exchange.kind === 'answer' && exchange.status === 200 && textOf(exchange.body['trade_state']) === 'NOTPAY'
  );
}

/**
 * What the answer to a reversal means.
 *
 * @param ageMs how long ago the payment was accepted, by the wall clock. While it is young an order nobody knows may
 *   yet arrive, and nothing bars its number.
 */
export function readReversal(
  judgement: Judgement,
  exchange: WechatPayExchange,
  ageMs: number,
): ReversalAnswer {
  if (exchange.kind !== 'answer') return exchange;
  if (exchange.status === 204) return { kind: 'reversed' };
  const row = believedRow(judgement, 'reverse', exchange);
  const reason = wordsOf(exchange);
  switch (row?.result) {
    case 'reversed':
      return { kind: 'reversed' };
    case 'not found':
      return ageMs >= MAY_YET_ARRIVE_MS
        ? { kind: 'reversed' }
        : { kind: 'refused', respcd: '1145', mayRetry: true, reason };
    case 'refused':
    case 'refused for now':
      return { kind: 'refused', respcd: row.respcd ?? '1147', mayRetry: row.result !== 'refused', reason };
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

/** What the answer to a refund means. */
export function readRefund(
  judgement: Judgement,
  exchange: WechatPayExchange,
  order: RefundOrder,
): RefundReading {
  if (exchange.kind !== 'answer') return { kind: 'answer', answer: exchange };
  if (exchange.status === 200) {
    const strange = strangeRefund(judgement, exchange, order);
    return strange === undefined ? { kind: 'accepted' } : { kind: 'answer', answer: strange };
  }
  const row = believedRow(judgement, 'refund', exchange);
  const answer = refundAnswerOf(row, exchange);
  return row?.asks === undefined ? { kind: 'answer', answer } : { kind: 'ask', otherwise: answer };
}

/** What the answer to an enquiry about a refund means. */
export function readRefundQuery(
  judgement: Judgement,
  exchange: WechatPayExchange,
  order: RefundOrder,
): RefundAnswer {
  if (exchange.kind !== 'answer') return exchange;
  if (exchange.status !== 200) {
    return refundAnswerOf(believedRow(judgement, 'queryRefund', exchange), exchange);
  }
  const strange = strangeRefund(judgement, exchange, order);
  if (strange !== undefined) return strange;
  const status = textOf(exchange.body['status']);
  const row = meaningOf('queryRefund', status);
  return row?.result === 'returned' ? returned(exchange) : refundAnswerOf(row, exchange, status);
}

/**
 * What an operator should know of an answer: that keys, numbers or requests are wrong, that a refund needs a hand, or
 * that a word came which no table names.
 *
 * @returns one line without secrets; undefined when there is nothing to tell.
 */
export function operatorShouldKnow(call: WalletCall, exchange: WechatPayAnswer): string | undefined {
  const word = exchange.code || textOf(exchange.body[call === 'queryRefund' ? 'status' : 'trade_state']);
  if (word === '' && exchange.status < 400) return undefined;
  const row = meaningOf(call, word, exchange.cause);
  if (row === undefined) return `${wordsOf(exchange, word)}: no table names this, answering a ${call}`;
  return row.alerts === true ? `${wordsOf(exchange, word)}: ${row.meaning}` : undefined;
}

/** The row of an error, when it may be built upon. */
function believedRow(
  { unsignedErrorsBelieved }: Judgement,
  call: WalletCall,
  exchange: WechatPayAnswer,
): WechatPayCode | undefined {
  if (!exchange.signed && !unsignedErrorsBelieved) return undefined;
  const row = meaningOf(call, exchange.code, exchange.cause);
  return exchange.status >= 500 && row?.countsAt500 !== true ? undefined : row;
}

/** What a state of an order means. */
function readState(
  { identity }: Judgement,
  call: 'charge' | 'query',
  exchange: WechatPayAnswer,
  { channelOrderId }: OrderReference,
): WalletAnswer {
  const strange = strangeField(identity, exchange.body, { out_trade_no: channelOrderId });
  if (strange !== undefined) return anotherOrder(strange);
  const state = textOf(exchange.body['trade_state']) || exchange.code;
  const row = meaningOf(call, state);
  // Only an answer 200 is about an order that has come to something; 202 says "accepted" and nothing more.
  if (row?.result === 'waiting for payer' || (row !== undefined && exchange.status === 200)) {
    return answerOfRow(row, exchange, state);
  }
  return exchange.status === 202 && state === ''
    ? { kind: 'unknown', reason: 'WeChat Pay has accepted the payment', processing: true }
    : unclear(exchange, state);
}

function answerOfRow(row: WechatPayCode, exchange: WechatPayAnswer, state = exchange.code): WalletAnswer {
  const reason = wordsOf(exchange, state);
  switch (row.result) {
    case 'paid': {
      const receipt = receiptOf(exchange);
      return receipt === undefined
        ? { kind: 'unknown', reason: 'WeChat Pay says paid without saying what' }
        : { kind: 'paid', ...receipt };
    }
    case 'waiting for payer':
      return { kind: 'waiting_for_payer' };
    case 'processing':
      return { kind: 'unknown', reason, processing: true };
    case 'reversed':
      return { kind: 'reversed', reason };
    case 'declined':
      return { kind: 'declined', respcd: row.respcd ?? '1147', mayStillCharge: false, reason };
    case 'not found':
      return { kind: 'not_found', reason };
    case 'unknown':
    case 'not sent':
    case 'declined for now':
    case 'refused':
    case 'refused for now':
    case 'returned':
      return { kind: 'unknown', reason };
  }
}

function refundAnswerOf(
  row: WechatPayCode | undefined,
  exchange: WechatPayAnswer,
  status = exchange.code,
): RefundAnswer {
  const reason = wordsOf(exchange, status);
  switch (row?.result) {
    case 'processing':
      return { kind: 'processing' };
    case 'refused':
    case 'refused for now':
      return { kind: 'refused', respcd: respcdOf(row), mayStillReturn: row.result !== 'refused', reason };
    case 'not found':
      return { kind: 'not_found', reason };
    case undefined:
    case 'paid':
    case 'waiting for payer':
    case 'unknown':
    case 'not sent':
    case 'reversed':
    case 'declined':
    case 'declined for now':
    case 'returned':
      return { kind: 'unknown', reason };
  }
}

function respcdOf({ respcd }: WechatPayCode): ResponseCode {
  return respcd ?? '1147';
}

function returned({ body, signedAtMs }: WechatPayAnswer): RefundAnswer {
  const amount = asObject(body['amount']);
  const refund = wholeNumberOf(amount?.['refund']);
  const currency = textOf(amount?.['currency']);
  if (refund === undefined || currency === '') {
    return { kind: 'unknown', reason: 'WeChat Pay says refunded without saying what' };
  }
  return {
    kind: 'returned',
    amountMinor: refund,
    currency,
    walletNumber: textOf(body['id']),
    payerAccount: textOf(body['recv_account']),
    returnedAtMs: instantOf(body['success_time']) ?? instantOf(body['create_time']) ?? signedAtMs ?? 0,
  };
}

/** An answer about a refund that was not asked for. The payment's number is compared where the answer has it. */
function strangeRefund(
  { identity }: Judgement,
  { body }: WechatPayAnswer,
  { channelRefundId, channelOrderId }: RefundOrder,
): RefundAnswer | undefined {
  const numbers = { out_refund_no: channelRefundId, out_trade_no: channelOrderId };
  const strange = strangeField(identity, body, numbers);
  if (strange !== undefined) return anotherOrder(strange);
  return textOf(body['out_refund_no']) === ''
    ? { kind: 'unknown', reason: 'WeChat Pay answered without the number of the refund' }
    : undefined;
}

function anotherOrder(field: string): { readonly kind: 'unknown'; readonly reason: string } {
  return { kind: 'unknown', reason: `WeChat Pay answered about something else: ${field} is not ours` };
}

function unclear(exchange: WechatPayAnswer, state = exchange.code): WalletAnswer {
  return { kind: 'unknown', reason: wordsOf(exchange, state) };
}

/** An answer in words: the wallet's own code, never its message, which may repeat what was sent. */
function wordsOf({ status, code, cause, signed }: WechatPayAnswer, state = code): string {
  const word = state.replaceAll(/\W/g, '').slice(0, 64) || 'no code';
  const fine = cause === '' ? '' : `, cause ${cause}`;
  return `WeChat Pay: ${word} (${status}${fine}${signed ? '' : ', not signed'})`;
}
