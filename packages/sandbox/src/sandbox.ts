import { type Account, type AccountChange, checkAccountChange } from './account.ts';
import { unknown } from './answer.ts';
import { AnswerDelivery, type SandboxTimers } from './answer-delivery.ts';
import type { Spoken } from './answer-manner.ts';
import { bookOf } from './book/book.ts';
import { openDatabase } from './book/open-database.ts';
import { type SandboxClock, WriteGroup } from './book/write-group.ts';
import { CallFaults } from './call-faults.ts';
import { type CodeWish, type IssuedCode, issueCode, issueOfflineCodes } from './issue-code.ts';
import type { WalletOrder } from './order.ts';
import { approve, refuse } from './payer.ts';
import type { RandomBytes } from './payment-code/choice.ts';
import { SandboxRefusal } from './sandbox-refusal.ts';
import { type PhoneFacts, readPhone } from './phone/phone-facts.ts';
import { type PhoneFollower, PhoneFollowers } from './phone/phone-followers.ts';
import { settleDue } from './settle-due.ts';
import type {
  ChargeOrder,
  NotSent,
  OrderReference,
  RefundAnswer,
  RefundOrder,
  ReversalAnswer,
  Unknown,
  WalletAnswer,
} from './wallet-answer.ts';
import { type Wallet, type WalletId, WALLETS } from './wallet.ts';
import { type BookEntry, type WalletDoor, walletDoor } from './wallet-door.ts';

/** What the sandbox needs from outside. */
export interface SandboxOptions {
  /** SQLite file of the wallets' book, or `:memory:`. */
  readonly file: string;
  readonly clock: SandboxClock;
  /** Used for late answers only. */
  readonly timers: SandboxTimers;
  readonly randomBytes: RandomBytes;
}

/** A wallet with its accounts. */
export interface WalletWithAccounts extends Wallet {
  readonly accounts: readonly Account[];
}

/** Which part of a book is read. */
export interface BookPage {
  /** Rows at most, 1 to {@link BOOK_PAGE_MAX}; 50 when left out. */
  readonly limit?: number;
  /** Only payments whose `sequence` is below this one. */
  readonly before?: number;
}

/** Most rows of one page of a book. */
export const BOOK_PAGE_MAX = 1_000;

/**
 * The simulated wallets. The calls that take a signal are the door for the merchant side and never reject; everything
 * else is the side of phones and developers and rejects with a {@link SandboxRefusal}. Every answer is given after the
 * book is written.
 */
export interface Sandbox {
  readonly name: 'sandbox';
  /** The same calls for wire servers. */
  readonly door: WalletDoor;
  /** What goes wrong with single calls, beside the behaviours of accounts and test numbers. */
  readonly faults: CallFaults;
  /** Charges a payment; the same number again is answered from the book and never debits again. */
  charge(order: ChargeOrder, signal: AbortSignal): Promise<WalletAnswer>;
  query(reference: OrderReference, signal: AbortSignal): Promise<WalletAnswer>;
  /** Undoes a payment whatever its state, again and again with the same effect; bars a number never seen. */
  reverse(reference: OrderReference, signal: AbortSignal): Promise<ReversalAnswer>;
  /** Returns money of a paid payment; the same refund number again returns nothing more. */
  refund(order: RefundOrder, signal: AbortSignal): Promise<RefundAnswer>;
  queryRefund(order: RefundOrder, signal: AbortSignal): Promise<RefundAnswer>;
  listWallets(): Promise<readonly WalletWithAccounts[]>;
  /** Issues a payment code for an account, by default the wallet's first. */
  issueCode(wallet: WalletId, account?: string, wish?: Omit<CodeWish, 'account'>): Promise<IssuedCode>;
  /** Issues the codes a phone keeps for times without a network, in the order in which it shows them, a minute each. */
  issueOfflineCodes(wallet: WalletId, account?: string): Promise<readonly IssuedCode[]>;
  changeAccount(account: string, change: AccountChange): Promise<Account>;
  /** Confirms a waiting payment by its channel order id or `latest`; without a password, by finger or face. */
  approve(number: string, password?: string): Promise<WalletOrder>;
  refuse(number: string): Promise<WalletOrder>;
  /** A wallet's own book, the newest payment first. */
  book(wallet: WalletId, page?: BookPage): Promise<readonly BookEntry[]>;
  /** What the phone with an account shows now. */
  phone(account: string): Promise<PhoneFacts>;
  /** Keeps a phone up to date until the function it returns is called. */
  followPhone(account: string, follower: PhoneFollower): () => void;
  /** Tells every phone that is followed how things stand; for when the clock was moved. */
  tellPhones(): void;
  /** Payments that wait for their payers, the newest first, at most {@link BOOK_PAGE_MAX}. */
  waiting(): Promise<readonly WalletOrder[]>;
  /** Finishes what was begun, lets go of everybody who still waits for an answer, and closes the file. */
  close(): void;
}

function failed(error: unknown): Unknown {
  return unknown(`The sandbox failed: ${error instanceof Error ? error.message : String(error)}`);
}

function pageLimit({ limit = 50 }: BookPage): number {
  if (Number.isSafeInteger(limit) && limit >= 1 && limit <= BOOK_PAGE_MAX) return limit;
  throw new SandboxRefusal('invalid', `limit: give a whole number from 1 to ${BOOK_PAGE_MAX}.`);
}

function pageStart({ before = Number.MAX_SAFE_INTEGER }: BookPage): number {
  if (Number.isSafeInteger(before) && before >= 1) return before;
  throw new SandboxRefusal('invalid', 'before: give the sequence of a payment, a whole number from 1.');
}

/**
 * Opens the simulated wallets on their book, creating it with its accounts when the file does not exist.
 *
 * @throws SandboxBookProblem when the file cannot be used, for example because another process has it open.
 */
export function openSandbox({ file, clock, timers, randomBytes }: SandboxOptions): Sandbox {
  const database = openDatabase(file);
  const book = bookOf(database);
  const group = new WriteGroup(database, clock, (nowMs) => settleDue(book, nowMs));
  const delivery = new AnswerDelivery(timers);
  const faults = new CallFaults();
  const door = walletDoor(book, group, faults);
  const phones = new PhoneFollowers(book, group, clock, timers);
  let closed = false;

  function notSent(signal: AbortSignal): NotSent | undefined {
    if (closed) return { kind: 'not_sent', reason: 'The sandbox is closed.' };
    if (signal.aborted) return { kind: 'not_sent', reason: 'The caller had given up before the call.' };
    return undefined;
  }

  async function hear<Answer>(
    ask: () => Promise<Spoken<Answer>>,
    signal: AbortSignal,
  ): Promise<Answer | NotSent | Unknown> {
    const refusal = notSent(signal);
    if (refusal !== undefined) return refusal;
    try {
      return await delivery.send(await ask(), signal);
    } catch (error) {
      return failed(error);
    }
  }

  return {
    name: 'sandbox',
    door,
    faults,

    charge: (order, signal) => hear(() => door.charge(order), signal),

    query: (reference, signal) => hear(() => door.query(reference), signal),

    reverse: (reference, signal) => hear(() => door.reverse(reference), signal),

    refund: (order, signal) => hear(() => door.refund(order), signal),

    queryRefund: (order, signal) => hear(() => door.queryRefund(order), signal),

    listWallets: () =>
      group.run(() => WALLETS.map((each) => ({ ...each, accounts: book.accounts.ofWallet(each.id) }))),

    issueCode: (id, account, wish) =>
      group.run((nowMs) => issueCode(book, id, { ...wish, account }, randomBytes, nowMs)),

    issueOfflineCodes: (id, account) =>
      group.run((nowMs) => issueOfflineCodes(book, id, account, randomBytes, nowMs)),

    changeAccount: (id, change) =>
      group.run(() => {
        checkAccountChange(change);
        const account = book.accounts.find(id);
        if (account === undefined) {
          throw new SandboxRefusal(
            'not_found',
            `account: there is no account ${id}; see GET /sandbox/wallets.`,
          );
        }
        const changed = { ...account, ...change };
        book.accounts.update(changed);
        return changed;
      }),

    async approve(number, password) {
      const result = await group.run((nowMs) => approve(book, number, password, nowMs));
      if (result.kind === 'done') return result.order;
      if (result.attemptsLeft > 0) {
        throw new SandboxRefusal('invalid', `password: it is wrong; attempts left: ${result.attemptsLeft}.`);
      }
      throw new SandboxRefusal('conflict', 'password: wrong for the third time; the payment is declined.');
    },

    refuse: (number) => group.run((nowMs) => refuse(book, number, nowMs)),

    book: (id, page = {}) =>
      group.run(() =>
        book.orders.ofWallet(id, pageStart(page), pageLimit(page)).map((order) => ({
          ...order,
          refunds: book.refunds.ofOrder(order.channelOrderId),
        })),
      ),

    phone: (account) => group.run((nowMs) => readPhone(book, account, nowMs)),

    followPhone: (account, follower) => phones.follow(account, follower),

    tellPhones: () => phones.tellAll(),

    waiting: () => group.run(() => book.orders.waiting(BOOK_PAGE_MAX)),

    close() {
      if (closed) return;
      closed = true;
      phones.close();
      group.close();
      delivery.close();
      database.close();
    },
  };
}
