import type { StatementKind, StatementLine } from './statement-line.ts';

/** How many movements of a kind there were, and their sum in minor units. */
export interface MovementTotal {
  readonly kind: StatementKind;
  readonly count: number;
  /** Exact: a day's sum may be beyond what a number can hold. */
  readonly sumMinor: bigint;
}

/** Counts and sums of a statement, for each currency and kind. */
export class StatementTotals {
  #lines = 0;
  readonly #byCurrency = new Map<string, Map<StatementKind, { count: number; sumMinor: bigint }>>();

  add({ currency, kind, amountMinor, moved }: StatementLine): void {
    this.#lines += 1;
    if (!moved) return;
    const kinds =
      this.#byCurrency.get(currency) ?? new Map<StatementKind, { count: number; sumMinor: bigint }>();
    this.#byCurrency.set(currency, kinds);
    const total = kinds.get(kind) ?? { count: 0, sumMinor: 0n };
    kinds.set(kind, { count: total.count + 1, sumMinor: total.sumMinor + BigInt(amountMinor) });
  }

  /** Lines added, those that moved no money included. */
  get lines(): number {
    return this.#lines;
  }

  /** Totals by currency in alphabetical order. */
  byCurrency(): readonly (readonly [currency: string, totals: readonly MovementTotal[]])[] {
    return [...this.#byCurrency]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([currency, kinds]) => [currency, Array.from(kinds, ([kind, total]) => ({ kind, ...total }))]);
  }
}
