import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { formatSyssn } from '../../packages/protocol/src/index.ts';
import { START_MS } from '../../packages/gateway/src/store/contract/contract-data.ts';
import { knownMigrations, migrate } from '../../packages/gateway/src/store/sqlite/migrate.ts';
import { DATABASE_FILE } from '../../packages/gateway/src/store/sqlite/sqlite-store.ts';
import { type Mark, MARKS_FILE } from './acknowledgement.ts';

const PAYMENTS = 200;

/**
 * Makes a database as the first release left it behind, with payments in it, so that opening it migrates it.
 *
 * @returns what is in it.
 */
export function makeFirstSchema(directory: string): readonly Mark[] {
  const database = new DatabaseSync(join(directory, DATABASE_FILE));
  database.exec('PRAGMA journal_mode = WAL');
  migrate(database, knownMigrations().slice(0, 1), START_MS);
  const appCode = 'A'.repeat(32);
  database.exec(`INSERT INTO merchants VALUES
    (1, '${appCode}', 'Merchant', 'direct', 'active', '["800108"]', '["HKD"]', '', '[]', 'MD5', 0, 100, 400, ${START_MS})`);
  const insert =
    database.prepare(`INSERT INTO transactions VALUES (?, 'payment', ?, 1, '', 'ORDER-' || ?, NULL,
    '800108', 'alipay', 'sandbox', ?, 1050, 'HKD', '', '', '', '', '', ?, ?, 1, '1145', '', NULL, '', '', NULL, '', 0, 0)`);
  const marks: Mark[] = [{ kind: 'merchant', appCode }];
  for (let id = 1; id <= PAYMENTS; id += 1) {
    const syssn = formatSyssn(START_MS, 1, id);
    const state = id % 2 === 0 ? 'processing' : 'paid';
    insert.run(id, syssn, id, syssn, START_MS, state);
    marks.push({ kind: 'payment', id, version: 1, state });
  }
  database.close();
  // There from the start, so that the record of the disk begins with a whole directory.
  closeSync(openSync(join(directory, MARKS_FILE), 'w'));
  return marks;
}
