import { billDayOf } from '../../packages/gateway/src/reconcile/bill-days.ts';
import type { BillLine } from '../../packages/gateway/src/wallet/bill-line.ts';
import type { WalletOrder } from './wallet-order.ts';

/** What a wallet's own book says, day by day (UTC+8): its bills. */
export type DayBills = ReadonlyMap<string, readonly BillLine[]>;

/** The bills of a wallet, made of its own book alone. Wallets differ in which of their numbers a bill shows; these show none. */
export function dayBillsOf(orders: Iterable<WalletOrder>): DayBills {
  const bills = new Map<string, BillLine[]>();
  const add = (
    kind: BillLine['kind'],
    { currency }: WalletOrder,
    requestNumber: string,
    amountMinor: number,
    occurredAtMs: number,
  ): void => {
    const day = billDayOf(occurredAtMs);
    const lines = bills.get(day) ?? [];
    bills.set(day, lines);
    const line = lines.length + 1;
    lines.push({ kind, channelNumber: '', requestNumber, amountMinor, currency, occurredAtMs, line });
  };
  for (const order of orders) {
    const { channelOrderId, amountMinor, charges, paidAtMs, refunds, reversedAtMs } = order;
    for (let charge = 0; charge < charges; charge += 1) {
      add('payment', order, channelOrderId, amountMinor, paidAtMs);
    }
    for (const { channelRefundId, amountMinor: returnedMinor, state, returnedAtMs } of refunds.values()) {
      if (state === 'returned') add('refund', order, channelRefundId, returnedMinor, returnedAtMs);
    }
    if (charges > 0 && reversedAtMs !== undefined) {
      add('reversal', order, channelOrderId, amountMinor, reversedAtMs);
    }
  }
  return bills;
}
