import { planOf } from './behaviour.ts';
import type { Book } from './book/book.ts';
import type { WalletOrder } from './order.ts';
import { takeMoney } from './take-money.ts';

function settle(book: Book, order: WalletOrder, dueAtMs: number): void {
  const { later, respcd = '1205' } = planOf(order.behaviour);
  if (later === undefined)
    throw new Error(`Payment ${order.channelOrderId} is due, but nothing is to happen.`);
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
  }
}

/**
 * Does everything whose time has come, in the order in which it became due and as of that instant. Done before any
 * other work on the book, it gives the same truth whether the process ran all the time, was restarted, or the clock
 * jumped.
 */
export function settleDue(book: Book, nowMs: number): void {
  for (let due = book.orders.due(nowMs); due.length > 0; due = book.orders.due(nowMs)) {
    for (const order of due) settle(book, order, order.dueAtMs ?? nowMs);
  }
}
