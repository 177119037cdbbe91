import { businessMonth, NUMBERS_MAX, type QueryRequest, windowDays } from '@opencpm/protocol';
import type { BusinessClock } from '../clock/business-clock.ts';
import type { Merchant } from '../merchant/merchant.ts';
import { authorizeStore } from '../merchant/store-authority.ts';
import { isRefundOpen } from '../payment/refund-state.ts';
import type { Transaction } from '../payment/transaction.ts';
import type { Refusal } from '../payment/refusal.ts';
import { WIRE_VIEWS } from '../payment/state.ts';
import type { Store, TransactionFilter } from '../store/store.ts';
import type { RefundAsker } from './ask-refund.ts';
import type { WalletAsker } from './ask-wallet.ts';

/** Longest window an enquiry may span (contract section 10, row 27). */
export const WINDOW_DAYS_MAX = 92;

/** Rows of an enquiry, or a refusal. */
export type EnquiryOutcome =
  | { readonly ok: true; readonly transactions: readonly Transaction[] }
  | { readonly ok: false; readonly refusal: Refusal };

/** What answering an enquiry needs. */
export interface AnswerEnquiryParts {
  readonly store: Store;
  readonly clock: BusinessClock;
  readonly wallets: WalletAsker;
  readonly refunds: RefundAsker;
}

/**
 * Answers an enquiry. Payments and refunds named by number that are still open are first asked about at their wallet, so that a
 * caller who polls learns the verdict; lists show what is recorded.
 */
export async function answerEnquiry(
  parts: AnswerEnquiryParts,
  merchant: Merchant,
  request: QueryRequest,
): Promise<EnquiryOutcome> {
  const authority = authorizeStore(merchant, request.storeId);
  if (!authority.ok) return authority;
  const window = enquiryWindow(request, parts.clock.nowMs());
  if (!window.ok) return window;
  const filter: TransactionFilter = {
    merchantNumber: merchant.merchantNumber,
    // A direct merchant that names no store asks about all of its own.
    storeId: request.storeId,
    syssns: request.syssns,
    orderNumbers: request.orderNumbers,
    payTypes: request.payTypes,
    respcd: request.resultCode,
    window: window.window,
    limit: request.pageSize,
    offset: (request.page - 1) * request.pageSize,
  };
  if (window.window === undefined) {
    // Asked before filtering by result: a payment that becomes 0000 by this very enquiry belongs to its answer, and
    // on which page it stands is known only then.
    const named = await parts.store.listTransactions(
      filter.respcd === undefined ? filter : { ...filter, respcd: undefined, limit: NUMBERS_MAX, offset: 0 },
    );
    const open = named.filter(isOpen);
    if (open.length === 0 && filter.respcd === undefined) return { ok: true, transactions: named };
    await Promise.all(open.map((transaction) => refresh(parts, transaction)));
  }
  return { ok: true, transactions: await parts.store.listTransactions(filter) };
}

function isOpen(transaction: Transaction): boolean {
  return transaction.kind === 'payment'
    ? !WIRE_VIEWS[transaction.state].final
    : isRefundOpen(transaction.state);
}

function refresh({ wallets, refunds }: AnswerEnquiryParts, transaction: Transaction): Promise<Transaction> {
  return transaction.kind === 'payment' ? wallets.refresh(transaction) : refunds.refresh(transaction);
}

type Window =
  | { readonly ok: true; readonly window: TransactionFilter['window'] }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * The window an enquiry covers (contract section 5.2): none when numbers are given, else the current month, else what
 * was asked for. Leaving the current month takes both ends.
 */
export function enquiryWindow(request: QueryRequest, nowMs: number): Window {
  if (request.syssns !== undefined || request.orderNumbers !== undefined)
    return { ok: true, window: undefined };
  const month = businessMonth(nowMs);
  const { fromMs = month.fromMs, toMs = month.toMs } = request;
  if (request.fromMs === undefined && toMs < fromMs) {
    return refuse('start_time: is needed when end_time lies before the current month');
  }
  if (request.toMs === undefined && fromMs < month.fromMs) {
    return refuse('end_time: is needed when start_time lies before the current month');
  }
  if (toMs < fromMs) return refuse('end_time: lies before start_time');
  // Measured between the two seconds that were named; the end of the last one would make a day more of them.
  if (windowDays({ fromMs, toMs: toMs - (toMs % 1_000) }) > WINDOW_DAYS_MAX) {
    return refuse(`end_time: lies more than ${WINDOW_DAYS_MAX} days after start_time`);
  }
  return { ok: true, window: { fromMs, toMs } };
}

function refuse(message: string): Window {
  return { ok: false, refusal: { respcd: '1104', message } };
}
