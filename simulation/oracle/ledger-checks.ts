import type { Transaction } from '../../packages/gateway/src/payment/transaction.ts';
import { billDaysAround, billDayOf } from '../../packages/gateway/src/reconcile/bill-days.ts';
import type { Difference } from '../../packages/gateway/src/reconcile/difference.ts';
import { type OpenBill, runReconciliation } from '../../packages/gateway/src/reconcile/run-reconciliation.ts';
import type { LedgerStore } from '../../packages/gateway/src/store/ledger-store.ts';
import { lateMovementsOf } from '../../packages/gateway/src/store/statement-store.ts';
import { lateLine, transactionLine } from '../../packages/gateway/src/trade/statement-line.ts';
import { StatementTotals } from '../../packages/gateway/src/trade/statement-totals.ts';
import type { BillLine } from '../../packages/gateway/src/wallet/bill-line.ts';
import type { LateRow } from '../store/row-ledger.ts';
import { type DayBills, dayBillsOf } from '../wallet/day-bills.ts';
import type { WalletOrder } from '../wallet/wallet-order.ts';
import type { World } from '../world.ts';

/** I10: what statements say moved is what stands at the wallets, in every currency. */
export function checkSums(
  world: World,
  rows: readonly Transaction[],
  late: readonly LateRow[],
  orders: ReadonlyMap<string, WalletOrder>,
): void {
  const totals = new StatementTotals();
  for (const row of rows) totals.add(transactionLine(row));
  for (const { payment, charge } of late) {
    for (const movement of lateMovementsOf(charge, payment)) totals.add(lateLine(movement));
  }
  const standing = new Map<string, bigint>();
  const add = (currency: string, amount: bigint): void => {
    standing.set(currency, (standing.get(currency) ?? 0n) + amount);
  };
  for (const [currency, kinds] of totals.byCurrency()) {
    for (const { kind, sumMinor } of kinds) {
      add(currency, kind === 'payment' || kind === 'late_charge' ? sumMinor : -sumMinor);
    }
  }
  for (const { charges, amountMinor, returnedMinor, currency } of orders.values()) {
    add(currency, BigInt(returnedMinor - charges * amountMinor));
  }
  for (const [currency, difference] of standing) {
    if (difference !== 0n) {
      world.violate('I10', `statements and wallets are ${currency} ${difference} (minor units) apart`);
    }
  }
}

/** I10: the reconciliation of production finds every day's bill and the books alike, but for what the wallet did wrong. */
export async function checkBills(
  world: World,
  ledger: LedgerStore,
  rows: readonly Transaction[],
  orders: ReadonlyMap<string, WalletOrder>,
): Promise<void> {
  for (const connector of new Set(rows.map((row) => row.connector))) {
    const own = rows.filter((row) => row.connector === connector);
    const bills = dayBillsOf(
      own.flatMap((row) => {
        const order = row.kind === 'payment' ? orders.get(row.channelOrderId) : undefined;
        return order === undefined ? [] : [order];
      }),
    );
    for (const day of daysOf(own, bills)) {
      for (const difference of await differencesOf(ledger, connector, bills, day)) {
        if (isWalletsFault(difference, orders)) continue;
        const { kind, requestNumber, here = '', there = '' } = difference;
        world.violate('I10', `bill of ${day}, ${connector}: ${kind} ${requestNumber} ${here} ${there}`);
      }
    }
  }
}

function daysOf(rows: readonly Transaction[], bills: DayBills): ReadonlySet<string> {
  const moved = rows.map((row) => (row.kind === 'payment' ? row.paidAtMs : row.returnedAtMs));
  return new Set([
    ...bills.keys(),
    ...moved.flatMap((atMs) => (atMs === undefined ? [] : [billDayOf(atMs)])),
  ]);
}

async function differencesOf(
  ledger: LedgerStore,
  connector: string,
  bills: DayBills,
  day: string,
): Promise<readonly Difference[]> {
  const days = billDaysAround(day);
  const bill = (of: string): AsyncIterable<BillLine> => linesOf(bills.get(of) ?? []);
  const open =
    (of: string): OpenBill =>
    async () =>
      bill(of);
  const differences: Difference[] = [];
  await runReconciliation(ledger, {
    connector,
    days,
    bills: { before: open(days.before), day: bill(day), after: open(days.after) },
    onDifference: (difference) => differences.push(difference),
  });
  return differences;
}

async function* linesOf(lines: readonly BillLine[]): AsyncGenerator<BillLine> {
  yield* lines;
}

/** Wallets that charge what was not asked for, or after they had said that they never would, are rightly told of. */
function isWalletsFault(
  { kind, requestNumber }: Difference,
  orders: ReadonlyMap<string, WalletOrder>,
): boolean {
  const order = orders.get(requestNumber);
  return kind === 'late_charge' ? order?.brokeItsWord === true : order?.isWrong === true;
}
