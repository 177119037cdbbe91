import type { NewHistoryEntry } from '../payment/history-entry.ts';
import type { Notification, NotificationProgress } from './notification.ts';
import { retryWaitMs } from './retry-schedule.ts';

/** What a try brought. */
interface TryResult {
  readonly acknowledged: boolean;
  /** In words, without anything the endpoint wrote. */
  readonly result: string;
  /** In words, with the beginning of what it wrote. */
  readonly quoted: string;
  /** On the steady clock. */
  readonly nowMs: number;
  readonly tail: boolean;
  readonly randomBytes: (length: number) => Uint8Array;
}

/** What a try changes, and what the history says about it. */
export function outcomeOfTry(
  seen: Notification,
  { acknowledged, result, quoted, nowMs, tail, randomBytes }: TryResult,
): { readonly progress: NotificationProgress; readonly entry: NewHistoryEntry } {
  const scheduleTries = seen.scheduleTries + 1;
  const waitMs = acknowledged ? undefined : retryWaitMs(scheduleTries, tail, chanceOf(randomBytes(4)));
  const state = acknowledged ? 'acknowledged' : waitMs === undefined ? 'given_up' : 'waiting';
  const attempts = seen.attempts + 1;
  return {
    progress: {
      state,
      attempts,
      scheduleTries,
      dueAtMs: waitMs === undefined ? undefined : nowMs + waitMs,
      lastAttemptAtMs: nowMs,
      lastResult: quoted,
    },
    entry: { event: EVENTS[state], facts: { notifyId: seen.notifyId, attempts, result, waitMs } },
  };
}

const EVENTS = {
  acknowledged: 'notification_acknowledged',
  given_up: 'notification_given_up',
  waiting: 'notification_tried',
} as const;

/** A number from 0 up to 1. */
function chanceOf(bytes: Uint8Array): number {
  return bytes.reduce((number, byte) => (number + byte) / 256, 0);
}
