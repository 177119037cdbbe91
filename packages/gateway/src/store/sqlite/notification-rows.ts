import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  endpointOf,
  type NewNotification,
  type Notification,
  type NotificationProgress,
  type NotificationQueue,
} from '../../notify/notification.ts';
import { integer, optionalInteger, type Row, text } from './column-values.ts';

/** Columns of a notification, of a statement that names the tables `n` and `t`. */
export const NOTIFICATION_COLUMNS = `n.id, n.notify_id, n.transaction_id, t.syssn, n.merchant_number, n.url, n.endpoint,
  n.body, n.state, n.attempts, n.schedule_tries, n.created_at_ms, n.due_at_ms, n.last_attempt_at_ms, n.last_result`;

/** The tables of {@link NOTIFICATION_COLUMNS}. */
export const NOTIFICATION_TABLES = 'notifications AS n JOIN transactions AS t ON t.id = n.transaction_id';

/** The outbox in SQLite. Writing runs inside a transaction that the caller opened. */
export class NotificationRows {
  readonly #insert: StatementSync;
  readonly #queues: StatementSync;
  readonly #due: StatementSync;
  readonly #lease: StatementSync;
  readonly #update: StatementSync;
  readonly #replay: StatementSync;
  readonly #resume: StatementSync;
  readonly #byKey: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      `INSERT INTO notifications (notify_id, transaction_id, merchant_number, url, endpoint, body, state, attempts,
         schedule_tries, created_at_ms, due_at_ms, last_attempt_at_ms, last_result)
       VALUES (?, ?, ?, ?, ?, ?, 'waiting', 0, 0, ?, ?, NULL, '') ON CONFLICT (transaction_id) DO NOTHING`,
    );
    // Jumps along the index from queue to queue: however much one of them holds, it costs one look.
    this.#queues = database.prepare(
      `WITH RECURSIVE queues (id, merchant_number, endpoint, due_at_ms) AS (
         SELECT * FROM (SELECT id, merchant_number, endpoint, due_at_ms FROM notifications
           WHERE due_at_ms IS NOT NULL ORDER BY merchant_number, endpoint, due_at_ms, id LIMIT 1)
         UNION ALL
         SELECT n.id, n.merchant_number, n.endpoint, n.due_at_ms FROM queues AS q JOIN notifications AS n ON n.id =
           coalesce((
             SELECT id FROM notifications INDEXED BY notifications_due
             WHERE due_at_ms IS NOT NULL AND merchant_number = q.merchant_number AND endpoint > q.endpoint
             ORDER BY endpoint, due_at_ms, id LIMIT 1
           ), (
             SELECT id FROM notifications INDEXED BY notifications_due
             WHERE due_at_ms IS NOT NULL AND merchant_number > q.merchant_number
             ORDER BY merchant_number, endpoint, due_at_ms, id LIMIT 1
           )))
       SELECT merchant_number, endpoint, due_at_ms FROM queues ORDER BY due_at_ms, id`,
    );
    this.#due = database.prepare(
      `SELECT ${NOTIFICATION_COLUMNS} FROM ${NOTIFICATION_TABLES}
       WHERE n.merchant_number = ? AND n.endpoint = ? AND n.due_at_ms <= ?
       ORDER BY n.due_at_ms, n.id LIMIT CAST(? AS INTEGER)`,
    );
    this.#lease = database.prepare('UPDATE notifications SET due_at_ms = ? WHERE id = ?');
    this.#update = database.prepare(
      `UPDATE notifications SET state = ?, attempts = ?, schedule_tries = ?, due_at_ms = ?, last_attempt_at_ms = ?,
         last_result = ? WHERE id = ? AND attempts = ? AND due_at_ms = ?`,
    );
    this.#replay = database.prepare(
      `UPDATE notifications SET state = 'waiting', schedule_tries = 0, due_at_ms = ? WHERE id = ?`,
    );
    this.#resume = database.prepare(
      `UPDATE notifications SET due_at_ms = ?1 + max(0, due_at_ms - coalesce(last_attempt_at_ms, due_at_ms))
       WHERE due_at_ms > ?1 + max(0, due_at_ms - coalesce(last_attempt_at_ms, due_at_ms))`,
    );
    this.#byKey = database.prepare(
      `SELECT ${NOTIFICATION_COLUMNS} FROM ${NOTIFICATION_TABLES} WHERE n.notify_id = ?1
       UNION ALL SELECT ${NOTIFICATION_COLUMNS} FROM ${NOTIFICATION_TABLES}
         WHERE n.transaction_id = CAST(substr(?1, -10) AS INTEGER) AND t.syssn = ?1
       LIMIT 1`,
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
      endpointOf(url),
      body,
      createdAtMs,
      dueAtMs,
    );
    return changes === 1;
  }

  queues(): readonly NotificationQueue[] {
    return this.#queues.all().map((row) => ({
      merchantNumber: integer(row['merchant_number']),
      endpoint: text(row['endpoint']),
      dueAtMs: integer(row['due_at_ms']),
    }));
  }

  /** The earliest due first. */
  lease(
    queue: Pick<NotificationQueue, 'merchantNumber' | 'endpoint'>,
    nowMs: number,
    leaseEndMs: number,
    limit: number,
  ): readonly Notification[] {
    const due = this.#due.all(queue.merchantNumber, queue.endpoint, nowMs, limit).map(notificationOf);
    for (const { id } of due) this.#lease.run(leaseEndMs, id);
    return due.map((notification) => ({ ...notification, dueAtMs: leaseEndMs }));
  }

  update(seen: Notification, progress: NotificationProgress): Notification | undefined {
    const { changes } = this.#update.run(
      progress.state,
      progress.attempts,
      progress.scheduleTries,
      progress.dueAtMs ?? null,
      progress.lastAttemptAtMs ?? null,
      progress.lastResult,
      seen.id,
      seen.attempts,
      seen.dueAtMs ?? null,
    );
    return changes === 0 ? undefined : { ...seen, ...progress };
  }

  /** Begins the schedule anew, whatever the state. */
  replay(seen: Notification, dueAtMs: number): Notification {
    this.#replay.run(dueAtMs, seen.id);
    return { ...seen, state: 'waiting', scheduleTries: 0, dueAtMs };
  }

  /** No notification waits longer from now on than it was meant to wait after its latest try. */
  resume(nowMs: number): void {
    this.#resume.run(nowMs);
  }

  /** @param key the notification's own id, or the number of the payment or refund. */
  find(key: string): Notification | undefined {
    const row = this.#byKey.get(key);
    return row === undefined ? undefined : notificationOf(row);
  }
}

/** A row of {@link NOTIFICATION_COLUMNS}. */
export function notificationOf(row: Row): Notification {
  return {
    id: integer(row['id']),
    notifyId: text(row['notify_id']),
    transactionId: integer(row['transaction_id']),
    syssn: text(row['syssn']),
    merchantNumber: integer(row['merchant_number']),
    url: text(row['url']),
    endpoint: text(row['endpoint']),
    body: text(row['body']),
    state: text(row['state']) as Notification['state'],
    attempts: integer(row['attempts']),
    scheduleTries: integer(row['schedule_tries']),
    createdAtMs: integer(row['created_at_ms']),
    dueAtMs: optionalInteger(row['due_at_ms']),
    lastAttemptAtMs: optionalInteger(row['last_attempt_at_ms']),
    lastResult: text(row['last_result']),
  };
}
