import type { SaleSummary, Wallet } from './sale.ts';

/** Totals of one wallet and currency in a shift. */
export interface WalletTotal {
  readonly wallet: Wallet;
  readonly currency: string;
  readonly paidCount: number;
  readonly paidMinor: number;
  readonly refundCount: number;
  readonly refundedMinor: number;
  /** Paid less refunded; below zero when more went back. */
  readonly netMinor: number;
}

/** Totals of one cashier in a shift: payments by who scanned, refunds by who approved them. */
export interface CashierTotal extends WalletTotal {
  readonly cashier: string;
}

/** One line of the count when a shift is closed. `float` is the cash that was in the drawer at the start. */
export interface CountLine {
  readonly what: Wallet | 'float';
  readonly currency: string;
  readonly expectedMinor: number;
  readonly countedMinor: number;
  /** Counted less expected. */
  readonly differenceMinor: number;
}

/** A shift of one register. A payment belongs to the shift in which its verdict came. */
export interface ShiftFacts {
  readonly id: string;
  /** Counts the shifts of this till from 1. */
  readonly number: number;
  readonly register: string;
  readonly openedBy: string;
  readonly openedAtMs: number;
  readonly float: { readonly currency: string; readonly amountMinor: number } | undefined;
  /** By wallet and currency. Fixed once the shift is closed. */
  readonly totals: readonly WalletTotal[];
  readonly cashiers: readonly CashierTotal[];
  /** Expected lines for the count, before the shift is closed: the float, and one for each of `totals`. */
  readonly expected: readonly Pick<CountLine, 'what' | 'currency' | 'expectedMinor'>[];
  /** Payments of the register that have no verdict now, or had none when the shift was closed. */
  readonly open: readonly SaleSummary[];
  readonly closed:
    | {
        readonly by: string;
        readonly atMs: number;
        readonly lines: readonly CountLine[];
        readonly note: string;
      }
    | undefined;
}

/** `POST /shift/open`. The first sale opens a shift by itself, without a float. */
export interface OpenShiftRequest {
  readonly float?: { readonly currency: string; readonly amountMinor: number } | undefined;
}

/** `POST /shift/close`. Refused with `conflict` while the register waits for a payment. */
export interface CloseShiftRequest {
  /** The shift the cashier has counted; another one is refused with `conflict`. */
  readonly shiftId: string;
  /** What was counted. A line that is left out counts as expected. */
  readonly counted: readonly {
    readonly what: Wallet | 'float';
    readonly currency: string;
    readonly countedMinor: number;
  }[];
  /** At most 500 characters. */
  readonly note?: string | undefined;
}

/** A page of shifts, the newest first. */
export interface ShiftList {
  readonly shifts: readonly ShiftFacts[];
  readonly next: string | undefined;
}
