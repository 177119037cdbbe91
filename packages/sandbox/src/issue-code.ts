import type { Book } from './book/book.ts';
import { writeEmvText } from './payment-code/emv-text.ts';
import { freshDigits, type RandomBytes } from './payment-code/fresh-digits.ts';
import { withoutPadding } from './payment-code/read-code.ts';
import { SandboxRefusal } from './sandbox-refusal.ts';
import { wallet, type WalletId } from './wallet.ts';

/** How long a payment code can be charged, in milliseconds. */
export const CODE_LIFE_MS = 60_000;

/** A payment code as a phone shows it. */
export interface IssuedCode {
  readonly wallet: WalletId;
  readonly account: string;
  /** The digits of the bar code. */
  readonly authCode: string;
  /** The text of the QR, when it differs from the digits (UnionPay); using either one spends both. */
  readonly emvText: string | undefined;
  /** From this instant on the code is refused, milliseconds since 1970-01-01 UTC. */
  readonly expiresAtMs: number;
}

const TRIES = 8;

function unusedDigits(book: Book, id: WalletId, randomBytes: RandomBytes): string {
  for (let tried = 0; tried < TRIES; tried++) {
    const digits = freshDigits(wallet(id), randomBytes);
    if (book.codes.find(digits) === undefined) return digits;
  }
  throw new SandboxRefusal('conflict', 'randomBytes: it repeats itself; hand in a source that does not.');
}

/**
 * Issues a fresh payment code for a phone, good for one payment within a minute.
 *
 * @param accountId the phone; the first account of the wallet when undefined.
 */
export function issueCode(
  book: Book,
  id: WalletId,
  accountId: string | undefined,
  randomBytes: RandomBytes,
  nowMs: number,
): IssuedCode {
  const accounts = book.accounts.ofWallet(id);
  const account = accountId === undefined ? accounts[0] : accounts.find((each) => each.id === accountId);
  if (account === undefined) {
    const known = accounts.map((each) => each.id).join(', ');
    throw new SandboxRefusal('not_found', `account: the wallet ${id} has no such account; it has ${known}.`);
  }
  const authCode = unusedDigits(book, id, randomBytes);
  const counter = (book.codes.count() + 1) & 0xffff;
  const emvText = id === 'unionpay' ? writeEmvText(authCode, counter, randomBytes) : undefined;
  const expiresAtMs = nowMs + CODE_LIFE_MS;
  book.codes.insert({
    digits: authCode,
    emvText: emvText === undefined ? null : withoutPadding(emvText),
    account: account.id,
    expiresAtMs,
  });
  return { wallet: id, account: account.id, authCode, emvText, expiresAtMs };
}
