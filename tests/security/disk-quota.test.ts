import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VirtualTime } from '../wire/support/virtual-time.ts';
import type { WireClient } from '../wire/support/wire-client.ts';
import { WireGateway } from '../wire/support/wire-gateway.ts';

const time = new VirtualTime();
let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start({ time, rateLimited: true });
  shop = await gateway.merchant();
});
afterAll(() => gateway.close());

/** Rows of every table that grows with requests. */
function rows(): Readonly<Record<string, number>> {
  const database = gateway.openDatabase({ readOnly: true });
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .all()
    .map(({ name }) => String(name));
  const counts = Object.fromEntries(
    tables.map((table): [string, number] => [
      table,
      Number(database.prepare(`SELECT count(*) AS rows FROM "${table}"`).get()?.['rows']),
    ]),
  );
  database.close();
  return counts;
}

/** Bytes of the database, the log of writes put aside. */
function pages(): number {
  const database = gateway.openDatabase({ readOnly: true });
  const count = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
  const size = Number(database.prepare('PRAGMA page_size').get()?.['page_size']);
  database.close();
  return count * size;
}

describe('row 24: one merchant with random order numbers without end', () => {
  it('row 24: fills no more than its request rate lets in: 400 rows a minute', async () => {
    const before = rows();
    let accepted = 0;
    let refused = 0;
    for (let second = 0; second < 10; second += 1) {
      const answers = await Promise.all(Array.from({ length: 100 }, () => shop.pay()));
      accepted += answers.filter(({ respcd }) => respcd === '0000').length;
      refused += answers.filter(({ status }) => status === 429).length;
      time.advance(1_000);
    }
    expect([accepted, refused]).toEqual([400, 600]);
    const after = rows();
    expect(Number(after['transactions']) - Number(before['transactions'])).toBe(400);
    expect(Number(after['auth_code_uses']) - Number(before['auth_code_uses'])).toBe(400);
  });

  it('row 24: grows nothing at all once its rate is used up', async () => {
    const before = { rows: rows(), bytes: pages() };
    const answers = await Promise.all(Array.from({ length: 500 }, () => shop.pay()));
    expect(answers.every(({ status }) => status === 429)).toBe(true);
    expect({ rows: rows(), bytes: pages() }).toEqual(before);
  });

  it('row 24: needs no more than 4 KiB for a payment, all tables and indexes together', async () => {
    time.advance(60_000);
    const before = pages();
    const answers = await Promise.all(Array.from({ length: 100 }, () => shop.pay()));
    time.advance(1_000);
    answers.push(...(await Promise.all(Array.from({ length: 100 }, () => shop.pay()))));
    expect(new Set(answers.map(({ respcd }) => respcd))).toEqual(new Set(['0000']));
    expect((pages() - before) / answers.length).toBeLessThan(4_096);
  });

  it('row 24: takes nothing from its neighbours', async () => {
    const neighbour = await gateway.merchant();
    await Promise.all(Array.from({ length: 150 }, () => shop.pay()));
    expect((await neighbour.pay()).respcd).toBe('0000');
  });
});
