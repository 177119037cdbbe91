import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { intentOf, keyOf, merchantOf, START_MS } from '../contract/contract-data.ts';
import { lateChargeOf } from '../contract/late-charge-data.ts';
import { LateChargeRows } from './late-charge-rows.ts';
import { MerchantRows } from './merchant-rows.ts';
import { knownMigrations, migrate } from './migrate.ts';
import { lateChargeRowSeal } from './row-seal.ts';
import { paymentRowsOf } from './test-rows.ts';

/** Steps of the schema before the time of learning was kept. */
const BEFORE = knownMigrations().slice(0, 4);

describe('late charges', () => {
  it('that were returned before the time of learning was kept come through its migration as they were', () => {
    const database = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true });
    migrate(database, BEFORE, START_MS);
    new MerchantRows(database).add(merchantOf('A'), keyOf(1));
    database.exec('PRAGMA foreign_keys = OFF');
    database.exec(
      `INSERT INTO late_charges VALUES (1, '${lateChargeOf(1).channelRefundId}', 1050, 'HKD', 'W-1', 'buyer',
       ${START_MS + 1_000}, ${START_MS + 60_000}, 'returned', 1, NULL, ${START_MS + 61_000})`,
    );
    const before = database.prepare('SELECT *, NULL AS return_learnt_at_ms FROM late_charges').get();
    migrate(database, knownMigrations(), START_MS);
    const rows = new LateChargeRows(database);
    expect(rows.find(1)).toEqual(
      lateChargeOf(1, {
        state: 'returned',
        attempts: 1,
        dueAtMs: undefined,
        returnedAtMs: START_MS + 61_000,
      }),
    );
    expect(rows.sealOf(1)).toBe(lateChargeRowSeal(before ?? {}));
  });

  it('that are not returned yet can have no time of their return', () => {
    const database = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true });
    migrate(database, knownMigrations(), START_MS);
    new MerchantRows(database).add(merchantOf('A'), keyOf(1));
    paymentRowsOf(database).accept(intentOf(1));
    new LateChargeRows(database).insert(lateChargeOf(1));
    expect(() => database.exec('UPDATE late_charges SET return_learnt_at_ms = 1')).toThrow(/CHECK/);
  });
});
