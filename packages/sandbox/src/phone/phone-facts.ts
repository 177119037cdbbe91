import type { Account } from '../account.ts';
import type { Book } from '../book/book.ts';
import type { WalletOrder } from '../order.ts';
import { attemptsLeft } from '../payer.ts';
import type { WalletRefund } from '../refund.ts';
import { SandboxRefusal } from '../sandbox-refusal.ts';
import { type Wallet, wallet } from '../wallet.ts';

/** Payments of its history a phone shows, the newest first. */
const PHONE_HISTORY_MAX = 30;

/** A payment as its payer sees it. */
export interface PhonePayment extends WalletOrder {
  /** The oldest first. */
  readonly refunds: readonly WalletRefund[];
  /** Wrong passwords that may still follow while it waits; the last one declines it. */
  readonly attemptsLeft: number;
}

/** Everything a phone shows, as of one instant. */
export interface PhoneFacts {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly nowMs: number;
  readonly wallet: Wallet;
  readonly account: Account;
  /** Digits of the account's codes that can still be charged, the newest first. A used code is not among them. */
  readonly freshCodes: readonly string[];
  /** Payments that wait for this payer, the newest first. */
  readonly waiting: readonly PhonePayment[];
  /** The newest first, waiting ones included, at most {@link PHONE_HISTORY_MAX}. */
  readonly history: readonly PhonePayment[];
}

/**
 * Reads what a phone shows, inside a group's transaction.
 *
 * @throws SandboxRefusal `not_found` when there is no such account.
 */
export function readPhone(book: Book, accountId: string, nowMs: number): PhoneFacts {
  const account = book.accounts.find(accountId);
  if (account === undefined) {
    throw new SandboxRefusal(
      'not_found',
      `account: there is no account ${accountId}; see GET /sandbox/wallets.`,
    );
  }
  const payment = (order: WalletOrder): PhonePayment => ({
    ...order,
    refunds: book.refunds.ofOrder(order.channelOrderId),
    attemptsLeft: attemptsLeft(order),
  });
  return {
    nowMs,
    wallet: wallet(account.wallet),
    account,
    freshCodes: book.codes.fresh(account.id, nowMs),
    waiting: book.orders.waitingOf(account.id, PHONE_HISTORY_MAX).map(payment),
    history: book.orders.ofAccount(account.id, PHONE_HISTORY_MAX).map(payment),
  };
}
