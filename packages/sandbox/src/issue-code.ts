import type { Book } from './book/book.ts';
import type { CodeCard } from './book/codes.ts';
import { Choice, type RandomBytes } from './payment-code/choice.ts';
import { type ShapeWish, shapesInWords } from './payment-code/code-shape.ts';
import { type CodeDamage, damageCode } from './payment-code/damage.ts';
import { writeEmvText } from './payment-code/emv-text.ts';
import { freshDigits } from './payment-code/fresh-digits.ts';
import { withoutPadding } from './payment-code/read-code.ts';
import type { Account } from './account.ts';
import { SandboxRefusal } from './sandbox-refusal.ts';
import { wallet, type WalletId } from './wallet.ts';

/** How long a phone shows a payment code, in milliseconds. */
export const CODE_LIFE_MS = 60_000;

/** What somebody who asks for a code wants of it. */
export interface CodeWish extends ShapeWish {
  /** The phone; the first account of the wallet when left out. */
  readonly account?: string | undefined;
  /** What happens to the code on its way to the till. */
  readonly damage?: CodeDamage | undefined;
}

/** A code in its one or two faces; using either one spends both. */
export interface CodeFaces {
  /** The digits of the bar code. */
  readonly authCode: string;
  /** The text of the QR, when it differs from the digits (UnionPay). */
  readonly emvText: string | undefined;
}

/** A payment code as a phone shows it. */
export interface IssuedCode extends CodeFaces {
  readonly wallet: WalletId;
  readonly account: string;
  /** What arrives at the till of each face after the wished damage; undefined for a face it does nothing to. */
  readonly damaged?: Partial<CodeFaces>;
  /**
   * When the phone shows another one, milliseconds since 1970-01-01 UTC. The wallet takes it a moment longer: `lateCode` of
   * the wallet.
   */
  readonly expiresAtMs: number;
}

/** Codes that are drawn before the wallet gives up: one text in twenty-five has no `+` to lose. */
const TRIES = 32;
const COUNTER_MAX = 0xffff;

function accountOf(book: Book, id: WalletId, { account: wished }: CodeWish): Account {
  const accounts = book.accounts.ofWallet(id);
  const account = wished === undefined ? accounts[0] : accounts.find((each) => each.id === wished);
  if (account !== undefined) return account;
  const known = accounts.map((each) => each.id).join(', ');
  throw new SandboxRefusal('not_found', `account: the wallet ${id} has no such account; it has ${known}.`);
}

/** The card of a phone with its next count. A phone without one, or whose counter has run full, gets a new number. */
function nextCard(book: Book, account: string, choice: Choice): CodeCard {
  const latest = book.codes.latestCard(account);
  if (latest !== undefined && latest.counter < COUNTER_MAX) return { ...latest, counter: latest.counter + 1 };
  return { token: `62${choice.digits(choice.of([14, 17, 17]))}`, counter: 1 };
}

function drawDigits(id: WalletId, wish: CodeWish, choice: Choice): string {
  const { codeShapes } = wallet(id);
  const digits = freshDigits(codeShapes, choice, wish);
  if (digits !== undefined) return digits;
  const field = wish.prefix === undefined ? 'length' : 'prefix';
  throw new SandboxRefusal('invalid', `${field}: codes of ${id} have ${shapesInWords(codeShapes)}.`);
}

/** What a damage makes of each face; undefined when it does nothing to this text, but may to another. */
function damageFaces({ authCode, emvText }: CodeFaces, damage: CodeDamage): Partial<CodeFaces> | undefined {
  const digits = damageCode(damage, authCode);
  const ofDigits = digits === undefined ? {} : { authCode: digits };
  if (emvText !== undefined) {
    const text = damageCode(damage, emvText);
    return text === undefined ? undefined : { ...ofDigits, emvText: text };
  }
  if (digits !== undefined) return ofDigits;
  throw new SandboxRefusal(
    'invalid',
    `damage: ${damage} does nothing to digits; ask unionpay, whose QR holds a text.`,
  );
}

function issue(book: Book, id: WalletId, wish: CodeWish, choice: Choice, expiresAtMs: number): IssuedCode {
  const { id: account, name } = accountOf(book, id, wish);
  const card = id === 'unionpay' ? nextCard(book, account, choice) : undefined;
  for (let tried = 0; tried < TRIES; tried++) {
    const authCode = drawDigits(id, wish, choice);
    const emvText = card === undefined ? undefined : writeEmvText({ ...card, holder: name }, choice);
    const damaged = wish.damage === undefined ? {} : damageFaces({ authCode, emvText }, wish.damage);
    if (damaged === undefined || book.codes.find(authCode) !== undefined) continue;
    const emv =
      card === undefined || emvText === undefined ? {} : { emv: { text: withoutPadding(emvText), card } };
    book.codes.insert({ digits: authCode, account, expiresAtMs, ...emv });
    const issued = { wallet: id, account, authCode, emvText, expiresAtMs };
    return wish.damage === undefined ? issued : { ...issued, damaged };
  }
  throw new SandboxRefusal('conflict', 'randomBytes: it repeats itself; hand in a source that does not.');
}

/**
 * Issues a fresh payment code for a phone, good for one payment while it is shown.
 *
 * @throws SandboxRefusal `not_found` for an account the wallet has not, `invalid` for a wish it has no codes for.
 */
export function issueCode(
  book: Book,
  id: WalletId,
  wish: CodeWish,
  randomBytes: RandomBytes,
  nowMs: number,
): IssuedCode {
  return issue(book, id, wish, new Choice(randomBytes), nowMs + CODE_LIFE_MS);
}

/**
 * Issues the codes that a phone keeps for times without a network: one for each of the next minutes, in the order in which
 * it shows them. No phone shows one before its minute, so that every code is as old at the wallet as any other.
 *
 * @throws SandboxRefusal `not_found` for an account the wallet has not, `invalid` when its codes come over the network only.
 */
export function issueOfflineCodes(
  book: Book,
  id: WalletId,
  account: string | undefined,
  randomBytes: RandomBytes,
  nowMs: number,
): readonly IssuedCode[] {
  const { offlineCodes: count } = wallet(id);
  if (count === 0) {
    throw new SandboxRefusal(
      'invalid',
      `wallet: a phone with ${id} keeps no codes; it fetches each over the network.`,
    );
  }
  const choice = new Choice(randomBytes);
  return Array.from({ length: count }, (_, minute) =>
    issue(book, id, { account }, choice, nowMs + (minute + 1) * CODE_LIFE_MS),
  );
}
