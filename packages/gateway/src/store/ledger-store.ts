import type { LedgerLine } from '../payment/ledger-line.ts';

/** Which movements a reconciliation asks for. */
export interface LedgerRequest {
  /** Connector that charged. */
  readonly connector: string;
  /** Both ends belong to it. Milliseconds since 1970-01-01 UTC. */
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * A place in the ledger, behind which the next page begins: the movements begun in the window, merchant by merchant;
 * then refunds begun earlier and returned in it; then late charges and their returns.
 */
export type LedgerPlace =
  | {
      readonly part: 'begun';
      readonly merchantNumber: number;
      readonly createdAtMs: number;
      readonly id: number;
    }
  | { readonly part: 'returned'; readonly returnedAtMs: number; readonly id: number }
  | { readonly part: 'late'; readonly paymentId: number };

/** A page. It may be empty although more pages follow, and a movement may come twice. */
export interface LedgerPage {
  readonly lines: readonly LedgerLine[];
  /** `undefined` at the end. */
  readonly next: LedgerPlace | undefined;
}

/** Where every reading of the ledger begins. */
export const LEDGER_BEGINNING: LedgerPlace = { part: 'begun', merchantNumber: 0, createdAtMs: 0, id: 0 };

/** Storage as a reconciliation reads it: in short reads, beside a running gateway. */
export interface LedgerStore {
  /** @param limit of rows looked at, about. */
  ledgerPage(request: LedgerRequest, after: LedgerPlace, limit: number): Promise<LedgerPage>;
  /** The movement with a number the wallet got from us, whenever it was. `refund` finds returns as well. */
  findLedgerLine(
    connector: string,
    side: 'payment' | 'refund',
    requestNumber: string,
  ): Promise<LedgerLine | undefined>;
}
