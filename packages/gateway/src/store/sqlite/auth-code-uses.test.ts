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
  for (let id = 1; id <= count; id += 1) payments.accept(intentOf(id));
  const left = (): unknown => database.prepare('SELECT count(*) AS uses FROM auth_code_uses').get()?.['uses'];
  return { database, uses: new AuthCodeUses(database), left };
}

describe('AuthCodeUses', () => {
  it('removes the rows it counts', () => {
    const { uses, left } = openUses(10);
    expect(uses.forget(4, 100)).toBe(4);
    expect(left()).toBe(6);
    expect(uses.forget(100, 4)).toBe(4);
    expect(left()).toBe(2);
  });

  it('goes on where it stopped, also after a restart', () => {
    const { database, uses } = openUses(10);
    uses.forget(4, 100);
    expect(new AuthCodeUses(database).forget(100, 100)).toBe(6);
    expect(new AuthCodeUses(database).forget(100, 100)).toBe(0);
  });

  it('writes nothing when there is nothing to forget', () => {
    const { database, uses } = openUses(3);
    const changes = () => database.prepare('SELECT total_changes() AS changes').get();
    const before = changes();
    expect(uses.forget(0, 100)).toBe(0);
    expect(changes()).toEqual(before);
  });

  it('searches by primary keys only', () => {
    const { database } = openUses(0);
    const plan = database
      .prepare(
        `EXPLAIN QUERY PLAN SELECT id, auth_code_hash FROM transactions
         WHERE id > ? AND id <= ? AND kind = 'payment' ORDER BY id LIMIT ?`,
      )
      .all();
    expect(plan).toMatchObject([
      { detail: 'SEARCH transactions USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)' },
    ]);
  });
});
