import { unknown } from './answer.ts';
import type { AnswerManner, Spoken } from './answer-manner.ts';
import type { Book } from './book/book.ts';
import type { WalletOrder } from './order.ts';
import { isOpen } from './order-state.ts';
import { REFUSALS_FOR_NOW, type ReversalPlan, reversalPlanOf } from './reversal-behaviour.ts';
import { takeMoney } from './take-money.ts';
import { wallet } from './wallet.ts';
import type { OrderReference, ReversalAnswer } from './wallet-answer.ts';

const REVERSED: Spoken<ReversalAnswer> = { answer: { kind: 'reversed' }, manner: 'at_once' };
const TOO_LATE: ReversalAnswer = {
  kind: 'refused',
  respcd: '1260',
  mayRetry: false,
  reason: 'The payer was quicker: the payment is paid and stands.',
};
const REFUNDED: ReversalAnswer = {
  kind: 'refused',
  respcd: '1262',
  mayRetry: false,
  reason: 'Money of this payment went back, or goes back, by a refund.',
};
const NOT_NOW: ReversalAnswer = {
  kind: 'refused',
  respcd: '1297',
  mayRetry: true,
  reason: 'The wallet cannot reverse the payment now; try again.',
};

function planFor(book: Book, order: WalletOrder): ReversalPlan {
  const account = order.account === undefined ? undefined : book.accounts.find(order.account);
  return reversalPlanOf(account?.reversalBehaviour ?? order.reversalBehaviour);
}

function undo(book: Book, order: WalletOrder, nowMs: number, manner: AnswerManner): Spoken<ReversalAnswer> {
  if (order.refundedMinor + order.refundingMinor > 0) return { answer: REFUNDED, manner: 'at_once' };
  if (order.state === 'paid' && order.account !== undefined && order.debitMinor !== undefined) {
    book.accounts.credit(order.account, order.debitMinor);
  }
  book.orders.reverse(order, nowMs);
  return { answer: { kind: 'reversed' }, manner };
}

function undoByPlan(
  book: Book,
  order: WalletOrder,
  { effect, answer: manner }: ReversalPlan,
  nowMs: number,
): Spoken<ReversalAnswer> {
  switch (effect) {
    case 'nothing':
      return { answer: unknown(''), manner };
    case 'refuse_at_first': {
      const attempt = book.attempts.count('reversal', order.channelOrderId);
      if (attempt <= REFUSALS_FOR_NOW) return { answer: NOT_NOW, manner };
      return undo(book, order, nowMs, manner);
    }
    case 'too_late': {
      const stands = isOpen(order.state) ? takeMoney(book, order, nowMs).state === 'paid' : true;
      // An account that cannot pay any more ends the payment without money: nothing is left to undo.
      return stands ? { answer: TOO_LATE, manner } : REVERSED;
    }
    case 'do':
      return undo(book, order, nowMs, manner);
  }
}

/**
 * Undoes a payment, inside a group's transaction; again and again with the same effect. A number the wallet has not
 * seen is barred for ever, and so is one whose request is still on its way.
 *
 * @param nowMs the instant of the group.
 */
export function reverseOrder(book: Book, reference: OrderReference, nowMs: number): Spoken<ReversalAnswer> {
  const { channelOrderId, family, amountMinor, currency } = reference;
  const order = book.orders.find(channelOrderId);
  if (order === undefined) {
    book.barredNumbers.bar(channelOrderId, family, nowMs);
    return REVERSED;
  }
  if (
    wallet(order.wallet).family !== family ||
    order.amountMinor !== amountMinor ||
    order.currency !== currency
  ) {
    const reason = 'The wallet has a payment with this number and another amount, currency or wallet.';
    return { answer: unknown(reason), manner: 'at_once' };
  }
  switch (order.state) {
    case 'in_transit': {
      const plan = planFor(book, order);
      if (plan.effect === 'nothing') return { answer: unknown(''), manner: plan.answer };
      book.barredNumbers.bar(channelOrderId, family, nowMs);
      return REVERSED;
    }
    case 'declined':
    case 'closed':
      book.orders.calm(order);
      return REVERSED;
    case 'reversed':
      return REVERSED;
    case 'processing':
    case 'waiting':
    case 'paid':
      return undoByPlan(book, order, planFor(book, order), nowMs);
  }
}
