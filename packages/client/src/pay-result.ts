import type { Attempt, Verdict } from './attempt.ts';

/**
 * What `pay` ends with. Four outcomes and no others; write a `switch` over `outcome`, or use {@link matchOutcome},
 * which does not compile while one is forgotten. An attempt with a `release` is of a basket that may have been sold again.
 */
export type PayResult =
  /** Hand over the goods. */
  | {
      readonly outcome: 'paid';
      readonly attempt: Attempt;
      readonly verdict: Extract<Verdict, { kind: 'paid' }>;
    }
  /** Nothing was charged. A new try takes a freshly scanned code and makes a new order number. */
  | {
      readonly outcome: 'declined';
      readonly attempt: Attempt;
      readonly verdict: Extract<Verdict, { kind: 'declined' | 'not_begun' }>;
    }
  /** Undone: nothing was charged, or all of it went back. */
  | {
      readonly outcome: 'reversed';
      readonly attempt: Attempt;
      readonly verdict: Extract<Verdict, { kind: 'reversed' }>;
    }
  /** Nobody knows yet. Do not charge this basket again; {@link Attempt.orderNumber} is what to ask with. */
  | { readonly outcome: 'unresolved'; readonly attempt: Attempt; readonly reason: string };

/** One answer for each outcome. */
export type OutcomeCases<T> = {
  readonly [Outcome in PayResult['outcome']]: (result: Extract<PayResult, { outcome: Outcome }>) => T;
};

/** Calls the case of the outcome. A forgotten case does not compile. */
export function matchOutcome<T>(result: PayResult, cases: OutcomeCases<T>): T {
  switch (result.outcome) {
    case 'paid':
      return cases.paid(result);
    case 'declined':
      return cases.declined(result);
    case 'reversed':
      return cases.reversed(result);
    case 'unresolved':
      return cases.unresolved(result);
  }
}

/**
 * The result an ended attempt stands for.
 *
 * @internal
 */
export function resultOf(attempt: Attempt, verdict: Verdict): PayResult {
  switch (verdict.kind) {
    case 'paid':
      return { outcome: 'paid', attempt, verdict };
    case 'declined':
    case 'not_begun':
      return { outcome: 'declined', attempt, verdict };
    case 'reversed':
      return { outcome: 'reversed', attempt, verdict };
  }
}
