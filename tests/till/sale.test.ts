import { describe, expect, it } from 'vitest';
import type { RegisterSnapshot } from '../../packages/till/src/page-api/index.ts';
import { type Browser, saleOf } from './support/browser.ts';
import { MANAGER, useShop } from './support/shop.ts';

const shop = useShop();
const PAYMENT = '/trade/v1/payment';

async function approver(browser: Browser): Promise<{ cashierId: string; pin: string }> {
  const { cashiers } = await browser.start();
  return { cashierId: cashiers.find(({ name }) => name === MANAGER.name)?.id ?? '', pin: MANAGER.pin };
}

describe('a sale', () => {
  it('is paid, whatever the scanner puts around the code, and shows on every screen of the register', async () => {
    await shop().openTill();
    const page = await shop().manager();
    const seen = page
      .tab()
      .follow((events) => events.some(({ data }) => (data as RegisterSnapshot).state?.kind === 'paid'));
    const first = await page.sell({ code: `]C1${shop().code()}\r` });
    expect(first.state).toMatchObject({ kind: 'waiting', sale: { amountMinor: 1050, number: 1 } });
    const { sale } = await page.until('paid');
    expect(sale).toMatchObject({
      state: 'paid',
      wallet: 'alipay',
      maskedCode: '28****0001',
      cashier: 'Owner',
    });
    expect(sale.syssn).not.toBe('');
    expect(sale.walletNumber).not.toBe('');
    expect((await seen).map(({ event }) => event)).toContain('register');
    await page.call('POST', `/sales/${sale.id}/dismiss`);
    expect((await page.register()).state).toEqual({ kind: 'ready' });
  });

  it('waits for the customer, counts down, and may be checked', async () => {
    await shop().openTill({ pollAtMs: [60_000], pollEveryMs: 60_000 });
    const page = await shop().manager();
    await page.sell({ code: shop().code('410004') });
    const waiting = await page.untilTurn('customer');
    expect(waiting).toMatchObject({ mayCheck: true, mayCancel: true, cancelAsked: false });
    expect(waiting.msLeft).toBeGreaterThan(0);
    expect(waiting.msLeft + waiting.ageMs).toBe(60_000);
    await shop().customer(waiting.sale.syssn, 'approve');
    // Nothing but the cashier's check asks here.
    await page.call('POST', `/sales/${waiting.sale.id}/check`);
    expect((await page.until('paid')).sale.state).toBe('paid');
  });

  it('tells why it was refused, and the same basket may be charged with a fresh code', async () => {
    await shop().openTill();
    const page = await shop().manager();
    const basketId = crypto.randomUUID();
    await page.sell({ code: shop().code('401201'), basketId });
    const refused = await page.until('not_paid');
    expect(refused).toMatchObject({ respcd: '1201', mayRetry: true });
    expect(refused.words.en).toMatch(/^Not paid: not enough money/);
    expect(refused.words.zhHant).toMatch(/[\u4e00-\u9fff]/);
    await page.sell({ code: shop().code(), basketId });
    expect((await page.until('paid')).sale).toMatchObject({ basketId, number: 2 });
    expect(await page.refused('POST', '/sales', saleOf({ code: shop().code(), basketId }))).toMatchObject({
      code: 'basket_paid',
      sale: { number: 2 },
    });
  });

  it('is undone when the cashier cancels, and only then', async () => {
    await shop().openTill();
    const page = await shop().manager();
    await page.sell({ code: shop().code('410004') });
    const { sale } = await page.untilTurn('customer');
    expect(await page.refused('POST', `/sales/${sale.id}/dismiss`)).toMatchObject({ code: 'conflict' });
    const asked = await page.call<RegisterSnapshot>('POST', `/sales/${sale.id}/cancel`);
    expect(asked.state).toMatchObject({ kind: 'waiting', mayCancel: false });
    expect((await page.until('not_paid')).sale.state).toBe('not_paid');
    expect((await shop().charges()).filter(({ respcd }) => respcd === 'paid')).toEqual([]);
  });

  it('finds the truth when the answer is lost', async () => {
    await shop().openTill();
    const page = await shop().manager();
    shop().line.behave = (path) => (path === PAYMENT ? 'lose-answer' : 'pass');
    await page.sell({ code: shop().code() });
    expect((await page.until('paid', 'not_paid')).kind).toBe('paid');
    expect(await shop().charges()).toHaveLength(1);
  });

  it.each([
    ['product code', '4006381333931', 'code_refused'],
    ['nothing that is a code', 'HELLO WORLD', 'code_refused'],
  ])('is not begun with a %s', async (_what, code, failure) => {
    await shop().openTill();
    const page = await shop().manager();
    const refusal = await page.refused('POST', '/sales', saleOf({ code }));
    expect(refusal).toMatchObject({ code: failure, field: 'code' });
    expect(refusal.words?.zhHans).toMatch(/[\u4e00-\u9fff]/);
    expect(shop().line.count(PAYMENT)).toBe(0);
  });

  it('charges PayMe under its own pay type', async () => {
    await shop().openTill();
    const page = await shop().manager();
    const answer = await fetch(`${shop().gateway.url}/sandbox/wallets/payme/codes`, { method: 'POST' });
    const { auth_code: code } = (await answer.json()) as { auth_code: string };
    await page.sell({ code });
    expect((await page.until('paid', 'not_paid')).sale).toMatchObject({ state: 'paid', wallet: 'payme' });
  });
});

describe('one scan', () => {
  it('sent ten times at once begins one payment', async () => {
    await shop().openTill();
    const page = await shop().manager();
    const sale = saleOf({ code: shop().code() });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        (index % 2 === 0 ? page : page.tab()).call<RegisterSnapshot>('POST', '/sales', sale),
      ),
    );
    expect(new Set(answers.map(({ state }) => ('sale' in state ? state.sale.number : 0)))).toEqual(
      new Set([1]),
    );
    await page.until('paid');
    expect(await page.call('POST', '/sales', sale)).toMatchObject({
      state: { kind: 'paid', sale: { number: 1 } },
    });
    expect(shop().line.count(PAYMENT)).toBe(1);
    expect(await shop().charges()).toHaveLength(1);
  });

  it('in a second tab while one is open begins nothing and shows the open one', async () => {
    await shop().openTill();
    const page = await shop().manager();
    await page.sell({ code: shop().code('410004') });
    const { sale } = await page.untilTurn('customer');
    const second = await page.tab().sell({ code: shop().code() });
    expect(second.state).toMatchObject({ kind: 'waiting', sale: { id: sale.id } });
    expect(shop().line.count(PAYMENT)).toBe(1);
    await shop().customer(sale.syssn, 'refuse');
    await page.until('not_paid');
  });

  it('of a code that was used is refused, with the sale it was used for', async () => {
    await shop().openTill();
    const page = await shop().manager();
    const code = shop().code();
    await page.sell({ code });
    await page.until('paid');
    expect(await page.refused('POST', '/sales', saleOf({ code }))).toMatchObject({
      code: 'code_used',
      sale: { number: 1 },
    });
  });

  it('at another register goes its own way', async () => {
    await shop().openTill();
    const [front, terrace] = [await shop().manager('1'), await shop().manager('2')];
    await front.sell({ code: shop().code('410004') });
    const { sale } = await front.untilTurn('customer');
    await terrace.sell({ code: shop().code(), amountMinor: 2000 });
    expect((await terrace.until('paid')).sale.register).toBe('Terrace');
    expect((await front.register()).state.kind).toBe('waiting');
    await shop().customer(sale.syssn, 'approve');
    await front.until('paid');
  });
});

describe('a payment nobody knows about', () => {
  /** Leaves a payment of HKD 10.50 open, and the line down. */
  async function leaveOpen(page: Browser, basketId: string): Promise<string> {
    shop().line.behave = (path) => (path === PAYMENT ? 'lose-answer' : 'down');
    await page.sell({ code: shop().code('410004'), basketId });
    const { sale } = await page.until('unresolved');
    return sale.id;
  }

  it('says do not charge again, bars its basket, and asks about the same amount', async () => {
    await shop().openTill({ unresolvedAtMs: 800 });
    const page = await shop().manager();
    const basketId = crypto.randomUUID();
    const id = await leaveOpen(page, basketId);
    expect((await page.register()).gateway).toBe('unreachable');
    const again = saleOf({ code: shop().code(), amountMinor: 777 });
    // While it fills the screen nothing else begins.
    expect((await page.call<RegisterSnapshot>('POST', '/sales', again)).state.kind).toBe('unresolved');
    await page.call('POST', `/sales/${id}/dismiss`);
    expect(await page.refused('POST', '/sales', again)).toMatchObject({ code: 'gateway_unreachable' });
    shop().line.behave = (path) => (path === '/trade/v1/query' ? 'lose-answer' : 'pass');
    expect((await page.register()).open).toMatchObject([{ id, state: 'unresolved' }]);
    await expect.poll(async () => (await page.send('GET', '/health')).status).toBe(503);
    shop().line.behave = () => 'pass';
    await expect.poll(async () => (await page.register()).gateway, { timeout: 20_000 }).toBe('reachable');
    // The customer has not answered: it is still open, and everybody is told so.
    expect(await page.refused('POST', '/sales', saleOf({ code: shop().code(), basketId }))).toMatchObject({
      code: 'basket_open',
      sale: { id },
    });
    const sameAmount = saleOf({ code: shop().code() });
    expect(await page.refused('POST', '/sales', sameAmount)).toMatchObject({
      code: 'same_amount_open',
      sale: { id },
    });
    await page.call('POST', '/sales', { ...sameAmount, otherCustomer: true });
    await page.until('paid');
  });

  it('is charged again only after a manager has said so, which is written down', async () => {
    await shop().openTill({ unresolvedAtMs: 800 });
    const page = await shop().manager();
    const basketId = crypto.randomUUID();
    const id = await leaveOpen(page, basketId);
    const approval = await approver(page);
    const reason = 'The customer has shown that nothing was taken';
    expect(
      await page.refused('POST', `/sales/${id}/release`, {
        approval: { ...approval, pin: '111222' },
        reason,
      }),
    ).toMatchObject({ code: 'wrong_pin', field: 'approval.pin', triesLeft: 4 });
    const released = await page.call<RegisterSnapshot>('POST', `/sales/${id}/release`, { approval, reason });
    expect(released.state).toMatchObject({ kind: 'unresolved', released: true });
    expect((await page.detail(id)).release).toMatchObject({ by: 'Owner', reason });
    await page.call('POST', `/sales/${id}/dismiss`);
    shop().line.behave = () => 'pass';
    await expect.poll(async () => (await page.register()).gateway, { timeout: 20_000 }).toBe('reachable');
    await page.sell({ code: shop().code(), basketId });
    expect((await page.until('paid')).sale.basketId).toBe(basketId);
  });

  it('is asked about at once when the gateway is back', async () => {
    await shop().openTill({ unresolvedAtMs: 800 });
    const page = await shop().manager();
    const id = await leaveOpen(page, crypto.randomUUID());
    const [charge] = await shop().charges();
    await shop().customer(charge?.orderNumber ?? '', 'approve');
    shop().line.behave = () => 'pass';
    expect((await page.until('paid')).sale.id).toBe(id);
    expect((await page.call<{ verdict: string }>('POST', '/look-up', { number: id })).verdict).toBe('yes');
  });
});
