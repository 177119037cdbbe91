import type { Notification, NotificationAdministration } from '@opencpm/gateway';
import { CommandFailure, wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { paint } from '../terminal/paint.ts';
import { printJson } from '../terminal/print.ts';
import { printable } from '../terminal/printable.ts';
import { formatFields, formatTable } from '../terminal/table.ts';
import { administer } from './administer.ts';

const STATE_WORDS: Readonly<Record<Notification['state'], string>> = {
  waiting: 'waiting',
  acknowledged: 'acknowledged',
  given_up: 'given up',
};

const TONES = { waiting: 'waiting', acknowledged: 'good', given_up: 'bad' } as const;

/**
 * Runs `use` on the notifications of an existing database.
 *
 * @param list command that shows what `use` may have missed.
 */
export async function administerNotifications<T>(
  context: CommandContext,
  use: (notifications: NotificationAdministration) => Promise<T>,
  list = 'opencpm notify list',
): Promise<T> {
  try {
    return await administer(context, (_administration, _history, notifications) => use(notifications));
  } catch (error) {
    if (!(error instanceof CommandFailure) || error.exitCode !== EXIT.refused) throw error;
    throw new CommandFailure(EXIT.refused, error.message, `List what there is: ${list}`);
  }
}

/** The notification a command is about: its id, or the number of its payment or refund. */
export function notificationKey(context: CommandContext): string {
  const [key] = context.positionals;
  if (key !== undefined && key !== '') return key;
  throw wrongUsage(
    'No notification is named.',
    'Give its id or the syssn of its payment or refund. List what there is: opencpm notify list',
  );
}

/** A notification as a JSON object of the command line. */
function notificationJson(notification: Notification): Readonly<Record<string, unknown>> {
  return {
    notify_id: notification.notifyId,
    syssn: notification.syssn,
    state: notification.state,
    url: notification.url,
    body: notification.body,
    attempts: notification.attempts,
    created_at: timeOf(notification.createdAtMs),
    next_attempt_at: timeOf(notification.dueAtMs),
    last_attempt_at: timeOf(notification.lastAttemptAtMs),
    last_result: notification.lastResult,
  };
}

/** Prints everything about a notification. */
export function reportNotification(context: CommandContext, notification: Notification): void {
  if (context.json) {
    printJson(context.stdout, notificationJson(notification));
    return;
  }
  const { state, notifyId, syssn, url, attempts, createdAtMs, dueAtMs, lastAttemptAtMs, lastResult, body } =
    notification;
  context.stdout.write(
    [
      `${paint(context.stdout, TONES[state], STATE_WORDS[state].toUpperCase())}\n`,
      formatFields([
        ['id', notifyId],
        ['syssn', syssn],
        ['address', url],
        ['created', timeOf(createdAtMs)],
        ['tries', String(attempts)],
        ['last try', timeOf(lastAttemptAtMs)],
        ['last result', lastResult],
        ['next try', timeOf(dueAtMs)],
      ]),
      `\n${printable(body)}\n`,
    ].join(''),
  );
}

/** Prints notifications as a table. */
export function reportNotifications(context: CommandContext, notifications: readonly Notification[]): void {
  if (context.json) {
    printJson(context.stdout, { notifications: notifications.map(notificationJson) });
    return;
  }
  if (notifications.length === 0) {
    context.stdout.write('There is no such notification.\n');
    return;
  }
  const rows = notifications.map(({ createdAtMs, syssn, state, attempts, dueAtMs, lastResult, endpoint }) => [
    shortTime(createdAtMs),
    syssn,
    STATE_WORDS[state],
    String(attempts),
    shortTime(dueAtMs),
    lastResult,
    endpoint,
  ]);
  context.stdout.write(
    formatTable(
      [
        { heading: 'CREATED (UTC)' },
        { heading: 'SYSSN' },
        { heading: 'STATE' },
        { heading: 'TRIES', side: 'right' },
        { heading: 'NEXT TRY (UTC)' },
        { heading: 'LAST RESULT' },
        { heading: 'ENDPOINT' },
      ],
      rows,
    ),
  );
}

function timeOf(atMs: number | undefined): string | undefined {
  return atMs === undefined ? undefined : new Date(atMs).toISOString();
}

function shortTime(atMs: number | undefined): string {
  return timeOf(atMs)?.slice(0, 19).replace('T', ' ') ?? '';
}
