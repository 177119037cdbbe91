import type { LedgerLine, LedgerStanding } from '../payment/ledger-line.ts';
import type { BillLine } from '../wallet/bill-line.ts';
import { NumberColumn } from './number-column.ts';
import { TextIndex } from './text-index.ts';
import { TextPool } from './text-pool.ts';

/** What the bills say of one line of the ledger. */
export interface Sighting {
  /** The wallet's number in the first payment or refund line; `undefined` while no bill has one. */
  readonly channelNumber: string | undefined;
  /** Whether a bill says that the payment was undone. */
  readonly undone: boolean;
  /** Line in the bill of the day itself, 0 when only a neighbouring bill has it, or none. */
  readonly line: number;
}

/** The numbers of a ledger line. */
export type LedgerNumbers = Pick<LedgerLine, 'syssn' | 'requestNumber' | 'channelNumber'>;

/** A ledger line without its numbers, which are taken out of the pool only where they are needed. */
export type Movement = Omit<LedgerLine, keyof LedgerNumbers | 'paymentRequestNumber'>;

/** On which side of the books something stands: money taken, or money given back of its own. */
export type LedgerSide = 'payment' | 'refund';

/** Reversals stand with the payment they undo, and returns with the refunds. */
export function sideOf(kind: LedgerLine['kind'] | BillLine['kind']): LedgerSide {
  return kind === 'refund' || kind === 'return' ? 'refund' : 'payment';
}

const KINDS: readonly LedgerLine['kind'][] = ['payment', 'refund', 'return'];
const STANDINGS: readonly LedgerStanding[] = ['settled', 'open', 'void', 'late'];

/**
 * The movements of a few days, found by the number the wallet got, each with what the bills say of it. Built for
 * millions in little memory: columns of numbers, and texts in a pool. A place is the index of a line.
 */
export class LedgerBook {
  readonly #pool = new TextPool();
  readonly #payments = new TextIndex(this.#pool);
  readonly #refunds = new TextIndex(this.#pool);
  /** Kind and standing, as places in their lists: kind times ten and standing. */
  readonly #words = new NumberColumn();
  readonly #syssns = new NumberColumn();
  readonly #requestNumbers = new NumberColumn();
  readonly #channelNumbers = new NumberColumn();
  readonly #amounts = new NumberColumn();
  readonly #currencies = new NumberColumn();
  readonly #instants = new NumberColumn();
  readonly #currencyNames: string[] = [];
  /** Line in the bill of the day, and a half once any bill has the payment or refund. */
  readonly #seenAt = new NumberColumn();
  /** The wallet's number in the bill, where it is not the one in the ledger. */
  readonly #seenAs = new Map<number, string>();
  readonly #undone = new Set<number>();
  /** Of returns, which are few: the number of the payment. */
  readonly #paymentNumbers = new Map<number, string>();

  get size(): number {
    return this.#words.length;
  }

  /** Adds a line, unless its number is known. @returns its place. */
  add(line: LedgerLine): number {
    const side = sideOf(line.kind) === 'payment' ? this.#payments : this.#refunds;
    const known = side.find(line.requestNumber);
    if (known !== undefined) return known;
    const place = this.size;
    const requestNumber = side.add(line.requestNumber, place);
    this.#requestNumbers.push(requestNumber);
    // Often the same text, which need not be kept twice.
    this.#syssns.push(line.syssn === line.requestNumber ? requestNumber : this.#pool.put(line.syssn));
    this.#channelNumbers.push(this.#pool.put(line.channelNumber));
    this.#words.push(KINDS.indexOf(line.kind) * 10 + STANDINGS.indexOf(line.standing));
    this.#amounts.push(line.amountMinor);
    this.#currencies.push(this.#currencyPlace(line.currency));
    this.#instants.push(line.atMs);
    this.#seenAt.push(0);
    const { paymentRequestNumber } = line;
    if (paymentRequestNumber !== undefined) this.#paymentNumbers.set(place, paymentRequestNumber);
    return place;
  }

  /** Whether a bill says that the payment was undone whose money the return at a place gives back. */
  isPaymentUndone(place: number): boolean {
    const number = this.#paymentNumbers.get(place);
    const payment = number === undefined ? undefined : this.#payments.find(number);
    return payment !== undefined && this.#undone.has(payment);
  }

  /** Place of the line a bill line is about, by the number the wallet got from us. */
  placeOf(line: Pick<BillLine, 'kind' | 'requestNumber'>): number | undefined {
    return (sideOf(line.kind) === 'refund' ? this.#refunds : this.#payments).find(line.requestNumber);
  }

  /** What is compared of the line at a place: everything but its numbers. */
  movementAt(place: number): Movement {
    const words = this.#words.at(place);
    return {
      kind: this.#kindAt(place),
      standing: STANDINGS[words % 10] ?? 'open',
      amountMinor: this.#amounts.at(place),
      currency: this.#currencyNames[this.#currencies.at(place)] ?? '',
      atMs: this.#instants.at(place),
    };
  }

  /** The numbers of the line at a place. */
  numbersAt(place: number): LedgerNumbers {
    return {
      syssn: this.#pool.textAt(this.#syssns.at(place)),
      requestNumber: this.#pool.textAt(this.#requestNumbers.at(place)),
      channelNumber: this.#channelNumberAt(place),
    };
  }

  /** What the bills have said so far of the line at a place. */
  sighting(place: number): Sighting {
    const seenAt = this.#seenAt.at(place);
    const line = Math.floor(seenAt);
    const taken = seenAt !== line;
    return {
      channelNumber: taken ? (this.#seenAs.get(place) ?? this.#channelNumberAt(place)) : undefined,
      undone: this.#undone.has(place),
      line,
    };
  }

  /**
   * Notes a bill line; the first payment or refund line of a place stays. `ofTheDay`: not of a neighbouring bill.
   *
   * @returns what the bills had said before.
   */
  see(place: number, line: BillLine, ofTheDay: boolean): Sighting {
    const before = this.sighting(place);
    const first = line.kind !== 'reversal' && before.channelNumber === undefined;
    if (line.kind === 'reversal') this.#undone.add(place);
    if (first && line.channelNumber !== this.#channelNumberAt(place)) {
      this.#seenAs.set(place, line.channelNumber);
    }
    const taken = first || before.channelNumber !== undefined;
    const at = before.line === 0 && ofTheDay ? line.line : before.line;
    this.#seenAt.set(place, at + (taken ? 0.5 : 0));
    return before;
  }

  /**
   * Places of the lines of one side with these numbers of the wallet, as far as there are any; one walk over the whole book.
   * Some wallets give a refund the number of its payment, so that a number alone names no movement.
   */
  placesByChannelNumber(side: LedgerSide, wanted: ReadonlySet<string>): ReadonlyMap<string, number> {
    const places = new Map<string, number>();
    if (wanted.size === 0) return places;
    for (let place = 0; place < this.size; place += 1) {
      if (sideOf(this.#kindAt(place)) !== side) continue;
      const number = this.#channelNumberAt(place);
      if (number !== '' && wanted.has(number)) places.set(number, place);
    }
    return places;
  }

  #kindAt(place: number): LedgerLine['kind'] {
    return KINDS[Math.floor(this.#words.at(place) / 10)] ?? 'payment';
  }

  #channelNumberAt(place: number): string {
    return this.#pool.textAt(this.#channelNumbers.at(place));
  }

  #currencyPlace(currency: string): number {
    const known = this.#currencyNames.indexOf(currency);
    return known === -1 ? this.#currencyNames.push(currency) - 1 : known;
  }
}
