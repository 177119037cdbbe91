import type { ResponseCode } from '@opencpm/protocol';
import { planOf } from './behaviour.ts';
import type { WalletOrder } from './order.ts';
import type { WalletAnswer } from './wallet-answer.ts';

/** Payer of a test code in receipts. */
const TEST_CODE_PAYER = 'test-code';

/** An answer that decides nothing. */
export function unknown(reason: string): WalletAnswer {
  return { kind: 'unknown', reason };
}

/** What a wallet answers about a payment it has never seen. */
export const NOT_FOUND: WalletAnswer = unknown('The wallet has no payment with this number.');

/** A refusal; `mayStillCharge` when the wallet has not made up its mind. */
export function declined(respcd: ResponseCode, reason: string, mayStillCharge = false): WalletAnswer {
  return { kind: 'declined', respcd, mayStillCharge, reason };
}

function paidAnswer(order: WalletOrder, paidAtMs: number): WalletAnswer {
  const { reports } = planOf(order.behaviour);
  const otherCurrency = order.currency === 'CNY' ? 'HKD' : 'CNY';
  return {
    kind: 'paid',
    amountMinor: reports === 'other_amount' ? order.amountMinor + 1 : order.amountMinor,
    currency: reports === 'other_currency' ? otherCurrency : order.currency,
    walletNumber: order.walletNumber,
    payerAccount: order.account ?? TEST_CODE_PAYER,
    paidAtMs,
    ...(order.debitMinor === undefined ? {} : { debitedAmountMinor: order.debitMinor }),
    ...(order.debitCurrency === undefined ? {} : { debitedCurrency: order.debitCurrency }),
  };
}

/** What the wallet says about a payment in its book. */
export function answerOf(order: WalletOrder): WalletAnswer {
  switch (order.state) {
    case 'in_transit':
      return NOT_FOUND;
    case 'processing':
      return unknown('The wallet is still processing the payment.');
    case 'waiting':
      return { kind: 'waiting_for_payer' };
    case 'paid':
      return paidAnswer(order, order.endedAtMs ?? order.createdAtMs);
    case 'declined':
    case 'closed':
      return declined(order.respcd ?? '1205', order.reason);
  }
}
