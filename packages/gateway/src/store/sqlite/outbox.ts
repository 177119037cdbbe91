import type { DatabaseSync } from 'node:sqlite';
import type { Notification, NotificationFilter, NotificationProgress } from '../../notify/notification.ts';
import type { NewHistoryEntry } from '../../payment/history-entry.ts';
import type { HistoryRows } from './history-rows.ts';
import { NotificationList } from './notification-list.ts';
import type { NotificationRows } from './notification-rows.ts';

/** What happens to stored notifications, in SQLite, each change with its entry in the history. */
export class Outbox {
  readonly #rows: NotificationRows;
  readonly #history: HistoryRows;
  readonly #list: NotificationList;
  #onWaiting: () => void = () => undefined;

  constructor(database: DatabaseSync, rows: NotificationRows, history: HistoryRows) {
    this.#rows = rows;
    this.#history = history;
    this.#list = new NotificationList(database);
  }

  /** Inside a transaction that the caller opened. */
  change(
    seen: Notification,
    progress: NotificationProgress,
    entry: NewHistoryEntry,
    atMs: number,
  ): Notification | undefined {
    const changed = this.#rows.update(seen, progress);
    if (changed !== undefined) this.#history.append(atMs, seen.transactionId, entry);
    return changed;
  }

  /** Inside a transaction that the caller opened. */
  replay(key: string, dueAtMs: number, atMs: number): Notification | undefined {
    const found = this.#rows.find(key);
    if (found === undefined) return undefined;
    const { notifyId, state, attempts } = found;
    const entry = { event: 'notification_replayed', facts: { notifyId, state, attempts } } as const;
    this.#history.append(atMs, found.transactionId, entry);
    return this.#rows.replay(found, dueAtMs);
  }

  list(filter: NotificationFilter): readonly Notification[] {
    return this.#list.read(filter);
  }

  set onWaiting(listener: () => void) {
    this.#onWaiting = listener;
  }

  /** Tells the listener when a change that makes a notification wait has become durable. */
  async thenTell<T>(notification: unknown, change: Promise<T | undefined>): Promise<T | undefined> {
    const changed = await change;
    if (notification !== undefined && changed !== undefined) this.#onWaiting();
    return changed;
  }
}
