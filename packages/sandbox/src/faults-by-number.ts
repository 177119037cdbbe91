import type { Book } from './book/book.ts';
import { isCallFault } from './call-fault.ts';
import type { CallFaults } from './call-faults.ts';
import { type NumberedFault, numberedFault } from './fault-numbers.ts';
import { lookUpCode } from './look-up-code.ts';
import { readPaymentCode } from './payment-code/read-code.ts';
import type { ChargeOrder } from './wallet-answer.ts';

/** Payments that are remembered, so that each orders its fault once. */
const REMEMBERED_MAX = 10_000;

/** A payment before it is charged. */
export type ExpectedCharge = Pick<ChargeOrder, 'channelOrderId' | 'family' | 'authCode' | 'amountMinor'>;

/** Orders the faults that test numbers stand for. */
export class FaultsByNumber {
  readonly #book: Book;
  readonly #faults: CallFaults;
  readonly #seen = new Set<string>();

  constructor(book: Book, faults: CallFaults) {
    this.#book = book;
    this.#faults = faults;
  }

  /** Whether a payment bears such a number and has not had its turn; needs no transaction. */
  isNew(charge: ExpectedCharge): boolean {
    return !this.#seen.has(charge.channelOrderId) && wantedBy(charge) !== undefined;
  }

  /** Orders the fault, inside a group's transaction: once for a payment, and with a code that no phone has issued. */
  order(charge: ExpectedCharge): void {
    const { channelOrderId, family, authCode } = charge;
    const wanted = wantedBy(charge);
    if (wanted === undefined || this.#seen.has(channelOrderId)) return;
    // A payment in the book has had its turn before the process that ran then ended.
    if (this.#book.orders.find(channelOrderId) !== undefined) return;
    if (lookUpCode(this.#book, family, authCode).kind !== 'test') return;
    if (this.#seen.size >= REMEMBERED_MAX) this.#seen.clear();
    this.#seen.add(channelOrderId);
    // Servers know a refund by a number of its own, which does not exist yet.
    const bound = isCallFault(wanted.fault) || !['refund', 'queryRefund'].includes(wanted.call);
    this.#faults.add({ ...wanted, family, times: 1, ...(bound ? { channelOrderId } : {}) });
  }
}

function wantedBy({ family, authCode, amountMinor }: ExpectedCharge): NumberedFault | undefined {
  const digits = readPaymentCode(family, authCode)?.digits;
  if (digits === undefined) return undefined;
  return numberedFault(digits.slice(-6)) ?? numberedFault(String(amountMinor));
}
