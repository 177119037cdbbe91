import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { WalletFamily } from '@opencpm/protocol';

/** Numbers of payments that were reversed before the wallet had seen them. They are never charged any more. */
export class BarredNumberTable {
  readonly #find: StatementSync;
  readonly #bar: StatementSync;

  constructor(database: DatabaseSync) {
    this.#find = database.prepare('SELECT family FROM barred_numbers WHERE channel_order_id = ?');
    this.#bar = database.prepare('INSERT INTO barred_numbers VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  }

  /** The family a number was barred in; undefined for one that is not barred. */
  familyOf(channelOrderId: string): WalletFamily | undefined {
    const row = this.#find.get(channelOrderId) as { family: WalletFamily } | undefined;
    return row?.family;
  }

  /** Bars a number; a second time has no effect. */
  bar(channelOrderId: string, family: WalletFamily, atMs: number): void {
    this.#bar.run(channelOrderId, family, atMs);
  }
}
