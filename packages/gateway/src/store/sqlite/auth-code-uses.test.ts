import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { intentOf, keyOf, merchantOf, START_MS } from '../contract/contract-data.ts';
import { AuthCodeUses } from './auth-code-uses.ts';
import { MerchantRows } from './merchant-rows.ts';
import { knownMigrations, migrate } from './migrate.ts';
import { paymentRowsOf } from './test-rows.ts';

function openUses(count: number) {
  const database = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true });
  migrate(database, knownMigrations(), START_MS);
  new MerchantRows(database).add(merchantOf('A'), keyOf(1));
  const payments = paymentRowsOf(database);
  for (let id = 1; id <= count; id += 1) payments.accept(intentOf(id, { createdAtMs: START_MS + id }), 0);
  const left = (): unknown => database.prepare('SELECT count(*) AS uses FROM auth_code_uses').get()?.['uses'];
  return { database, uses: new AuthCodeUses(database), left };
}

describe('AuthCodeUses', () => {
  it('removes the rows it counts', () => {
    const { uses, left } = openUses(10);
    expect(uses.forget(START_MS + 5, 100)).toBe(4);
    expect(left()).toBe(6);
    expect(uses.forget(START_MS + 100, 4)).toBe(4);
    expect(left()).toBe(2);
  });

  it('goes on where it stopped, also after a restart', () => {
    const { database, uses } = openUses(10);
    uses.forget(START_MS + 5, 100);
    expect(new AuthCodeUses(database).forget(START_MS + 100, 100)).toBe(6);
    expect(new AuthCodeUses(database).forget(START_MS + 100, 100)).toBe(0);
  });

  it('writes nothing when there is nothing to forget', () => {
    const { database, uses } = openUses(3);
    const changes = () => database.prepare('SELECT total_changes() AS changes').get();
    const before = changes();
    expect(uses.forget(START_MS, 100)).toBe(0);
    expect(changes()).toEqual(before);
  });

  it('stops reading at the first use that still counts', () => {
    const { database, uses, left } = openUses(10);
    // Out of order, as no gateway writes it: what lies behind a younger payment is not even looked at.
    database.prepare('UPDATE transactions SET created_at_ms = ? WHERE id = 3').run(START_MS + 1_000);
    expect(uses.forget(START_MS + 100, 100)).toBe(2);
    expect(left()).toBe(8);
    expect(uses.forget(START_MS + 2_000, 100)).toBe(8);
  });

  it('searches by primary keys only', () => {
    const { database } = openUses(0);
    const plan = database
      .prepare(
        `EXPLAIN QUERY PLAN SELECT id, auth_code_hash, created_at_ms FROM transactions
         WHERE id > ? AND kind = 'payment' ORDER BY id LIMIT ?`,
      )
      .all();
    expect(plan).toMatchObject([{ detail: 'SEARCH transactions USING INTEGER PRIMARY KEY (rowid>?)' }]);
  });
});
