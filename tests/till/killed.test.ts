import { afterEach, describe, expect, it } from 'vitest';
import type { RegisterSnapshot } from '../../packages/till/src/page-api/index.ts';
import { Browser, saleOf } from './support/browser.ts';
import type { LineBehaviour } from './support/line.ts';
import { MANAGER, useShop } from './support/shop.ts';
import { TillProcess } from './support/till-process.ts';

const shop = useShop();
const PAYMENT = '/trade/v1/payment';
/** A payment without a wallet of its own is undone under this name. */
const REVERSAL = '/trade/v1/close';

let running: TillProcess | undefined;
afterEach(async () => {
  await running?.kill();
});

async function open(): Promise<{ till: TillProcess; page: Browser }> {
  running = await TillProcess.start(shop());
  const page = new Browser(running.url);
  await page.setUp({ setUpCode: running.setUpCode ?? '', ...MANAGER });
  return { till: running, page };
}

/** The same browser at the till that has come back. The session has outlived the process. */
async function reopen(page: Browser): Promise<Browser> {
  running = await TillProcess.start(shop());
  expect(running.setUpCode).toBeUndefined();
  return page.tab(running.url);
}

function onPath(path: string, behaviour: LineBehaviour): void {
  shop().line.behave = (heard) => (heard === path ? behaviour : 'pass');
}

async function untilHeard(path: string): Promise<void> {
  await expect.poll(() => shop().line.count(path), { timeout: 40_000 }).toBeGreaterThan(0);
}

describe('a till that is killed', () => {
  it('while its request is on the way charges nothing twice and calls nothing paid', async () => {
    const { till, page } = await open();
    onPath(PAYMENT, 'hold-request');
    const sale = saleOf({ code: shop().code() });
    const sent = await page.call<RegisterSnapshot>('POST', '/sales', sale);
    await untilHeard(PAYMENT);
    await till.kill();
    shop().line.behave = () => 'pass';
    const back = await reopen(page);
    // At once, before anything was asked.
    expect((await back.register()).state).toMatchObject({ kind: 'waiting', sale: { number: 1 } });
    // The page sends its scan again, as after a reload.
    const again = await back.call<RegisterSnapshot>('POST', '/sales', sale);
    expect(again.state).toMatchObject({
      kind: 'waiting',
      sale: { id: 'sale' in sent.state ? sent.state.sale.id : '' },
    });
    await untilHeard('/trade/v1/query');
    expect((await back.register()).state.kind).toBe('waiting');
    expect(shop().line.count(PAYMENT)).toBe(1);
    expect(await shop().charges()).toEqual([]);
  });

  it('while the answer is on the way finds that it was paid', async () => {
    const { till, page } = await open();
    onPath(PAYMENT, 'hold-answer');
    const sale = saleOf({ code: shop().code() });
    await page.call('POST', '/sales', sale);
    await untilHeard(PAYMENT);
    await expect.poll(async () => (await shop().charges()).length).toBe(1);
    await till.kill();
    shop().line.behave = () => 'pass';
    const back = await reopen(page);
    expect((await back.until('paid', 'not_paid', 'unresolved')).kind).toBe('paid');
    expect(await back.call('POST', '/sales', sale)).toMatchObject({ state: { kind: 'paid' } });
    expect(shop().line.count(PAYMENT)).toBe(1);
    expect(await shop().charges()).toHaveLength(1);
  });

  it.each([
    ['approves', 'approve', 'paid'],
    ['refuses', 'refuse', 'not_paid'],
  ] as const)(
    'while the customer enters a password, who %s meanwhile, has the verdict',
    async (_what, act, kind) => {
      const { till, page } = await open();
      await page.sell({ code: shop().code('410004') });
      const { sale } = await page.untilTurn('customer');
      await till.kill();
      await shop().customer(sale.syssn, act);
      const back = await reopen(page);
      const ended = await back.until('paid', 'not_paid', 'unresolved');
      expect([ended.kind, ended.sale.id]).toEqual([kind, sale.id]);
      expect(await shop().charges()).toHaveLength(1);
    },
  );

  it('while it undoes a payment goes on undoing it', async () => {
    const { till, page } = await open();
    await page.sell({ code: shop().code('410004') });
    const { sale } = await page.untilTurn('customer');
    onPath(REVERSAL, 'hold-answer');
    await page.call('POST', `/sales/${sale.id}/cancel`);
    await untilHeard(REVERSAL);
    await till.kill();
    shop().line.behave = () => 'pass';
    const back = await reopen(page);
    expect((await back.until('paid', 'not_paid', 'unresolved')).kind).toBe('not_paid');
    expect((await shop().charges()).filter(({ respcd }) => respcd === 'paid')).toEqual([]);
  });

  it('with its verdict on the screen shows it again, and its day is whole', async () => {
    const { till, page } = await open();
    await page.sell({ code: shop().code() });
    const { sale } = await page.until('paid');
    await till.kill();
    const back = await reopen(page);
    expect((await back.register()).state).toMatchObject({
      kind: 'paid',
      sale: { id: sale.id, syssn: sale.syssn },
    });
    expect(await back.call('GET', '/shift')).toMatchObject({ totals: [{ paidCount: 1, paidMinor: 1050 }] });
  });
});

describe('the process', () => {
  it('stops in order, and a second one on its data does not start', async () => {
    const { till } = await open();
    await expect(TillProcess.start(shop())).rejects.toThrow(/another till has it open/);
    expect(await till.stop()).toBe(0);
  });

  it('without a gateway opens, and says that it cannot charge', async () => {
    shop().line.behave = () => 'down';
    const { page } = await open();
    await expect.poll(async () => (await page.register()).gateway).toBe('unreachable');
    expect((await page.refused('POST', '/sales', saleOf({ code: shop().code() }))).code).toBe(
      'gateway_unreachable',
    );
    expect(shop().line.count(PAYMENT)).toBe(0);
  });
});
