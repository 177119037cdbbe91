import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Notification, NotificationFilter, NotificationState } from '../../notify/notification.ts';
import { NOTIFICATION_COLUMNS, NOTIFICATION_TABLES, notificationOf } from './notification-rows.ts';

/** Written out, because an index over one state serves no state that is handed in as a value. */
const OF_STATE: Readonly<Record<NotificationState, string>> = {
  waiting: "n.state = 'waiting'",
  acknowledged: "n.state = 'acknowledged'",
  given_up: "n.state = 'given_up'",
};

/** Lists of notifications in SQLite, the newest first. */
export class NotificationList {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  read({ state, merchantNumber, limit }: NotificationFilter): readonly Notification[] {
    const conditions = [
      ...(state === undefined ? [] : [OF_STATE[state]]),
      ...(merchantNumber === undefined ? [] : ['n.merchant_number = ?']),
    ];
    const values = merchantNumber === undefined ? [] : [merchantNumber];
    return this.#statement(conditions)
      .all(...values, limit)
      .map(notificationOf);
  }

  #statement(conditions: readonly string[]): StatementSync {
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    const known = this.#statements.get(where);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(
      `SELECT ${NOTIFICATION_COLUMNS} FROM ${NOTIFICATION_TABLES} ${where}
       ORDER BY n.id DESC LIMIT CAST(? AS INTEGER)`,
    );
    this.#statements.set(where, statement);
    return statement;
  }
}
