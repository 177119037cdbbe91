import { planOf } from './behaviour.ts';
import { BARRED, OVERDUE } from './charge-rule.ts';
import type { Book } from './book/book.ts';
import { refundPlanOf } from './refund-behaviour.ts';
import { returnMoney } from './make-refund.ts';
import type { WalletOrder } from './order.ts';
import type { WalletRefund } from './refund.ts';
import { takeMoney } from './take-money.ts';

/** Steps done before the book is asked again what is due; not above the rows it gives at once. */
const BATCH = 500;

function arrivesBarred(book: Book, order: WalletOrder): boolean {
  return (
    order.state === 'in_transit' &&
    planOf(order.behaviour).ignoresReversal !== true &&
    book.barredNumbers.familyOf(order.channelOrderId) !== undefined
  );
}

function settleOrder(book: Book, order: WalletOrder, dueAtMs: number): void {
  const { later, respcd = '1205' } = planOf(order.behaviour);
  if (later === undefined)
    throw new Error(`Payment ${order.channelOrderId} is due, but nothing is to happen.`);
  if (arrivesBarred(book, order)) {
    book.orders.end(order, 'decline', dueAtMs, BARRED);
    return;
  }
  if (dueAtMs < order.createdAtMs + later.afterMs) {
    book.orders.end(order, order.state === 'waiting' ? 'close' : 'decline', dueAtMs, OVERDUE);
    return;
  }
  switch (later.event) {
    case 'charge':
      takeMoney(book, order, dueAtMs);
      break;
    case 'decline':
      book.orders.end(order, 'decline', dueAtMs, { respcd, reason: 'The payer or the wallet refused.' });
      break;
    case 'close':
      book.orders.end(order, 'close', dueAtMs, { respcd, reason: 'The payer did not confirm in time.' });
      break;
    case 'reverse':
      throw new Error(`No payment is reversed by itself, as ${order.channelOrderId} was to be.`);
  }
}

function settleRefund(book: Book, refund: WalletRefund, dueAtMs: number): void {
  const { later, respcd = '1265' } = refundPlanOf(refund.behaviour);
  const order = book.orders.find(refund.channelOrderId);
  if (later === undefined || order === undefined) {
    throw new Error(`Refund ${refund.channelRefundId} is due, but nothing is to happen.`);
  }
  if (later.event === 'return') {
    returnMoney(book, order, refund, dueAtMs);
    return;
  }
  book.orders.releaseRefund(order, refund.amountMinor);
  book.refunds.endRefused(refund, respcd, 'The wallet refuses the refund.', dueAtMs);
}

interface DueStep {
  readonly dueAtMs: number;
  readonly settle: () => void;
}

/** The next steps whose time has come, the earliest first. */
function dueSteps(book: Book, nowMs: number): readonly DueStep[] {
  const orders = book.orders.due(nowMs).map((order) => {
    const dueAtMs = order.dueAtMs ?? nowMs;
    return { dueAtMs, settle: () => settleOrder(book, order, dueAtMs) };
  });
  const refunds = book.refunds.due(nowMs).map((refund) => {
    const dueAtMs = refund.dueAtMs ?? nowMs;
    return { dueAtMs, settle: () => settleRefund(book, refund, dueAtMs) };
  });
  if (refunds.length === 0) return orders;
  return [...orders, ...refunds].sort((left, right) => left.dueAtMs - right.dueAtMs).slice(0, BATCH);
}

/**
 * Does everything whose time has come, in the order in which it became due and as of that instant. Done before any
 * other work on the book, it gives the same truth whether the process ran all the time, was restarted, or the clock
 * jumped.
 */
export function settleDue(book: Book, nowMs: number): void {
  for (let due = dueSteps(book, nowMs); due.length > 0; due = dueSteps(book, nowMs)) {
    for (const { settle } of due) settle();
  }
}
