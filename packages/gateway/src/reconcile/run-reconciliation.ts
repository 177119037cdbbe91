import { LEDGER_BEGINNING, type LedgerPlace, type LedgerStore } from '../store/ledger-store.ts';
import { billDaysAround } from './bill-days.ts';
import type { BillLine } from '../wallet/bill-line.ts';
import type { Difference } from './difference.ts';
import { type BillPlace, Reconciliation, type ReconciliationResult } from './reconciliation.ts';

/** Rows of the ledger read at a time: a few milliseconds, so that payments do not wait for a reconciliation. */
const ROWS_EACH_READ = 1_000;

/** What is to be reconciled. */
export interface ReconciliationOrder {
  /** Connector whose payments the bills list. */
  readonly connector: string;
  /** `YYYY-MM-DD`, in UTC+8. */
  readonly day: string;
  /** The wallet's bills: that of the day, and those of its neighbours as far as they are at hand. */
  readonly bills: Readonly<Record<'day', AsyncIterable<BillLine>>> &
    Readonly<Partial<Record<'before' | 'after', AsyncIterable<BillLine>>>>;
  /** Agreed fee of payments in hundredths of a percent, if it is to be checked. */
  readonly feeBasisPoints?: number | undefined;
  readonly onDifference: (difference: Difference) => void;
}

/** A reconciliation of a day that does not exist. */
export class NoSuchDay extends RangeError {}

/**
 * Compares the books with the bills of a wallet. Reads only; the differences are proposals, nothing is repaired by itself.
 *
 * @throws NoSuchDay; BillUnreadable from a bill, and then nothing was concluded.
 */
export async function runReconciliation(
  ledger: LedgerStore,
  order: ReconciliationOrder,
): Promise<ReconciliationResult> {
  const days = billDaysAround(order.day);
  if (days === undefined) throw new NoSuchDay(`there is no day ${order.day}; write it like 2026-03-01`);
  const { connector, bills } = order;
  const differences: Difference[] = [];
  const reconciliation = new Reconciliation({
    dayMs: days.dayMs,
    neighbours: { before: bills.before !== undefined, after: bills.after !== undefined },
    feeBasisPoints: order.feeBasisPoints,
    findElsewhere: (side, requestNumber) => ledger.findLedgerLine(connector, side, requestNumber),
    onDifference: (difference) => differences.push(difference),
  });
  const request = { connector, fromMs: days.fromMs, toMs: days.toMs };
  let place: LedgerPlace | undefined = LEDGER_BEGINNING;
  while (place !== undefined) {
    const page = await ledger.ledgerPage(request, place, ROWS_EACH_READ);
    for (const line of page.lines) reconciliation.addLedgerLine(line);
    place = page.next;
  }
  for (const bill of ['before', 'day', 'after'] as const satisfies readonly BillPlace[]) {
    for await (const line of bills[bill] ?? []) reconciliation.addBillLine(bill, line);
  }
  const result = await reconciliation.finish();
  // Only now: a bill that breaks off in the middle proves nothing.
  for (const difference of differences) order.onDifference(difference);
  return result;
}
