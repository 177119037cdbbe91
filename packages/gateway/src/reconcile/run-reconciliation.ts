import { LEDGER_BEGINNING, type LedgerPlace, type LedgerStore } from '../store/ledger-store.ts';
import type { BillDays } from './bill-days.ts';
import type { BillLine } from '../wallet/bill-line.ts';
import type { Difference } from './difference.ts';
import { type BillPlace, Reconciliation, type ReconciliationResult } from './reconciliation.ts';

/** Rows of the ledger read at a time: a few milliseconds, so that payments do not wait for a reconciliation. */
const ROWS_EACH_READ = 1_000;

/**
 * Opens a neighbouring bill when its turn has come, so that no two bills need be held at once; `undefined` when the wallet
 * has none.
 */
export type OpenBill = () => Promise<AsyncIterable<BillLine> | undefined>;

/** What is to be reconciled. */
export interface ReconciliationOrder {
  /** Connector whose payments the bills list. */
  readonly connector: string;
  readonly days: BillDays;
  /** The wallet's bills: that of the day, and those of its neighbours as far as they are at hand. Each is read once, in turn. */
  readonly bills: {
    readonly before?: OpenBill | undefined;
    readonly day: AsyncIterable<BillLine>;
    readonly after?: OpenBill | undefined;
  };
  /** Agreed fee of payments in hundredths of a percent, if it is to be checked. */
  readonly feeBasisPoints?: number | undefined;
  readonly onDifference: (difference: Difference) => void;
}

/**
 * Compares the books with the bills of a wallet. Reads only; the differences are proposals, nothing is repaired by itself.
 *
 * @throws BillUnreadable, or what opening a bill throws; then nothing was concluded.
 */
export async function runReconciliation(
  ledger: LedgerStore,
  order: ReconciliationOrder,
): Promise<ReconciliationResult> {
  const { connector, bills, days } = order;
  const differences: Difference[] = [];
  const given = { before: false, after: false };
  const reconciliation = new Reconciliation({
    dayMs: days.dayMs,
    dayEnd: days.end,
    neighbours: given,
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
  const read = async (bill: BillPlace, lines: AsyncIterable<BillLine>): Promise<void> => {
    for await (const line of lines) reconciliation.addBillLine(bill, line);
  };
  const readNeighbour = async (bill: 'before' | 'after'): Promise<void> => {
    const lines = await bills[bill]?.();
    if (lines === undefined) return;
    await read(bill, lines);
    given[bill] = true;
  };
  await readNeighbour('before');
  await read('day', bills.day);
  await readNeighbour('after');
  const result = await reconciliation.finish();
  // Only now: a bill that breaks off in the middle proves nothing.
  for (const difference of differences) order.onDifference(difference);
  return result;
}
