import type { Transaction } from '../../packages/gateway/src/payment/transaction.ts';
import type { TransactionFilter } from '../../packages/gateway/src/store/store.ts';
import type { MemoryDatabase } from './memory-database.ts';

/** The transactions an enquiry asks for, the newest first. */
export function listTransactions(
  database: MemoryDatabase,
  filter: TransactionFilter,
): readonly Transaction[] {
  const found: Transaction[] = [];
  for (const row of database.transactions.values()) if (fits(row, filter)) found.push(row);
  if (found.length < 2) return filter.offset === 0 && filter.limit > 0 ? found : [];
  return found
    .sort((left, right) => right.createdAtMs - left.createdAtMs || right.id - left.id)
    .slice(filter.offset, filter.offset + filter.limit);
}

function fits(row: Transaction, filter: TransactionFilter): boolean {
  return (
    row.merchantNumber === filter.merchantNumber &&
    (filter.storeId === undefined || row.storeId === filter.storeId) &&
    (filter.syssns?.includes(row.syssn) ?? true) &&
    (filter.orderNumbers?.includes(row.orderNumber) ?? true) &&
    (filter.payTypes?.includes(row.payType) ?? true) &&
    (filter.respcd === undefined || row.respcd === filter.respcd) &&
    (filter.window === undefined ||
      (row.createdAtMs >= filter.window.fromMs && row.createdAtMs <= filter.window.toMs))
  );
}
