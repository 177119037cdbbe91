import { isCurrencyCode, type ResponseCode } from '@opencpm/protocol';
import { refundNumber } from '../../make-refund.ts';
import type { WalletRefund } from '../../refund.ts';
import type { RefundOrder } from '../../wallet-answer.ts';
import type { BookEntry } from '../../wallet-door.ts';
import { readCaller, readCallerOfQuery } from './caller.ts';
import { findOrder, type FoundOrder } from './enquiry.ts';
import type { Contract } from './merchants.ts';
import { type RefundMessage, refundRules } from './messages.ts';
import { offsetTime, orderIdOf, rateBetween, refundIdOf } from './order-view.ts';
import type { OrderParts, Saying } from './pay.ts';
import { badField, type WireError, WireRefusal } from './wire-refusal.ts';

const YEAR_MS = 365 * 86_400_000;

/** Takes a refund in. The same number again is the same refund; it returns nothing more. */
export async function refund(
  parts: OrderParts,
  contract: Contract,
  body: unknown,
  nowMs: number,
): Promise<Saying> {
  const { door, notes } = parts;
  const caller = readCaller(contract, body, refundRules(contract.mode), 'body');
  const message = caller.fields as unknown as RefundMessage;
  const { transaction_id: id, out_trade_no: orderNumber, out_refund_no: number, amount } = message;
  if ((id === undefined) === (orderNumber === undefined)) {
    throw badField('/transaction_id', id ?? '', 'or out_trade_no must be given, not both', 'body');
  }
  const found = await findOrder(
    parts,
    caller,
    id === undefined ? { by: 'number', value: orderNumber ?? '' } : { by: 'id', value: id },
  );
  const [entry, existing] = await Promise.all([door.find(found.number), door.findRefund(number)]);
  if (entry === undefined) throw new WireRefusal(404, 'ORDER_NOT_EXIST', 'there is no such order');
  if (existing === undefined) checkRefund(parts, entry, message, nowMs);
  else checkRepeat(existing, found.number, message);
  if (message.notify_url !== undefined) await notes.rememberToTell(number, message.notify_url);
  const { answer, manner } = await door.refund(orderOf(found, entry, number, amount.refund));
  const made = await door.findRefund(number);
  if (made !== undefined) await notes.rememberId(refundIdOf(refundNumber(entry, made)), number);
  if (made !== undefined && message.notify_url !== undefined) await parts.tellRefund(number);
  switch (answer.kind) {
    case 'processing':
    case 'returned':
      return {
        status: 200,
        body: made === undefined ? undefined : refundBody(entry, found, made),
        manner,
      };
    case 'refused': {
      // The same number again: what became of it later is for an enquiry to say.
      if (existing !== undefined) return { status: 200, body: refundBody(entry, found, existing), manner };
      const error = errorOf(answer.respcd, answer.reason);
      return { status: error.status, body: { wire: error }, manner };
    }
    case 'unknown':
    case 'not_found':
    case 'not_sent':
      return { status: 500, body: { wire: FAILED }, manner };
  }
}

const FAILED: WireError = { status: 500, code: 'SYSTEM_ERROR', message: 'something failed', cause: 0 };

/** Answers how a refund stands. @param name our number of it, or the wallet's. */
export async function enquireRefund(
  parts: OrderParts,
  contract: Contract,
  name: { readonly by: 'number' | 'id'; readonly value: string },
  query: URLSearchParams,
): Promise<Saying> {
  const { door, notes, habits } = parts;
  const caller = readCallerOfQuery(contract, query);
  const number = name.by === 'number' ? name.value : await notes.numberOf(name.value);
  const made = number === undefined ? undefined : await door.findRefund(number);
  if (number === undefined || made === undefined) throw noSuchRefund();
  const found = await findOrder(parts, caller, { by: 'number', value: made.channelOrderId });
  const entry = await door.find(found.number);
  if (entry === undefined) throw noSuchRefund();
  const { answer, manner } = await door.queryRefund(orderOf(found, entry, number, made.amountMinor));
  if (answer.kind === 'not_found') {
    const { error } = noSuchRefund();
    return { status: error.status, body: { wire: error }, manner };
  }
  return {
    status: 200,
    body: { ...refundBody(entry, found, made), ...statusOf(made, habits().closedRefundState) },
    manner,
  };
}

function noSuchRefund(): WireRefusal {
  return new WireRefusal(404, 'REFUND_NOT_EXIST', 'there is no such refund');
}

function orderOf(
  { number: channelOrderId, note }: FoundOrder,
  entry: BookEntry,
  channelRefundId: string,
  amountMinor: number,
): RefundOrder {
  return {
    channelRefundId,
    channelOrderId,
    family: note.family,
    walletNumber: entry.walletNumber,
    amountMinor,
    paymentAmountMinor: entry.amountMinor,
    currency: entry.currency,
  };
}

/** The rules of a refund nobody has seen before. */
function checkRefund(
  { habits }: OrderParts,
  entry: BookEntry,
  { amount }: RefundMessage,
  nowMs: number,
): void {
  const { refundSpacingMs, refundsMax } = habits();
  if (amount.refund === 0) throw badField('/amount/refund', 0, 'must be above 0', 'body');
  if (!isCurrencyCode(amount.currency) || amount.currency !== entry.currency) {
    throw badField('/amount/currency', amount.currency, 'is not the one of the order', 'body');
  }
  if (amount.total !== entry.amountMinor) {
    throw new WireRefusal(400, 'INVALID_REQUEST', 'the total is not the one of the order');
  }
  if (entry.state === 'reversed') throw new WireRefusal(400, 'INVALID_REQUEST', 'the order is reversed');
  if (entry.state !== 'paid') throw new WireRefusal(400, 'ORDER_NOT_READY', 'the order is not paid');
  if (nowMs - (entry.endedAtMs ?? entry.createdAtMs) > YEAR_MS) {
    throw new WireRefusal(403, 'TRADE_OVERDUE', 'the order is older than a year');
  }
  const taken = entry.refunds.filter(({ state }) => state !== 'refused');
  if (taken.length >= refundsMax)
    throw new WireRefusal(400, 'INVALID_REQUEST', `an order takes ${refundsMax} refunds`);
  const latest = taken.at(-1);
  if (latest !== undefined && nowMs - latest.createdAtMs < refundSpacingMs) {
    throw new WireRefusal(429, 'FREQUENCY_LIMITED', 'one refund of an order a minute');
  }
  if (amount.refund > entry.amountMinor - entry.refundedMinor - entry.refundingMinor) {
    throw new WireRefusal(400, 'INVALID_REQUEST', 'the refunds exceed the order');
  }
}

/** A number that has been used stands for one refund of one order. */
function checkRepeat(existing: WalletRefund, orderNumber: string, { amount }: RefundMessage): void {
  if (existing.channelOrderId !== orderNumber) {
    throw new WireRefusal(400, 'OUT_REFUND_NO_USED', 'the number was used for another order');
  }
  if (existing.amountMinor !== amount.refund || existing.currency !== amount.currency) {
    throw new WireRefusal(400, 'REFUND_FEE_MISMATCH', 'the number was used with another amount');
  }
}

function refundBody(
  entry: BookEntry,
  { number }: FoundOrder,
  made: WalletRefund,
): Readonly<Record<string, unknown>> {
  const payerCurrency = entry.debitCurrency ?? entry.currency;
  return {
    id: refundIdOf(refundNumber(entry, made)),
    out_refund_no: made.channelRefundId,
    transaction_id: orderIdOf(entry),
    out_trade_no: number,
    create_time: offsetTime(made.createdAtMs),
    amount: {
      refund: made.amountMinor,
      currency: made.currency,
      payer_refund: made.creditMinor ?? made.amountMinor,
      payer_currency: payerCurrency,
      ...rateBetween(entry.currency, payerCurrency),
    },
  };
}

function statusOf(made: WalletRefund, closed: string): Readonly<Record<string, unknown>> {
  switch (made.state) {
    case 'processing':
      return { status: 'PROCESSING' };
    case 'refused':
      return { status: closed };
    case 'returned':
      return {
        status: 'SUCCESS',
        success_time: offsetTime(made.endedAtMs ?? made.createdAtMs),
        channel: 'ORIGINAL',
        recv_account: 'balance of the payer',
        fund_source: 'REFUND_SOURCE_UNSETTLED_FUNDS',
      };
  }
}

function errorOf(respcd: ResponseCode, reason: string): WireError {
  if (respcd === '1269') return { status: 403, code: 'NOT_ENOUGH', message: reason, cause: 0 };
  return { status: 400, code: 'INVALID_REQUEST', message: reason, cause: 0 };
}
