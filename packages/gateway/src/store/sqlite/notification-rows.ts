import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { NewNotification } from '../../notify/notification.ts';

/** The outbox in SQLite. Writing runs inside a transaction that the caller opened. */
export class NotificationRows {
  readonly #insert: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      `INSERT INTO notifications (notify_id, transaction_id, merchant_number, url, body, state, attempts,
         created_at_ms, due_at_ms, last_attempt_at_ms, last_result)
       VALUES (?, ?, ?, ?, ?, 'waiting', 0, ?, ?, NULL, '') ON CONFLICT (transaction_id) DO NOTHING`,
    );
  }

  /** @returns `false` when the transaction has been announced before. */
  insert(
    notification: NewNotification,
    transactionId: number,
    merchantNumber: number,
    createdAtMs: number,
  ): boolean {
    const { notifyId, url, body, dueAtMs } = notification;
    const { changes } = this.#insert.run(
      notifyId,
      transactionId,
      merchantNumber,
      url,
      body,
      createdAtMs,
      dueAtMs,
    );
    return changes === 1;
  }
}
