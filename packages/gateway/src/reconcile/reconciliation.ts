import { type BillDayEnd, leadOf } from '../wallet/bill-day-end.ts';
import type { BillLine } from '../wallet/bill-line.ts';
import { billDayOf, dayNumberOf, nearestDayEnd } from './bill-days.ts';
import type { Difference, DifferenceKind } from './difference.ts';
import type { LedgerLine } from '../payment/ledger-line.ts';
import { LedgerBook, type LedgerSide, type Movement, sideOf } from './ledger-book.ts';
import { Totals, type DayTotals } from './totals.ts';

/** Clocks of wallet and gateway, and the time a payment takes, may put a movement near the end of a day into the next. */
const NEAR_DAY_END_MS = 30 * 60_000;

/** Which bill a line is from: that of the reconciled day, or of a neighbour, which only helps to find things. */
export type BillPlace = 'before' | 'day' | 'after';

/** What a reconciliation works with. */
export interface ReconciliationPlan {
  /** Any instant of the reconciled day. */
  readonly dayMs: number;
  /** When the days of these bills end. */
  readonly dayEnd: BillDayEnd;
  /** Neighbouring bills that have been read, asked at the end; without one, nothing near that end of the day is called missing. */
  readonly neighbours: { readonly before: boolean; readonly after: boolean };
  /** Agreed fee of payments in hundredths of a percent; without it only impossible fees are differences. */
  readonly feeBasisPoints?: number | undefined;
  /** Looks for a movement outside of the loaded days, by the number the wallet got from us. */
  readonly findElsewhere: (side: LedgerSide, requestNumber: string) => Promise<LedgerLine | undefined>;
  /** Told of every difference, once. */
  readonly onDifference: (difference: Difference) => void;
}

/** What a reconciliation came to, beside its differences. */
export interface ReconciliationResult {
  /** Lines of the day's bill that belong to something of ours. */
  readonly matched: number;
  /** Of these, how many our books have in the day before or after. */
  readonly carriedOver: number;
  /** Settled here near the end of a day, with the neighbouring bill not at hand: to be expected there. */
  readonly awaited: number;
  readonly here: DayTotals;
  readonly there: DayTotals;
}

/**
 * Compares our books with the bill of a day (invariant I10). Movements are matched by their numbers, never by their day:
 * what happens where two days meet is in the bill of either. Use: every line of the ledger from the day before to the day after,
 * then the bills in the order before, day, after, then the end.
 */
export class Reconciliation {
  readonly #plan: ReconciliationPlan;
  readonly #day: number;
  readonly #leadMs: number;
  readonly #book = new LedgerBook();
  readonly #unknown: { readonly line: BillLine; readonly bill: BillPlace }[] = [];
  readonly #here = new Totals();
  readonly #there = new Totals();
  #matched = 0;
  #carriedOver = 0;
  #awaited = 0;

  constructor(plan: ReconciliationPlan) {
    this.#plan = plan;
    this.#leadMs = leadOf(plan.dayEnd);
    this.#day = dayNumberOf(plan.dayMs, this.#leadMs);
  }

  /** Takes a movement of our books. */
  addLedgerLine(line: LedgerLine): void {
    this.#book.add(line);
  }

  /** Takes a line of a bill. */
  addBillLine(bill: BillPlace, line: BillLine): void {
    if (bill === 'day') this.#there.add(line.kind, line.currency, line.amountMinor);
    const place = this.#book.placeOf(line);
    if (place === undefined) this.#unknown.push({ line, bill });
    else this.#match(place, bill, line);
  }

  /** Looks for what is left over on both sides. */
  async finish(): Promise<ReconciliationResult> {
    await this.#findUnknown();
    for (let place = 0; place < this.#book.size; place += 1) this.#closeLine(place);
    return {
      matched: this.#matched,
      carriedOver: this.#carriedOver,
      awaited: this.#awaited,
      here: this.#here.sums(),
      there: this.#there.sums(),
    };
  }

  async #findUnknown(): Promise<void> {
    const places = { payment: this.#placesOfUnknown('payment'), refund: this.#placesOfUnknown('refund') };
    for (const { line, bill } of this.#unknown) {
      const known = places[sideOf(line.kind)].get(line.channelNumber);
      const place = known ?? (await this.#placeElsewhere(line));
      if (place !== undefined) this.#match(place, bill, line);
      else if (bill === 'day') {
        this.#tell(line.kind === 'refund' ? 'refund_missing_here' : 'payment_missing_here', undefined, line);
      }
    }
  }

  #placesOfUnknown(side: LedgerSide): ReadonlyMap<string, number> {
    const lines = this.#unknown.filter(({ line }) => sideOf(line.kind) === side);
    return this.#book.placesByChannelNumber(side, new Set(lines.map(({ line }) => line.channelNumber)));
  }

  async #placeElsewhere(line: BillLine): Promise<number | undefined> {
    if (line.requestNumber === '') return undefined;
    const found = await this.#plan.findElsewhere(sideOf(line.kind), line.requestNumber);
    return found === undefined ? undefined : this.#book.add(found);
  }

  #match(place: number, bill: BillPlace, line: BillLine): void {
    const before = this.#book.see(place, line, bill === 'day');
    if (bill !== 'day') return;
    this.#matched += 1;
    if (line.kind === 'reversal') {
      if (before.undone) this.#tell('line_twice', place, line);
    } else if (before.channelNumber === undefined) {
      this.#compare(place, line);
    } else {
      const twice = before.channelNumber === line.channelNumber || line.kind === 'refund';
      const kind = twice ? 'line_twice' : 'charged_twice';
      this.#tell(kind, place, line, before.channelNumber, line.channelNumber);
    }
  }

  #compare(place: number, line: BillLine): void {
    const movement = this.#book.movementAt(place);
    this.#compareNumbers(place, line);
    if (line.currency !== movement.currency) {
      this.#tell('currency', place, line, movement.currency, line.currency);
    } else if (line.amountMinor !== movement.amountMinor) {
      const kind = movement.kind === 'payment' ? 'amount' : 'refund_amount';
      this.#tell(kind, place, line, String(movement.amountMinor), String(line.amountMinor));
    }
    this.#compareFee(place, line);
    if (movement.standing === 'settled') this.#compareDay(place, movement.atMs, line);
  }

  #compareNumbers(place: number, line: BillLine): void {
    const { requestNumber, channelNumber } = this.#book.numbersAt(place);
    if (line.requestNumber !== '' && line.requestNumber !== requestNumber) {
      this.#tell('number', place, line, requestNumber, line.requestNumber);
    } else if (line.channelNumber !== '' && channelNumber !== '' && line.channelNumber !== channelNumber) {
      this.#tell('number', place, line, channelNumber, line.channelNumber);
    }
  }

  #compareFee(place: number, line: BillLine): void {
    const { feeMinor, amountMinor } = line;
    if (feeMinor === undefined || line.kind !== 'payment') return;
    const { feeBasisPoints } = this.#plan;
    const agreed = feeBasisPoints === undefined ? undefined : (amountMinor * feeBasisPoints) / 10_000;
    // A whole minor unit either way: wallets round down, up and to the nearest.
    const wrong = agreed !== undefined && Math.abs(feeMinor - agreed) > 1;
    if (!wrong && feeMinor >= 0 && feeMinor <= amountMinor) return;
    const here = agreed === undefined ? `0 to ${amountMinor}` : String(Math.round(agreed));
    this.#tell('fee', place, line, here, String(feeMinor));
  }

  #compareDay(place: number, atMs: number, line: BillLine): void {
    const { dayMs, dayEnd } = this.#plan;
    const day = dayNumberOf(atMs, this.#leadMs);
    if (day === this.#day) return;
    const near =
      Math.abs(day - this.#day) === 1 && nearestDayEnd(atMs, this.#leadMs).awayMs <= NEAR_DAY_END_MS;
    if (near) this.#carriedOver += 1;
    else this.#tell('wrong_day', place, line, billDayOf(atMs, dayEnd), billDayOf(dayMs, dayEnd));
  }

  #closeLine(place: number): void {
    const movement = this.#book.movementAt(place);
    const { channelNumber, undone, line } = this.#book.sighting(place);
    const taken = channelNumber !== undefined;
    if (movement.standing === 'settled' && dayNumberOf(movement.atMs, this.#leadMs) === this.#day) {
      const kind = movement.kind === 'payment' ? 'payment' : 'refund';
      this.#here.add(kind, movement.currency, movement.amountMinor);
      if (!taken && !undone && !this.#book.isPaymentUndone(place)) this.#missThere(place, movement);
    }
    if (line === 0) return;
    const kind = contradiction(movement, taken, undone);
    if (kind !== undefined) this.#tell(kind, place, { line, channelNumber: channelNumber ?? '' });
  }

  #missThere(place: number, { kind, atMs }: Movement): void {
    const { side, awayMs } = nearestDayEnd(atMs, this.#leadMs);
    const neighbour = side === 'before' ? this.#plan.neighbours.after : this.#plan.neighbours.before;
    if (awayMs <= NEAR_DAY_END_MS && !neighbour) this.#awaited += 1;
    else this.#tell(kind === 'payment' ? 'payment_missing_there' : 'refund_missing_there', place);
  }

  #tell(
    kind: DifferenceKind,
    place: number | undefined,
    line?: Pick<BillLine, 'line' | 'channelNumber'> & Partial<BillLine>,
    here?: string,
    there?: string,
  ): void {
    const numbers = place === undefined ? undefined : this.#book.numbersAt(place);
    this.#plan.onDifference({
      kind,
      ...(numbers === undefined ? {} : { syssn: numbers.syssn }),
      channelNumber: line?.channelNumber || numbers?.channelNumber || '',
      requestNumber: numbers?.requestNumber ?? line?.requestNumber ?? '',
      ...(line === undefined ? {} : { line: line.line }),
      ...(here === undefined ? {} : { here }),
      ...(there === undefined ? {} : { there }),
    });
  }
}

/** What is wrong between a movement of ours and the bills, if anything. `taken`: a bill has it as payment or refund. */
function contradiction(
  { kind, standing }: Movement,
  taken: boolean,
  undone: boolean,
): DifferenceKind | undefined {
  if (kind !== 'payment') {
    if (standing === 'open') return 'refunded_there_open_here';
    return standing === 'void' ? 'refunded_there_refused_here' : undefined;
  }
  switch (standing) {
    case 'settled':
      return undone ? 'undone_there_paid_here' : undefined;
    case 'open':
      return undone ? 'undone_there_open_here' : 'paid_there_open_here';
    case 'void':
      return taken && !undone ? 'paid_there_not_paid_here' : undefined;
    case 'late':
      return taken && !undone ? 'late_charge' : undefined;
  }
}
