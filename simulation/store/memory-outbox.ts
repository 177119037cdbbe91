import type {
  Notification,
  NotificationFilter,
  NotificationProgress,
  NotificationQueue,
} from '../../packages/gateway/src/notify/notification.ts';
import type { NewHistoryEntry } from '../../packages/gateway/src/payment/history-entry.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { earliest } from './memory-due.ts';

/** Every queue with tries ahead, the one that is due first at the front. */
export function notificationQueues(database: MemoryDatabase): readonly NotificationQueue[] {
  const queues = new Map<string, NotificationQueue>();
  for (const [, { merchantNumber, endpoint, dueAtMs }] of earliest(
    database.notifications,
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  )) {
    const key = `${merchantNumber} ${endpoint}`;
    if (dueAtMs !== undefined && !queues.has(key)) queues.set(key, { merchantNumber, endpoint, dueAtMs });
  }
  return [...queues.values()];
}

/** Takes notifications of one queue whose time has come. */
export function leaseDueNotifications(
  database: MemoryDatabase,
  queue: Pick<NotificationQueue, 'merchantNumber' | 'endpoint'>,
  nowMs: number,
  leaseEndMs: number,
  limit: number,
): readonly Notification[] {
  const isOfQueue = ({ merchantNumber, endpoint }: Notification): boolean =>
    merchantNumber === queue.merchantNumber && endpoint === queue.endpoint;
  return earliest(database.notifications, nowMs, limit, isOfQueue).map(([id, news]) => {
    const leased = { ...news, dueAtMs: leaseEndMs };
    database.notifications.set(id, leased);
    return leased;
  });
}

/** Records a try by whoever holds the lease. */
export function changeNotification(
  database: MemoryDatabase,
  seen: Notification,
  progress: NotificationProgress,
  entry: NewHistoryEntry,
  atMs: number,
): Notification | undefined {
  const stored = database.notifications.get(seen.transactionId);
  if (stored === undefined || stored.dueAtMs === undefined) return undefined;
  if (stored.attempts !== seen.attempts || stored.dueAtMs !== seen.dueAtMs) return undefined;
  const changed = { ...stored, ...progress };
  database.notifications.set(seen.transactionId, changed);
  database.append(atMs, seen.transactionId, entry);
  return changed;
}

/** Begins the tries anew. */
export function replayNotification(
  database: MemoryDatabase,
  key: string,
  dueAtMs: number,
  atMs: number,
): Notification | undefined {
  const stored = findNotification(database, key);
  if (stored === undefined) return undefined;
  const replayed: Notification = { ...stored, state: 'waiting', scheduleTries: 0, dueAtMs };
  database.notifications.set(stored.transactionId, replayed);
  const facts = { notifyId: stored.notifyId };
  database.append(atMs, stored.transactionId, { event: 'notification_replayed', facts });
  return replayed;
}

/** By its own id, or by the number of the transaction. */
export function findNotification(database: MemoryDatabase, key: string): Notification | undefined {
  for (const news of database.notifications.values()) {
    if (news.notifyId === key || news.syssn === key) return news;
  }
  return undefined;
}

/** The newest first. */
export function listNotifications(
  database: MemoryDatabase,
  { state, merchantNumber, limit }: NotificationFilter,
): readonly Notification[] {
  return [...database.notifications.values()]
    .filter(
      (news) =>
        (state === undefined || news.state === state) &&
        (merchantNumber === undefined || news.merchantNumber === merchantNumber),
    )
    .sort((left, right) => right.id - left.id)
    .slice(0, limit);
}
