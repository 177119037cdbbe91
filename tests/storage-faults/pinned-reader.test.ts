import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it } from 'vitest';
import { ManualTime } from '../../packages/gateway/src/clock/test-time.ts';
import { KeptLog } from '../../packages/gateway/src/log/test-log.ts';
import {
  intentOf,
  keyOf,
  merchantOf,
  START_MS,
} from '../../packages/gateway/src/store/contract/contract-data.ts';
import { DATABASE_FILE, SqliteStore } from '../../packages/gateway/src/store/sqlite/sqlite-store.ts';
import { keepUp, LOG_ALERT_BYTES } from '../../packages/gateway/src/store/sqlite/store-upkeep.ts';

const data = mkdtempSync(join(tmpdir(), 'opencpm-pinned-'));

afterEach(() => rmSync(data, { recursive: true }));

it('tells of a reader that lets the log grow, takes payments meanwhile, and shrinks the log afterwards', async () => {
  const file = join(data, DATABASE_FILE);
  const logBytes = (): number => statSync(`${file}-wal`).size;
  const fatal: unknown[] = [];
  const store = SqliteStore.open({
    directory: data,
    nowMs: START_MS,
    onFatal: (error) => fatal.push(error),
  });
  await store.addMerchant(merchantOf('A'), keyOf(1));
  const time = new ManualTime();
  const log = new KeptLog();
  const end = keepUp(store.upkeep, time, log);
  const pay = async (): Promise<void> => {
    const intent = intentOf(store.nextTransactionNumber(), { goodsName: 'x'.repeat(20_000) });
    expect((await store.acceptPayment(intent)).kind).toBe('accepted');
  };

  // Without a reader the log is folded back long before.
  for (let payments = 0; payments < 600; payments += 1) await pay();
  time.advance(1_000);
  expect(logBytes()).toBeLessThan(LOG_ALERT_BYTES / 2);

  const reader = new DatabaseSync(file, { readOnly: true });
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM transactions').get();
  while (logBytes() <= LOG_ALERT_BYTES) await pay();
  expect(log.lines).toEqual([]);
  time.advance(1_000);
  time.advance(1_000);
  expect(log.alerts).toEqual(['database_log_large']);
  await pay();

  reader.close();
  time.advance(1_000);
  expect(logBytes()).toBe(0);
  await pay();
  expect(log.alerts).toHaveLength(1);
  expect(fatal).toEqual([]);
  end();
  await store.close();
});
