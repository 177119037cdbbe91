import { businessDay, type ResponseCode } from '@opencpm/protocol';
import { TEST_CODE_PAYER, unknown } from './answer.ts';
import type { Spoken } from './answer-manner.ts';
import type { Book } from './book/book.ts';
import type { WalletOrder } from './order.ts';
import type { WalletRefund } from './refund.ts';
import { type RefundBehaviour, type RefundPlan, refundPlanOf } from './refund-behaviour.ts';
import { refundBehaviourOfAmount } from './test-numbers.ts';
import { wallet } from './wallet.ts';
import type { RefundAnswer, RefundOrder } from './wallet-answer.ts';

interface Refusal {
  readonly respcd: ResponseCode;
  readonly reason: string;
}

const LOST: Spoken<RefundAnswer> = { answer: unknown(''), manner: 'lost' };
const MISMATCH = unknown('The wallet has a refund with this number and other facts.');

function refused({ respcd, reason }: Refusal): RefundAnswer {
  return { kind: 'refused', respcd, mayStillReturn: false, reason };
}

/** The wallet's own number of a refund: like that of a payment, with a 9 before the place in the book. */
export function refundNumber(order: WalletOrder, { sequence, createdAtMs }: WalletRefund): string {
  return `${businessDay(createdAtMs)}${wallet(order.wallet).numberMark}9${String(sequence).padStart(11, '0')}`;
}

function answerOfRefund(order: WalletOrder, refund: WalletRefund): RefundAnswer {
  switch (refund.state) {
    case 'processing':
      return { kind: 'processing' };
    case 'refused':
      return refused({ respcd: refund.respcd ?? '1265', reason: refund.reason });
    case 'returned':
      return {
        kind: 'returned',
        amountMinor: refund.amountMinor,
        currency: refund.currency,
        walletNumber: refundNumber(order, refund),
        payerAccount: order.account ?? TEST_CODE_PAYER,
        returnedAtMs: refund.endedAtMs ?? refund.createdAtMs,
      };
  }
}

/** The payment a refund names, as far as the wallet knows it. */
function paymentOf(book: Book, { channelOrderId, family }: RefundOrder): WalletOrder | undefined {
  const order = book.orders.find(channelOrderId);
  const known = order !== undefined && order.state !== 'in_transit' && wallet(order.wallet).family === family;
  return known ? order : undefined;
}

function refusalByRule(order: WalletOrder, request: RefundOrder): Refusal | undefined {
  if (order.state === 'reversed') return { respcd: '1263', reason: 'The payment was reversed.' };
  if (order.state !== 'paid') return { respcd: '1261', reason: 'The payment is not paid.' };
  const { walletNumber, paymentAmountMinor, currency, amountMinor } = request;
  if (
    paymentAmountMinor !== order.amountMinor ||
    currency !== order.currency ||
    (walletNumber !== '' && walletNumber !== order.walletNumber)
  ) {
    return { respcd: '1267', reason: 'The payment has another amount, currency or wallet number.' };
  }
  const leftMinor = order.amountMinor - order.refundedMinor - order.refundingMinor;
  if (leftMinor === 0) return { respcd: '1262', reason: 'The whole payment has been refunded.' };
  if (amountMinor > leftMinor) {
    return { respcd: '1272', reason: `The refund exceeds what is left of the payment.` };
  }
  return undefined;
}

function behaviourFor(book: Book, order: WalletOrder, amountMinor: number): RefundBehaviour {
  const account = order.account === undefined ? undefined : book.accounts.find(order.account);
  return account === undefined ? refundBehaviourOfAmount(amountMinor) : account.refundBehaviour;
}

/**
 * What goes back to the account in its own currency: in proportion, rounded down, and such that all refunds together
 * return exactly what was debited.
 */
function creditFor(order: WalletOrder, amountMinor: number): number | undefined {
  if (order.debitMinor === undefined) return undefined;
  const returnedMinor = BigInt(order.refundedMinor + amountMinor);
  const share = (BigInt(order.debitMinor) * returnedMinor) / BigInt(order.amountMinor);
  return Number(share) - order.refundedDebitMinor;
}

/** Gives the money of a refund back, as of an instant. */
export function returnMoney(
  book: Book,
  order: WalletOrder,
  refund: WalletRefund,
  atMs: number,
): WalletRefund {
  const creditMinor = creditFor(order, refund.amountMinor);
  if (order.account !== undefined && creditMinor !== undefined) {
    book.accounts.credit(order.account, creditMinor);
  }
  book.orders.settleRefund(order, refund.amountMinor, creditMinor ?? 0);
  return book.refunds.endReturned(refund, creditMinor, atMs);
}

function isLost(book: Book, { start, lostRequests = 0 }: RefundPlan, channelRefundId: string): boolean {
  if (start === 'nothing') return true;
  return lostRequests > 0 && book.attempts.count('refund', channelRefundId) <= lostRequests;
}

/**
 * Refunds a payment, inside a group's transaction. The same number again is answered from the book.
 *
 * @param nowMs the instant of the group.
 */
export function makeRefund(book: Book, request: RefundOrder, nowMs: number): Spoken<RefundAnswer> {
  const { channelRefundId, channelOrderId, amountMinor, currency } = request;
  const order = paymentOf(book, request);
  const existing = book.refunds.find(channelRefundId);
  if (existing !== undefined) return { answer: answerAgain(order, existing, request), manner: 'at_once' };
  if (order === undefined) {
    const reason = 'The wallet has no payment with this number.';
    return { answer: refused({ respcd: '1268', reason }), manner: 'at_once' };
  }
  const behaviour = behaviourFor(book, order, amountMinor);
  const plan = refundPlanOf(behaviour);
  if (isLost(book, plan, channelRefundId)) return LOST;

  const { respcd = '1265', start, later, answer: manner } = plan;
  const refusal =
    refusalByRule(order, request) ??
    (start === 'refused' ? { respcd, reason: 'The wallet refuses the refund.' } : undefined);
  const written = book.refunds.insert({
    channelRefundId,
    channelOrderId,
    state: refusal === undefined ? 'processing' : 'refused',
    behaviour,
    amountMinor,
    currency,
    respcd: refusal?.respcd,
    reason: refusal?.reason ?? '',
    createdAtMs: nowMs,
    dueAtMs: refusal === undefined && later !== undefined ? nowMs + later.afterMs : undefined,
  });
  if (refusal !== undefined) return { answer: refused(refusal), manner: 'at_once' };
  book.orders.reserveRefund(order, amountMinor);
  const refund = start === 'returned' ? returnMoney(book, order, written, nowMs) : written;
  return { answer: answerOfRefund(order, refund), manner };
}

function answerAgain(
  order: WalletOrder | undefined,
  existing: WalletRefund,
  request: RefundOrder,
): RefundAnswer {
  const same =
    existing.channelOrderId === request.channelOrderId &&
    existing.amountMinor === request.amountMinor &&
    existing.currency === request.currency;
  return same && order !== undefined ? answerOfRefund(order, existing) : MISMATCH;
}

function isUnseen(book: Book, { behaviour, channelRefundId }: WalletRefund): boolean {
  const { blindEnquiries = 0 } = refundPlanOf(behaviour);
  return blindEnquiries > 0 && book.attempts.count('refund enquiry', channelRefundId) <= blindEnquiries;
}

/** What the wallet says about a refund, inside a group's transaction. */
export function enquireRefund(book: Book, request: RefundOrder): RefundAnswer {
  const existing = book.refunds.find(request.channelRefundId);
  if (existing === undefined || isUnseen(book, existing)) {
    return { kind: 'not_found', reason: 'The wallet has no refund with this number.' };
  }
  return answerAgain(paymentOf(book, request), existing, request);
}
