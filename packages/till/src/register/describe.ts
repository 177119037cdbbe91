import type { RefundFacts, SaleDetail, SaleState, SaleSummary } from '../page-api/index.ts';
import type { Refund } from '../store/refund-rows.ts';
import type { Sale } from '../store/sale.ts';
import { wordsOfRefund, wordsOfVerdict } from './words.ts';

/** Names of the registers by id. */
export type RegisterNames = ReadonlyMap<string, string>;

function stateOf({ attempt, refundedMinor }: Sale): SaleState {
  switch (attempt.verdict?.kind) {
    case undefined:
      return attempt.stage === 'unresolved' ? 'unresolved' : 'open';
    case 'paid':
      if (refundedMinor === 0) return 'paid';
      return refundedMinor === attempt.amountMinor ? 'refunded' : 'part_refunded';
    case 'declined':
    case 'reversed':
    case 'not_begun':
      return 'not_paid';
  }
}

/** A sale as lists show it. */
export function summaryOf(sale: Sale, registers: RegisterNames): SaleSummary {
  const { attempt } = sale;
  return {
    id: attempt.orderNumber,
    number: sale.number,
    orderNumber: attempt.orderNumber,
    basketId: attempt.basketId,
    state: stateOf(sale),
    amountMinor: attempt.amountMinor,
    currency: attempt.currency,
    wallet: sale.wallet,
    maskedCode: sale.maskedCode,
    startedAtMs: attempt.startedAtMs,
    endedAtMs: sale.endedAtMs,
    syssn: attempt.syssn,
    walletNumber: attempt.verdict?.kind === 'paid' ? attempt.verdict.walletNumber : '',
    refundedMinor: sale.refundedMinor,
    cashier: sale.cashierName,
    register: registers.get(sale.register) ?? sale.register,
  };
}

/** A refund as the page shows it. */
function refundFactsOf(refund: Refund, currency: string): RefundFacts {
  return {
    id: refund.id,
    orderNumber: refund.orderNumber,
    state: refund.state,
    amountMinor: refund.amountMinor,
    currency,
    startedAtMs: refund.startedAtMs,
    endedAtMs: refund.endedAtMs,
    syssn: refund.syssn,
    approvedBy: refund.approvedBy,
    words: wordsOfRefund(refund.state, refund.respcd),
    respcd: refund.respcd,
  };
}

/** One sale with everything about it. */
export function detailOf(sale: Sale, refunds: readonly Refund[], registers: RegisterNames): SaleDetail {
  const { attempt } = sale;
  const { verdict } = attempt;
  const isPaid = verdict?.kind === 'paid';
  return {
    sale: summaryOf(sale, registers),
    words: wordsOfVerdict(verdict),
    respcd: respcdOf(sale),
    paidAt: isPaid ? verdict.paidAt : '',
    refunds: refunds.map((refund) => refundFactsOf(refund, attempt.currency)),
    refundableMinor: isPaid ? attempt.amountMinor - sale.refundedMinor - sale.refundingMinor : 0,
    release: attempt.release,
  };
}

/** The response code of a final refusal; empty when there is none. */
export function respcdOf({ attempt: { verdict } }: Sale): string {
  return verdict?.kind === 'declined' || verdict?.kind === 'reversed' ? verdict.respcd : '';
}
