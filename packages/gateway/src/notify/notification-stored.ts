import type { NewHistoryEntry } from '../payment/history-entry.ts';
import type { NewNotification } from './notification.ts';

/** What the history says when a notification is stored: everything but its body, which holds the payer's account. */
export function notificationStored({ notifyId, url }: NewNotification): NewHistoryEntry {
  return { event: 'notification_stored', facts: { notifyId, url } };
}
