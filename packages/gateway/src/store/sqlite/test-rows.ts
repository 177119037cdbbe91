import type { DatabaseSync } from 'node:sqlite';
import { HistoryRows } from './history-rows.ts';
import { LateChargeRows } from './late-charge-rows.ts';
import { NotificationRows } from './notification-rows.ts';
import { PaymentRows } from './payment-rows.ts';
import { ReversalRows } from './reversal-rows.ts';

/** The payments of a database with all rows that are written beside them. */
export function paymentRowsOf(database: DatabaseSync): PaymentRows {
  return new PaymentRows(database, {
    history: new HistoryRows(database),
    notifications: new NotificationRows(database),
    reversals: new ReversalRows(database),
    lateCharges: new LateChargeRows(database),
  });
}
