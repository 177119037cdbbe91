import type { Book } from './book/book.ts';
import { refusalByAccount } from './charge-rule.ts';
import type { WalletOrder } from './order.ts';

/**
 * Takes the money for a payment, or declines it when the account cannot pay any more.
 *
 * @param atMs the instant at which this happens in the wallet.
 */
export function takeMoney(book: Book, order: WalletOrder, atMs: number): WalletOrder {
  if (order.account !== undefined) {
    const account = book.accounts.find(order.account);
    if (account === undefined || order.debitMinor === undefined) {
      throw new Error(`Payment ${order.channelOrderId} names no account that can pay.`);
    }
    const refusal = refusalByAccount(account, order.debitMinor);
    if (refusal !== undefined && order.state === 'declined') {
      book.orders.calm(order);
      return order;
    }
    if (refusal !== undefined) return book.orders.end(order, 'decline', atMs, refusal);
    book.accounts.debit(account.id, order.debitMinor);
  }
  return book.orders.end(order, 'charge', atMs);
}
