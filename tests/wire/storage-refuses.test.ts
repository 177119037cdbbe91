import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { VirtualTime } from './support/virtual-time.ts';
import { PAYMENT_PATH, paymentOf, type WireAnswer, type WireClient } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';

const time = new VirtualTime();
let gateway: WireGateway;
let shop: WireClient;
/** The very connection the gateway writes with. */
let live: DatabaseSync;

beforeAll(async () => {
  const opened = vi.spyOn(DatabaseSync.prototype, 'exec');
  gateway = await WireGateway.start({ time });
  const connections = opened.mock.contexts.filter((context) => context instanceof DatabaseSync);
  opened.mockRestore();
  const found = connections.find(
    (connection) => connection.isOpen && connection.location() === `${gateway.directory}/opencpm.db`,
  );
  if (found === undefined) throw new Error('the gateway has opened no database');
  live = found;
  shop = await gateway.merchant();
});
afterAll(() => gateway.close());

/** A way to make the storage refuse every write, and to let it write again. */
interface Obstacle {
  raise(): void;
  clear(): void;
}

/** Somebody else holds the write lock of the file. */
function locked(): Obstacle {
  let other: DatabaseSync | undefined;
  return {
    raise() {
      other = gateway.openDatabase();
      other.exec('BEGIN IMMEDIATE');
    },
    clear() {
      other?.exec('ROLLBACK');
      other?.close();
    },
  };
}

/** The file may not be written any more, as on a disk that was mounted read-only after an error. */
function readOnly(): Obstacle {
  return {
    raise: () => live.exec('PRAGMA query_only = ON'),
    clear: () => live.exec('PRAGMA query_only = OFF'),
  };
}

async function health(): Promise<object> {
  const response = await fetch(`${gateway.url}/healthz`);
  return { status: response.status, body: await response.json() };
}

const SIGN_TYPES = ['MD5', 'SHA256', 'HMAC-SHA256'];
const OK = { status: 200, body: { status: 'ok', sign_types: SIGN_TYPES } };
const FAILING = { status: 503, body: { status: 'failing', sign_types: SIGN_TYPES } };

async function isInWalletBook(order: string): Promise<boolean> {
  const orders = await gateway.walletOrders();
  return orders.some(({ channel_order_id: id }) => id === order);
}

function expectNothingStarted(answer: WireAnswer): void {
  expect(answer).toMatchObject({ status: 200, respcd: '1100' });
  expect(answer.respmsg).toMatch(/nothing was charged/);
  expect(answer.body).not.toHaveProperty('syssn');
  expect(shop.isSignedFor(answer)).toBe(true);
}

describe.each<[what: string, obstacle: () => Obstacle]>([
  ['locked', locked],
  ['read-only', readOnly],
])('while the database is %s', (_what, make) => {
  it('payments answer 1100 and reach no wallet, enquiries go on, and all is well afterwards', async () => {
    const paid = await shop.pay();
    const before = await gateway.traces();
    expect(await health()).toEqual(OK);
    const order = paymentOf();
    const obstacle = make();
    obstacle.raise();
    try {
      const answers = await Promise.all([
        shop.send(PAYMENT_PATH, order),
        ...Array.from({ length: 9 }, () => shop.pay()),
      ]);
      for (const answer of answers) expectNothingStarted(answer);
      expect(await health()).toEqual(FAILING);
      expect(await gateway.traces()).toEqual(before);
      expect((await shop.query({ syssn: paid.syssn })).rows).toMatchObject([{ respcd: '0000' }]);
      expect((await shop.query()).respcd).toBe('0000');
    } finally {
      obstacle.clear();
    }
    expect(await health()).toEqual(OK);
    const again = await shop.send(PAYMENT_PATH, order);
    expect(again.respcd).toBe('0000');
    expect(await isInWalletBook(again.syssn)).toBe(true);
    expect(await gateway.traces()).toEqual({
      transactions: before.transactions + 1,
      codeUses: before.codeUses + 1,
      walletOrders: before.walletOrders + 1,
    });
  });

  it('a repeat is still answered with the truth, and never that nothing was charged', async () => {
    const [order, declined, waiting] = [
      paymentOf(),
      paymentOf({ txamt: '401205' }),
      paymentOf({ txamt: '401143' }),
    ];
    const paid = await shop.send(PAYMENT_PATH, order);
    await shop.send(PAYMENT_PATH, declined);
    await shop.send(PAYMENT_PATH, waiting);
    const before = await gateway.traces();
    const obstacle = make();
    obstacle.raise();
    try {
      expect(await shop.send(PAYMENT_PATH, order)).toMatchObject({ respcd: '0000', syssn: paid.syssn });
      expect((await shop.send(PAYMENT_PATH, declined)).respcd).toBe('1205');
      expect((await shop.send(PAYMENT_PATH, waiting)).respcd).toBe('1143');
      expect((await shop.send(PAYMENT_PATH, { ...order, txamt: '1' })).respcd).toBe('2011');
      expect(await gateway.traces()).toEqual(before);
    } finally {
      obstacle.clear();
    }
  });

  it('a wallet that answers then cannot be recorded: 1145, and the enquiry afterwards knows better', async () => {
    const answer = shop.pay({ txamt: '410007' });
    await time.whenWaiting(3_000);
    const obstacle = make();
    obstacle.raise();
    let pending: WireAnswer;
    try {
      time.advance(3_000);
      pending = await answer;
      expect(pending.respcd).toBe('1145');
      expect(pending.syssn).not.toBe('');
      expect(await isInWalletBook(pending.syssn)).toBe(true);
      expect((await shop.query({ syssn: pending.syssn })).rows).toMatchObject([{ respcd: '1145' }]);
    } finally {
      obstacle.clear();
    }
    expect((await shop.query({ syssn: pending.syssn })).rows).toMatchObject([{ respcd: '0000' }]);
    const alerts = (await gateway.logEntries()).filter(({ event }) => event === 'outcome_not_recorded');
    expect(alerts.map(({ syssn }) => syssn)).toContain(pending.syssn);
  });

  it('an administrator is told so too', async () => {
    const obstacle = make();
    obstacle.raise();
    try {
      await expect(gateway.merchant()).rejects.toThrow(/cannot write now/);
    } finally {
      obstacle.clear();
    }
    await expect(gateway.merchant()).resolves.toBeDefined();
  });
});

describe('when the disk is full', () => {
  it('every payment is answered 0000 or 1145 with a number, or 1100 without one and without a wallet order', async () => {
    const before = await gateway.traces();
    const pages = Number(live.prepare('PRAGMA page_count').get()?.['page_count']);
    const answers: WireAnswer[] = [];
    live.exec(`PRAGMA max_page_count = ${pages}`);
    try {
      // The room left in the last pages is used up first.
      while (answers.filter(({ respcd }) => respcd === '1100').length < 5) answers.push(await shop.pay());
    } finally {
      live.exec('PRAGMA max_page_count = 1073741823');
    }
    const refused = answers.filter(({ respcd }) => respcd === '1100');
    const taken = answers.filter(({ respcd }) => respcd !== '1100');
    for (const answer of refused) expectNothingStarted(answer);
    for (const { respcd, syssn } of taken) {
      expect(['0000', '1145']).toContain(respcd);
      expect((await shop.query({ syssn })).rows).toMatchObject([{ respcd: '0000' }]);
    }
    expect(await gateway.traces()).toEqual({
      transactions: before.transactions + taken.length,
      codeUses: before.codeUses + taken.length,
      walletOrders: before.walletOrders + taken.length,
    });
    expect(await health()).toEqual(OK);
    expect((await shop.pay()).respcd).toBe('0000');
  });
});
