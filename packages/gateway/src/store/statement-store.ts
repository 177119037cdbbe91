import type { PayType } from '@opencpm/protocol';
import type { LateCharge } from '../payment/reversal.ts';
import type { Transaction } from '../payment/transaction.ts';

/** Which movements a statement asks for. */
export interface StatementRequest {
  readonly merchantNumber: number;
  readonly payType: PayType;
  /** Both ends belong to it. Milliseconds since 1970-01-01 UTC. */
  readonly window: { readonly fromMs: number; readonly toMs: number };
}

/** A place in a statement, behind which the next page begins. */
export interface StatementPlace {
  readonly createdAtMs: number;
  readonly id: number;
}

/** A page: transactions by time, then number. It may be empty although more pages follow. */
export interface StatementPage {
  readonly transactions: readonly Transaction[];
  /** `undefined` at the end. */
  readonly next: StatementPlace | undefined;
}

/** One movement of a late charge: the money that was taken, or its return. */
export interface LateMovement {
  readonly kind: 'late_charge' | 'late_charge_return';
  readonly charge: LateCharge;
  /** When the gateway learnt of it, which decides the day. */
  readonly recordedAtMs: number;
  /** Number, order number, store and so on come from the payment. */
  readonly payment: Transaction;
}

/**
 * The charge and, once it was learnt of, the return, each at the time the gateway learnt of it: a day that is over gets no
 * further line, whatever day a wallet names. Returns recorded before that time was kept stay on the wallet's day.
 */
export function lateMovementsOf(charge: LateCharge, payment: Transaction): readonly LateMovement[] {
  const found: LateMovement = { kind: 'late_charge', charge, payment, recordedAtMs: charge.foundAtMs };
  const recordedAtMs = charge.returnLearntAtMs ?? charge.returnedAtMs;
  if (recordedAtMs === undefined) return [found];
  return [found, { kind: 'late_charge_return', charge, payment, recordedAtMs }];
}

/** Storage as a statement reads it: page by page, each read short. */
export interface StatementStore {
  /**
   * Remembers that the statement of a day is given out, so that no instant up to its end comes again, also when the clock is
   * set back over a restart (`Store.latestInstantMs`). Rejects with `StorageUnavailable` when that cannot be written.
   *
   * @param lastMs the last millisecond of the day, which is over.
   */
  closeDay(lastMs: number): Promise<void>;
  statementPage(request: StatementRequest, after: StatementPlace | undefined): Promise<StatementPage>;
  /** Charges found, and returns learnt of, within the window; by that time. */
  lateMovements(request: StatementRequest): Promise<readonly LateMovement[]>;
}
