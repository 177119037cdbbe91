import type { ResponseCode } from '@opencpm/protocol';
import { planOf } from './behaviour.ts';
import type { WalletOrder } from './order.ts';
import type { Book } from './book/book.ts';
import { wallet } from './wallet.ts';
import type { NotFound, OrderReference, Unknown, WalletAnswer } from './wallet-answer.ts';

/** Payer of a test code in receipts. */
export const TEST_CODE_PAYER = 'test-code';

/** An answer that decides nothing. */
export function unknown(reason: string): Unknown {
  return { kind: 'unknown', reason };
}

/** What a wallet answers about a payment it has never seen. */
const NOT_FOUND: NotFound = {
  kind: 'not_found',
  reason: 'The wallet has no payment with this number.',
};

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
      return { ...unknown('The wallet is still processing the payment.'), processing: true };
    case 'waiting':
      return { kind: 'waiting_for_payer' };
    case 'paid':
      return paidAnswer(order, order.endedAtMs ?? order.createdAtMs);
    case 'declined':
    case 'closed':
      return declined(order.respcd ?? '1205', order.reason);
    case 'reversed':
      return { kind: 'reversed', reason: 'The payment was reversed.' };
  }
}

/** What the wallet says to an enquiry, inside a group's transaction. */
export function answerEnquiry(book: Book, { channelOrderId, family }: OrderReference): WalletAnswer {
  const order = book.orders.find(channelOrderId);
  const known = order !== undefined && wallet(order.wallet).family === family;
  if (known && order.state === 'paid') return answerOf(order);
  // A barred number stays what the reversal made of it, whatever arrives under it and is refused.
  if (book.barredNumbers.familyOf(channelOrderId) === family) {
    return { kind: 'reversed', reason: 'The number is barred by a reversal.' };
  }
  return known ? answerOf(order) : NOT_FOUND;
}
