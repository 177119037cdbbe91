import type { BillLineKind } from '../wallet/bill-line.ts';

/** How many movements of a kind there are, and how much money they moved, in minor units. */
interface Sum {
  readonly kind: BillLineKind;
  readonly currency: string;
  readonly count: number;
  readonly amountMinor: number;
}

/** Sums of a day, by currency and kind. */
export type DayTotals = readonly Sum[];

/** Adds movements up. */
export class Totals {
  readonly #sums = new Map<
    string,
    { kind: BillLineKind; currency: string; count: number; amountMinor: number }
  >();

  add(kind: BillLineKind, currency: string, amountMinor: number): void {
    const name = `${currency} ${kind}`;
    const sum = this.#sums.get(name);
    if (sum === undefined) this.#sums.set(name, { kind, currency, count: 1, amountMinor });
    else {
      sum.count += 1;
      sum.amountMinor += amountMinor;
    }
  }

  sums(): DayTotals {
    return [...this.#sums].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, sum]) => ({ ...sum }));
  }
}
