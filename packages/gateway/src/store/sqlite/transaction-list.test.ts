import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { everything, intentOf, START_MS } from '../contract/contract-data.ts';
import type { TransactionFilter } from '../store.ts';
import { knownMigrations, migrate } from './migrate.ts';
import { TransactionList } from './transaction-list.ts';

/** A database that notes the statements prepared on it. */
class ListeningDatabase extends DatabaseSync {
  readonly prepared: string[] = [];

  override prepare(sql: string): StatementSync {
    this.prepared.push(sql);
    return super.prepare(sql);
  }
}

function openList(): { readonly database: ListeningDatabase; readonly list: TransactionList } {
  const database = new ListeningDatabase(':memory:');
  migrate(database, knownMigrations(), START_MS);
  database.prepared.length = 0;
  return { database, list: new TransactionList(database) };
}

/** How SQLite goes about an enquiry, one step a line. */
function planOf(filter: TransactionFilter): readonly string[] {
  const { database, list } = openList();
  list.read(filter);
  const [sql = ''] = database.prepared;
  // Only its shape matters: numbers are bound as an enquiry would, but any value gives the same plan.
  return database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map(({ detail }) => String(detail));
}

/** As many as an enquiry takes: the longer a list, the more SQLite likes to read something else instead. */
const HUNDRED = Array.from({ length: 100 }, (_, index) => intentOf(index + 1));
const SYSSNS = HUNDRED.map(({ syssn }) => syssn);
const ORDERS = HUNDRED.map(({ orderNumber }) => orderNumber);
const NUMBERS = {
  none: {},
  'one syssn': { syssns: SYSSNS.slice(0, 1) },
  '100 syssns': { syssns: SYSSNS },
  'one order': { orderNumbers: ORDERS.slice(0, 1) },
  '100 orders': { orderNumbers: ORDERS },
  both: { syssns: SYSSNS, orderNumbers: ORDERS },
} as const;
const STORES = { anyStore: {}, noStore: { storeId: '' }, oneStore: { storeId: 'S1' } } as const;
const PAY_TYPES = { anyPayType: {}, somePayTypes: { payTypes: ['800108', '800208'] } } as const;
const RESULTS = { anyResult: {}, paid: { respcd: '0000' }, pending: { respcd: '1145' } } as const;
const WINDOW = { window: { fromMs: START_MS, toMs: START_MS + 86_400_000 } };

type Shape = readonly [name: string, filter: TransactionFilter];

/** Every combination an enquiry can have: numbers without a window, or a window without numbers. */
const SHAPES: readonly Shape[] = Object.entries(NUMBERS).flatMap(([numbersName, numbers]) =>
  Object.entries(STORES).flatMap(([storeName, store]) =>
    Object.entries(PAY_TYPES).flatMap(([payTypesName, payTypes]) =>
      Object.entries(RESULTS).map(([resultName, result]): Shape => {
        const window = numbersName === 'none' ? WINDOW : {};
        const name = [numbersName, storeName, payTypesName, resultName].join(' ');
        return [name, everything({ ...numbers, ...store, ...payTypes, ...result, ...window })];
      }),
    ),
  ),
);

describe('the plan of an enquiry', () => {
  it.each(SHAPES)('searches by an index, never all transactions: %s', (_name, filter) => {
    const steps = planOf(filter).filter((step) => step.includes('transactions'));
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps) {
      expect(step).toMatch(/^SEARCH transactions USING (INDEX \w+ \(.+\)|INTEGER PRIMARY KEY \(rowid=\?\))$/);
    }
  });

  it.each(SHAPES.filter(([, { syssns }]) => syssns !== undefined))(
    'reads a transaction number as the primary key it holds: %s',
    (_name, filter) => {
      expect(planOf(filter)).toContain('SEARCH transactions USING INTEGER PRIMARY KEY (rowid=?)');
    },
  );

  it.each(
    SHAPES.filter(([, { orderNumbers, syssns }]) => orderNumbers !== undefined && syssns === undefined),
  )('reads an order number by the unique key of orders, order and all: %s', (_name, filter) => {
    expect(planOf(filter)).toContain(
      'SEARCH transactions USING INDEX transactions_by_order (merchant_number=? AND store_id=? AND order_number=?)',
    );
  });

  it.each(SHAPES.filter(([, { window }]) => window !== undefined))(
    'reads a window in the order of its index and sorts nothing: %s',
    (_name, filter) => {
      const plan = planOf(filter).join('\n');
      expect(plan).toMatch(/created_at_ms>\? AND created_at_ms<\?/);
      expect(plan).not.toContain('TEMP B-TREE');
    },
  );

  it('finds the few of a month that are not paid without reading those that are', () => {
    expect(planOf(everything({ ...WINDOW, respcd: '1145' }))).toEqual([
      'SEARCH transactions USING INDEX transactions_not_successful (merchant_number=? AND respcd=? AND created_at_ms>? AND created_at_ms<?)',
    ]);
  });
});

describe('the statements of enquiries', () => {
  it('are prepared once for each shape', () => {
    const { database, list } = openList();
    for (const offset of [0, 10, 20]) list.read(everything({ ...WINDOW, offset }));
    expect(database.prepared).toHaveLength(1);
    list.read(everything({ ...WINDOW, respcd: '0000' }));
    expect(database.prepared).toHaveLength(2);
    list.read(everything(WINDOW));
    expect(database.prepared).toHaveLength(2);
  });

  it('are different for all that differ in their text', () => {
    const texts = SHAPES.map(([, filter]) => {
      const { database, list } = openList();
      list.read(filter);
      return database.prepared[0];
    });
    const { database, list } = openList();
    for (const [, filter] of SHAPES) list.read(filter);
    expect(new Set(database.prepared)).toEqual(new Set(texts));
  });

  it('do not pile up: after 64 shapes the old ones are let go', () => {
    const { database, list } = openList();
    const read = (count: number) =>
      list.read(everything({ orderNumbers: Array.from({ length: count }, (_, index) => `ORDER-${index}`) }));
    for (let count = 1; count <= 65; count += 1) read(count);
    expect(database.prepared).toHaveLength(65);
    read(65);
    expect(database.prepared).toHaveLength(65);
    read(1);
    expect(database.prepared).toHaveLength(66);
  });
});
