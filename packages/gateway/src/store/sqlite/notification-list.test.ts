import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { START_MS } from '../contract/contract-data.ts';
import { knownMigrations, migrate } from './migrate.ts';
import { NotificationList } from './notification-list.ts';

/** A database that notes the statements prepared on it. */
class ListeningDatabase extends DatabaseSync {
  readonly prepared: string[] = [];

  override prepare(sql: string): StatementSync {
    this.prepared.push(sql);
    return super.prepare(sql);
  }
}

describe('the statements of lists of notifications', () => {
  it('are prepared once for each combination of filters', () => {
    const database = new ListeningDatabase(':memory:');
    migrate(database, knownMigrations(), START_MS);
    database.prepared.length = 0;
    const list = new NotificationList(database);
    const states = [undefined, 'waiting', 'acknowledged', 'given_up'] as const;
    for (const limit of [1, 2]) {
      for (const state of states) {
        for (const merchantNumber of [undefined, 1, 2]) list.read({ state, merchantNumber, limit });
      }
      expect(database.prepared).toHaveLength(8);
    }
    expect(new Set(database.prepared).size).toBe(8);
  });
});
