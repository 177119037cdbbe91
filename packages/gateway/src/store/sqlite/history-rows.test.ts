import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { intentOf, keyOf, merchantOf, START_MS } from '../contract/contract-data.ts';
import { beginHistory, historyBeginningReader } from './history-beginning.ts';
import { GENESIS, HistoryRows, linkHash } from './history-rows.ts';
import { MerchantRows } from './merchant-rows.ts';
import { knownMigrations, migrate } from './migrate.ts';
import { paymentRowsOf } from './test-rows.ts';

function memory(): DatabaseSync {
  const database = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true });
  migrate(database, knownMigrations(), START_MS);
  return database;
}

/** Merchants and payments as a gateway without a history would have left them. */
function withoutHistory(merchants: number, payments: number): DatabaseSync {
  const database = memory();
  const rows = new MerchantRows(database);
  for (let index = 1; index <= merchants; index += 1) rows.add(merchantOf(String(index)), keyOf(index));
  const accepted = paymentRowsOf(database);
  for (let id = 1; id <= payments; id += 1) accepted.accept(intentOf(id));
  database.exec('DELETE FROM history');
  return database;
}

describe('the hashes of the history', () => {
  // Heads are kept elsewhere for years: what they were made of never changes. The values are those of openssl dgst -sha256.
  it('are made of the same text for ever', () => {
    expect(GENESIS).toBe('tr5aHmjf8WYbYCxRCDb6Vs07_K2lojAxLfnZnZpT_6Q');
    expect(linkHash(GENESIS, 1, 1_772_337_600_000, undefined, 'gateway_started', '{"node":1}', '')).toBe(
      'I3uIeEV5aF3CmXCysJwUHUGtYadSS5uoh5VyCm90pDc',
    );
    expect(linkHash('before', 2, 1_772_337_600_001, 17, 'note_added', '{"note":"x"}', 'tSEAL')).toBe(
      'cISxEQy8_XAYTdLT2nde5RchpRFhxd2DO8ThJMYeH5E',
    );
  });
});

describe('entries without seals', () => {
  it('hold none', () => {
    const database = memory();
    const history = new HistoryRows(database);
    history.append(START_MS, undefined, { event: 'gateway_started', facts: { node: 1 } });
    expect(database.prepare('SELECT seals FROM history').all()).toEqual([{ seals: '' }]);
    expect(history.acts(0, 10)).toEqual([
      {
        sequence: 1,
        atMs: START_MS,
        transactionId: undefined,
        event: 'gateway_started',
        facts: { node: 1 },
      },
    ]);
  });
});

describe('the beginning of the history', () => {
  it.each([
    [0, 0],
    [2, 0],
    [1, 1],
    [2, 3],
  ])('tells what was there before it: %i merchants, %i payments', (merchantsUpTo, transactionsUpTo) => {
    const database = withoutHistory(merchantsUpTo, transactionsUpTo);
    const history = new HistoryRows(database);
    beginHistory(database, history, START_MS);
    const nothing = merchantsUpTo + transactionsUpTo === 0;
    const begun = { event: 'history_begun', atMs: START_MS, facts: { transactionsUpTo, merchantsUpTo } };
    expect(history.acts(0, 10)).toMatchObject(nothing ? [] : [begun]);
    expect(historyBeginningReader(database)()).toEqual({ transactionsUpTo, merchantsUpTo });
    // It begins once.
    beginHistory(database, history, START_MS + 1);
    expect(history.acts(0, 10)).toHaveLength(nothing ? 0 : 1);
  });
});
