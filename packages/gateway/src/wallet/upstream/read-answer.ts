import { type Exchange, type Fields, kindOf } from '@opencpm/client/calls';
import { parseWireTime } from '@opencpm/protocol';
import { MAY_YET_ARRIVE_MS } from '../arrival.ts';
import type {
  OrderReference,
  RefundAnswer,
  RefundOrder,
  ReversalAnswer,
  WalletAnswer,
} from '../connector.ts';
import { contractsFor } from '../contract-pay-type.ts';
import {
  chargeMeaning,
  type CodeMeaning,
  type PaymentResult,
  refundMeaning,
  reversalMeaning,
  stateMeaning,
} from './codes.ts';

type Unclear = Extract<WalletAnswer, { readonly kind: 'unknown' | 'not_sent' }>;

/** Reads the answer to a payment. */
export function readCharge(order: OrderReference, answer: Exchange): WalletAnswer {
  if (answer.kind !== 'answered') return unclear(answer);
  if (hasOtherPayType(order, answer.fields)) return OTHER_PAY_TYPE;
  return paymentOf(order, answer.respcd, chargeMeaning(answer.respcd), answer.fields);
}

/** Reads the answer to an enquiry about a payment. */
export function readQuery(order: OrderReference, answer: Exchange): WalletAnswer {
  const rows = rowsOf(answer);
  if (!Array.isArray(rows)) return rows as Unclear;
  const row = paymentRow(order, rows);
  // The enquiry named one number: a list of others is the answer to somebody else's.
  if (row === undefined && rows.length > 0) return OTHER;
  if (row === undefined) return { kind: 'not_found', reason: 'the other gateway knows no such order' };
  if (hasOtherPayType(order, row)) return OTHER_PAY_TYPE;
  const respcd = row.text('respcd');
  const cancel = row.text('cancel');
  if (cancel === '1' && (respcd === '0000' || respcd === '1142')) {
    return { kind: 'reversed', reason: 'the other gateway has reversed the payment' };
  }
  // Codes of other products, which would contradict a payment of this kind.
  if (respcd === '0000' && !['', '0', '3', '5'].includes(cancel))
    return unknown(`paid, and cancel is ${cancel}`);
  return paymentOf(order, respcd, stateMeaning(respcd), row);
}

/**
 * Reads the answer to a reversal.
 *
 * @param ageMs of the payment: a number the other gateway does not know is not barred by the reversal, so it is done only
 *   when the payment is too old to arrive.
 */
export function readReversal(
  { channelOrderId }: OrderReference,
  answer: Exchange,
  ageMs: number,
): ReversalAnswer {
  if (answer.kind !== 'answered') return unclear(answer);
  if (!isAbout(channelOrderId, answer.fields)) return OTHER;
  const { result, respcd } = reversalMeaning(answer.respcd);
  switch (result) {
    case 'reversed':
      return { kind: 'reversed' };
    case 'not found':
      return ageMs >= MAY_YET_ARRIVE_MS
        ? { kind: 'reversed' }
        : { kind: 'refused', respcd, mayRetry: true, reason: words(answer) };
    case 'refused':
    case 'refused for now':
      return { kind: 'refused', respcd, mayRetry: result === 'refused for now', reason: words(answer) };
    case 'unknown':
      return unknown(words(answer));
  }
}

/** Reads the answer to a refund. */
export function readRefund(order: RefundOrder, answer: Exchange): RefundAnswer {
  if (answer.kind !== 'answered') return unclear(answer);
  return refundOf(order, answer.respcd, answer.fields);
}

/** Reads the answer to an enquiry about a refund. */
export function readRefundQuery(order: RefundOrder, answer: Exchange): RefundAnswer {
  const rows = rowsOf(answer);
  if (!Array.isArray(rows)) return rows as Unclear;
  const row = (rows as readonly Fields[]).find((each) => each.text('out_trade_no') === order.channelRefundId);
  if (row === undefined && rows.length > 0) return OTHER;
  if (row === undefined) return { kind: 'not_found', reason: 'the other gateway knows no such refund' };
  if (row.text('order_type') !== 'refund') return unknown('the number belongs to a payment');
  return refundOf(order, row.text('respcd'), row);
}

/** The other gateway's own number of a payment, which its refunds name; undefined while it is not known. */
export function readSyssn(order: RefundOrder, answer: Exchange): string | undefined {
  const rows = rowsOf(answer);
  if (!Array.isArray(rows)) return undefined;
  const row = paymentRow(order, rows);
  const syssn = row?.text('syssn') ?? '';
  return syssn === '' ? undefined : syssn;
}

/** The payment itself: refunds, and on hosts of 2018 reversals (`close`), are rows of their own. */
function paymentRow(
  { channelOrderId }: Pick<OrderReference, 'channelOrderId'>,
  rows: readonly Fields[],
): Fields | undefined {
  return rows.find(
    (each) => each.text('out_trade_no') === channelOrderId && kindOf(each.text('order_type')) === 'payment',
  );
}

function paymentOf(
  order: OrderReference,
  code: string,
  meaning: CodeMeaning<PaymentResult>,
  fields: Fields,
): WalletAnswer {
  switch (meaning.result) {
    case 'paid':
      return paidOf(order, fields);
    case 'waiting for payer':
      return isAbout(order.channelOrderId, fields) ? { kind: 'waiting_for_payer' } : OTHER;
    case 'processing':
      return isAbout(order.channelOrderId, fields)
        ? { kind: 'unknown', reason: 'the other gateway is processing it', processing: true }
        : OTHER;
    case 'declined':
    case 'declined for now':
      return isAbout(order.channelOrderId, fields) ? declined(code, meaning, fields) : OTHER;
    case 'unknown':
      return unknown(textOf(code, fields));
  }
}

function declined(
  code: string,
  { result, respcd }: CodeMeaning<PaymentResult>,
  fields: Fields,
): WalletAnswer {
  return {
    kind: 'declined',
    respcd,
    mayStillCharge: result === 'declined for now',
    reason: textOf(code, fields),
  };
}

/** "Paid" counts with number, amount and currency; the gateway compares the last two. */
function paidOf(order: OrderReference, fields: Fields): WalletAnswer {
  if (fields.text('out_trade_no') !== order.channelOrderId) return OTHER;
  const amountMinor = amountOf(fields, 'txamt');
  if (amountMinor === undefined) return unknown('paid, but without an amount');
  const debitedAmountMinor = amountOf(fields, 'cash_fee');
  const debitedCurrency = fields.text('cash_fee_type');
  return {
    kind: 'paid',
    amountMinor,
    currency: fields.text('txcurrcd'),
    walletNumber: fields.text('chnlsn'),
    payerAccount: fields.text('cardcd'),
    paidAtMs: instantOf(fields, order.createdAtMs),
    ...(debitedAmountMinor === undefined || debitedCurrency === ''
      ? {}
      : { debitedAmountMinor, debitedCurrency }),
  };
}

function refundOf(order: RefundOrder, code: string, fields: Fields): RefundAnswer {
  const { result, respcd } = refundMeaning(code);
  if (!isAbout(order.channelRefundId, fields)) return OTHER;
  switch (result) {
    case 'returned': {
      const amountMinor = amountOf(fields, 'txamt');
      if (amountMinor === undefined || fields.text('out_trade_no') === '') {
        return unknown('refunded, but without number or amount');
      }
      return {
        kind: 'returned',
        amountMinor,
        currency: fields.text('txcurrcd') || order.currency,
        walletNumber: fields.text('chnlsn'),
        payerAccount: fields.text('cardcd'),
        returnedAtMs: instantOf(fields, order.createdAtMs),
      };
    }
    case 'processing':
      return { kind: 'processing' };
    case 'refused':
    case 'refused for now':
      return {
        kind: 'refused',
        respcd,
        mayStillReturn: result === 'refused for now',
        reason: textOf(code, fields),
      };
    case 'unknown':
      return unknown(textOf(code, fields));
  }
}

const OTHER: Unclear = { kind: 'unknown', reason: 'the answer is about another order' };

const OTHER_PAY_TYPE: Unclear = { kind: 'unknown', reason: 'the answer names another pay type' };

/** Whether an answer names a pay type the payment was not sent under. Refusals of some hosts name none. */
function hasOtherPayType({ payType, family }: OrderReference, fields: Fields): boolean {
  const named = fields.text('pay_type');
  return named !== '' && !contractsFor(payType, family).some((contract) => contract === named);
}

/** Refusals of some hosts name no order; an answer that names one must name ours. */
function isAbout(number: string, fields: Fields): boolean {
  const named = fields.text('out_trade_no');
  return named === '' || named === number;
}

function rowsOf(answer: Exchange): readonly Fields[] | Unclear {
  if (answer.kind !== 'answered') return unclear(answer);
  if (answer.respcd !== '0000') return unknown(words(answer));
  return answer.fields.rows() ?? unknown('the answer has no list of transactions');
}

function amountOf(fields: Fields, name: string): number | undefined {
  const text = fields.text(name);
  return /^\d{1,11}$/.test(text) ? Number(text) : undefined;
}

function instantOf(fields: Fields, otherwiseMs: number): number {
  return parseWireTime(fields.text('paydtm')) ?? parseWireTime(fields.text('sysdtm')) ?? otherwiseMs;
}

function words({ respcd, fields }: Extract<Exchange, { readonly kind: 'answered' }>): string {
  return textOf(respcd, fields);
}

function textOf(code: string, fields: Fields): string {
  const text = (fields.text('respmsg') || fields.text('errmsg') || fields.text('resperr')).slice(0, 100);
  return text === '' ? `the other gateway answers ${code}` : `${text} (${code})`;
}

function unclear(answer: Exclude<Exchange, { readonly kind: 'answered' }>): Unclear {
  return { kind: answer.kind, reason: answer.reason };
}

function unknown(reason: string): Extract<Unclear, { readonly kind: 'unknown' }> {
  return { kind: 'unknown', reason };
}
