import { DEFAULT_PASSWORD } from './account.ts';
import type { Book } from './book/book.ts';
import type { WalletOrder } from './order.ts';
import { SandboxRefusal } from './sandbox-refusal.ts';
import { takeMoney } from './take-money.ts';

/** Stands for the newest payment that waits for its payer. */
export const LATEST = 'latest';

const WRONG_PASSWORDS_ALLOWED = 2;

/** Passwords a payer may still type for a payment; the last wrong one declines it. */
export function attemptsLeft({ wrongPasswords }: Pick<WalletOrder, 'wrongPasswords'>): number {
  return WRONG_PASSWORDS_ALLOWED + 1 - wrongPasswords;
}

/** What came of an approval. A wrong password is counted in the book, so it is a result and not an error. */
export type ApprovalResult =
  | { readonly kind: 'done'; readonly order: WalletOrder }
  | { readonly kind: 'wrong_password'; readonly attemptsLeft: number };

function waitingOrder(book: Book, number: string): WalletOrder {
  const order = number === LATEST ? book.orders.latestWaiting() : book.orders.find(number);
  // What is still on its way has not reached the payer's wallet.
  if (order === undefined || order.state === 'in_transit') {
    throw new SandboxRefusal(
      'not_found',
      number === LATEST
        ? 'number: no payment waits for its payer; GET /sandbox/waiting lists those that do.'
        : `number: no wallet knows the payment ${number}; give its channel order id, or "latest".`,
    );
  }
  if (order.state !== 'waiting') {
    throw new SandboxRefusal(
      'conflict',
      `number: the payment ${order.channelOrderId} is ${order.state}; choose one that waits for its payer.`,
    );
  }
  return order;
}

/**
 * The payer confirms a waiting payment: it becomes paid, or declined when the account cannot pay any more.
 *
 * @param number channel order id, or `latest`.
 * @param password what the payer types; undefined stands for a finger or a face, which is always right. A third wrong
 *   one declines the payment.
 */
export function approve(
  book: Book,
  number: string,
  password: string | undefined,
  nowMs: number,
): ApprovalResult {
  const order = waitingOrder(book, number);
  const account = order.account === undefined ? undefined : book.accounts.find(order.account);
  if (password === undefined || password === (account?.password ?? DEFAULT_PASSWORD)) {
    return { kind: 'done', order: takeMoney(book, order, nowMs) };
  }
  book.orders.countWrongPassword(order);
  const left = attemptsLeft(order) - 1;
  if (left === 0) {
    book.orders.end(order, 'decline', nowMs, {
      respcd: '1205',
      reason: 'The payer typed three wrong passwords.',
    });
  }
  return { kind: 'wrong_password', attemptsLeft: left };
}

/** The payer refuses a waiting payment: it is declined with 1205. */
export function refuse(book: Book, number: string, nowMs: number): WalletOrder {
  const order = waitingOrder(book, number);
  return book.orders.end(order, 'decline', nowMs, { respcd: '1205', reason: 'The payer refused.' });
}
