import { describe, expect, it } from 'vitest';
import type {
  LookUpResult,
  ReceiptFacts,
  SaleDetail,
  SaleList,
  ShiftFacts,
  ShiftList,
} from '../../packages/till/src/page-api/index.ts';
import { type Browser, saleOf } from './support/browser.ts';
import { MANAGER, useShop } from './support/shop.ts';

const shop = useShop();

async function approval(browser: Browser, name = MANAGER.name, pin = MANAGER.pin) {
  const { cashiers } = await browser.start();
  return { cashierId: cashiers.find((cashier) => cashier.name === name)?.id ?? '', pin };
}

async function sold(page: Browser, amountMinor = 1050, currency = 'HKD'): Promise<string> {
  await page.sell({ code: shop().code(), amountMinor, currency });
  const { sale } = await page.until('paid', 'not_paid');
  expect(sale.state).toBe('paid');
  return sale.id;
}

function refund(amountMinor: number, by: { cashierId: string; pin: string }) {
  return { refundId: crypto.randomUUID(), amountMinor, approval: by };
}

describe('a refund', () => {
  it('takes a PIN, returns what was asked once, and never more than is left', async () => {
    await shop().openTill();
    const page = await shop().manager();
    const by = await approval(page);
    const id = await sold(page);
    expect(
      (await page.refused('POST', `/sales/${id}/refunds`, refund(100, { ...by, pin: '000111' }))).code,
    ).toBe('wrong_pin');
    const first = refund(400, by);
    const answers = await Promise.all([
      page.call<SaleDetail>('POST', `/sales/${id}/refunds`, first),
      page.tab().call<SaleDetail>('POST', `/sales/${id}/refunds`, first),
    ]).catch(() => undefined);
    // Of the same request twice at once one may be told to look again; nothing goes back twice.
    expect(answers === undefined || answers.length === 2).toBe(true);
    const detail = await page.call<SaleDetail>('POST', `/sales/${id}/refunds`, first);
    expect(detail).toMatchObject({
      sale: { state: 'part_refunded', refundedMinor: 400 },
      refundableMinor: 650,
      refunds: [{ id: first.refundId, state: 'refunded', amountMinor: 400, approvedBy: 'Owner' }],
    });
    expect(await page.refused('POST', `/sales/${id}/refunds`, refund(651, by))).toMatchObject({
      code: 'invalid',
      field: 'amountMinor',
    });
    expect((await page.refused('POST', `/sales/${id}/refunds`, { ...first, amountMinor: 10 })).code).toBe(
      'conflict',
    );
    const rest = await page.call<SaleDetail>('POST', `/sales/${id}/refunds`, refund(650, by));
    expect(rest).toMatchObject({ sale: { state: 'refunded' }, refundableMinor: 0 });
  });

  it('of many at once stays within what was paid', async () => {
    await shop().openTill();
    const page = await shop().manager();
    const by = await approval(page);
    const id = await sold(page);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => page.send('POST', `/sales/${id}/refunds`, refund(800, by))),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const { sale, refundableMinor, refunds } = await page.detail(id);
    expect([sale.refundedMinor, refundableMinor, refunds.length]).toEqual([800, 250, 1]);
  });

  it('whose answer is lost goes back once, and is known in the end', async () => {
    await shop().openTill();
    const page = await shop().manager();
    const id = await sold(page);
    let lost = 0;
    shop().line.behave = (path) => {
      if (path !== '/trade/v1/refund' || lost > 0) return 'pass';
      lost += 1;
      return 'lose-answer';
    };
    const detail = await page.call<SaleDetail>(
      'POST',
      `/sales/${id}/refunds`,
      refund(1050, await approval(page)),
    );
    expect(detail.sale.state).toBe('refunded');
    expect(lost).toBe(1);
  });

  it('goes back for its own sale, though a wallet gave another one a number like that of the sale', async () => {
    await shop().openTill();
    const page = await shop().manager();
    await page.call('POST', '/shift/open', {});
    const [own, other] = [await sold(page), await sold(page, 2000, 'JPY')];
    const { sales } = shop().server.till;
    const attempt = sales.byOrderNumber(other)?.attempt;
    const walletNumber = String(sales.byOrderNumber(own)?.number);
    sales.change(
      other,
      {
        stage: 'ended',
        syssn: attempt?.syssn ?? '',
        verdict: { kind: 'paid', paidAt: '', walletNumber },
      },
      0,
      undefined,
    );
    await page.call('POST', `/sales/${own}/refunds`, refund(1050, await approval(page)));
    const returned = async (id: string) =>
      (await page.call<LookUpResult>('POST', '/look-up', { number: id })).gateway?.returned;
    expect([await returned(own), await returned(other)]).toEqual(['all', 'nothing']);
    const { totals } = await page.call<ShiftFacts>('GET', '/shift');
    expect(totals).toMatchObject([
      { currency: 'HKD', refundedMinor: 1050 },
      { currency: 'JPY', refundedMinor: 0 },
    ]);
  });

  it('that the till did not survive is finished after the restart, under its own number', async () => {
    await shop().openTill();
    const page = await shop().manager();
    const id = await sold(page);
    shop().line.behave = (path) => (path === '/trade/v1/refund' ? 'hold-answer' : 'pass');
    void page.send('POST', `/sales/${id}/refunds`, refund(1050, await approval(page))).catch(() => undefined);
    await expect.poll(() => shop().line.count('/trade/v1/refund')).toBeGreaterThan(0);
    await shop().closeTill();
    shop().line.behave = () => 'pass';
    await shop().openTill();
    const after = await shop().manager();
    await expect.poll(async () => (await after.detail(id)).sale.state, { timeout: 20_000 }).toBe('refunded');
    expect((await after.detail(id)).refunds).toHaveLength(1);
  });

  it('is for those who may, with their own PIN', async () => {
    await shop().openTill();
    const page = await shop().manager();
    for (const [name, pin, mayRefund] of [
      ['Wing', '604207', false],
      ['Ka', '604208', true],
    ] as const) {
      const manager = await approval(page);
      await page.call('POST', '/cashiers', { approval: manager, name, pin, role: 'cashier', mayRefund });
    }
    const id = await sold(page);
    const wing = refund(50, await approval(page, 'Wing', '604207'));
    expect((await page.refused('POST', `/sales/${id}/refunds`, wing)).code).toBe('forbidden');
    const ka = refund(50, await approval(page, 'Ka', '604208'));
    const { refunds } = await page.call<SaleDetail>('POST', `/sales/${id}/refunds`, ka);
    expect(refunds).toMatchObject([{ approvedBy: 'Ka' }]);
  });
});

describe('looking back', () => {
  it('finds a sale by any of its numbers and by its amount, page by page', async () => {
    await shop().openTill();
    const page = await shop().manager();
    const ids = [await sold(page, 1050), await sold(page, 2000), await sold(page, 1050)];
    const { sale } = await page.detail(ids[1] ?? '');
    for (const search of [sale.orderNumber, sale.syssn, sale.walletNumber, '#2', '20', '20.00']) {
      const { sales } = await page.call<SaleList>('GET', `/sales?search=${encodeURIComponent(search)}`);
      expect(
        sales.map(({ id }) => id),
        search,
      ).toContain(sale.id);
    }
    const first = await page.call<SaleList>('GET', '/sales?limit=2&state=paid');
    expect(first.sales.map(({ number }) => number)).toEqual([3, 2]);
    const second = await page.call<SaleList>('GET', `/sales?limit=2&before=${first.next}`);
    expect([second.sales.map(({ number }) => number), second.next]).toEqual([[1], undefined]);
  });

  it('answers whether it went through: by number, by the code scanned again, and for other tills', async () => {
    await shop().openTill();
    const page = await shop().manager();
    const code = shop().code();
    await page.sell({ code });
    const { sale } = await page.until('paid');
    for (const question of [
      { number: sale.id },
      { number: '1' },
      { number: sale.syssn },
      { code: `]C1${code}\n` },
    ]) {
      const found = await page.call<LookUpResult>('POST', '/look-up', question);
      expect(found).toMatchObject({ verdict: 'yes', sale: { id: sale.id }, gateway: { state: 'succeeded' } });
    }
    expect((await page.call<LookUpResult>('POST', '/look-up', { number: 'NEVER' })).verdict).toBe(
      'no_such_sale',
    );
    expect((await page.refused('POST', '/look-up', { code: shop().code() })).code).toBe('not_found');
    expect((await page.refused('POST', '/look-up', {})).field).toBe('number');
    shop().line.behave = () => 'down';
    const offline = await page.call<LookUpResult>('POST', '/look-up', { number: 'NEVER' });
    expect(offline).toMatchObject({ verdict: 'not_known_yet', gatewayReached: false });
  });
});

describe('a shift', () => {
  it('adds up by wallet, currency and cashier, is closed with a difference, and stays as it is', async () => {
    await shop().openTill();
    const page = await shop().manager();
    expect(await page.call('GET', '/shift')).toBeNull();
    const opened = await page.call<ShiftFacts>('POST', '/shift/open', {
      float: { currency: 'HKD', amountMinor: 50_000 },
    });
    expect((await page.refused('POST', '/shift/open', {})).code).toBe('conflict');
    const id = await sold(page, 1050);
    await sold(page, 2000);
    await sold(page, 700, 'JPY');
    await page.call('POST', `/sales/${id}/refunds`, refund(50, await approval(page)));
    const running = await page.call<ShiftFacts>('GET', '/shift');
    expect(running.totals).toEqual([
      {
        wallet: 'alipay',
        currency: 'HKD',
        paidCount: 2,
        paidMinor: 3050,
        refundCount: 1,
        refundedMinor: 50,
        netMinor: 3000,
      },
      {
        wallet: 'alipay',
        currency: 'JPY',
        paidCount: 1,
        paidMinor: 700,
        refundCount: 0,
        refundedMinor: 0,
        netMinor: 700,
      },
    ]);
    expect(running.cashiers.map(({ cashier }) => cashier)).toEqual(['Owner', 'Owner']);
    const counted = [
      { what: 'float', currency: 'HKD', countedMinor: 49_900 },
      { what: 'alipay', currency: 'HKD', countedMinor: 3000 },
      { what: 'wechatpay', currency: 'HKD', countedMinor: 10 },
    ] as const;
    const other = { shiftId: '0123456789abcdef', counted };
    expect((await page.refused('POST', '/shift/close', other)).code).toBe('conflict');
    const closed = await page.closeShift({ shiftId: opened.id, counted, note: '=1+1 short' });
    expect(closed.closed).toMatchObject({
      by: 'Owner',
      lines: [
        { what: 'float', expectedMinor: 50_000, countedMinor: 49_900, differenceMinor: -100 },
        { what: 'alipay', currency: 'HKD', expectedMinor: 3000, differenceMinor: 0 },
        { what: 'alipay', currency: 'JPY', expectedMinor: 700, countedMinor: 700, differenceMinor: 0 },
        { what: 'wechatpay', expectedMinor: 0, countedMinor: 10, differenceMinor: 10 },
      ],
    });
    expect(await page.call('GET', '/shift')).toBeNull();
    // A refund after the close belongs to the next shift.
    await page.call('POST', `/sales/${id}/refunds`, refund(1000, await approval(page)));
    expect(await page.call('GET', `/shifts/${opened.id}`)).toEqual(closed);
    const next = await page.call<ShiftFacts>('POST', '/shift/open', {});
    expect(next.totals).toMatchObject([
      { currency: 'HKD', paidCount: 0, refundedMinor: 1000, netMinor: -1000 },
    ]);
    const { shifts } = await page.call<ShiftList>('GET', '/shifts?limit=1');
    expect(shifts.map(({ number }) => number)).toEqual([2]);
    const csv = await page.send<string>('GET', `/shifts/${opened.id}/csv`);
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="shift-1.csv"');
    expect(csv.body).toContain("'=1+1 short\r\n");
    expect(csv.body).toContain('count,float,HKD,500.00,499.00,-1.00\r\n');
  });

  it('is not closed under a payment, and counts one that ends later in the next shift', async () => {
    await shop().openTill({ unresolvedAtMs: 800 });
    const page = await shop().manager();
    await page.sell({ code: shop().code('410004') });
    const { sale } = await page.untilTurn('customer');
    const { id: shiftId } = await page.call<ShiftFacts>('GET', '/shift');
    expect((await page.refused('POST', '/shift/close', { shiftId, counted: [] })).code).toBe('conflict');
    shop().line.behave = () => 'down';
    await page.until('unresolved');
    const closed = await page.closeShift({ shiftId, counted: [] });
    expect([closed.totals, closed.open.map(({ id }) => id)]).toEqual([[], [sale.id]]);
    await shop().customer(sale.syssn, 'approve');
    shop().line.behave = () => 'pass';
    await page.until('paid');
    const next = await page.call<ShiftFacts>('POST', '/shift/open', {});
    expect(next.totals).toMatchObject([{ paidCount: 1, paidMinor: 1050 }]);
    expect((await page.call<ShiftFacts>('GET', `/shifts/${shiftId}`)).totals).toEqual([]);
  });
});

describe('files and receipts', () => {
  it('lists payments for a spreadsheet', async () => {
    await shop().openTill();
    const page = await shop().manager();
    await sold(page);
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Hong_Kong' }).format();
    const csv = await page.send<string>('GET', `/payments.csv?from=${today}&to=${today}`);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, line] = csv.body.split('\r\n');
    expect(head).toMatch(/^number,time,state,amount/);
    expect(line).toMatch(/^1,\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,paid,10\.50,HKD,0\.00,alipay,28\*\*\*\*0001,T/);
    expect((await page.refused('GET', '/payments.csv?from=2026-02-30')).field).toBe('from');
    expect((await page.refused('GET', '/payments.csv?from=2026-03-02&to=2026-03-01')).field).toBe('to');
  });

  it('gives the customer a copy that nobody else finds, in three languages, as a page and as a file', async () => {
    await shop().openTill();
    const page = await shop().manager();
    const id = await sold(page);
    const receipt = await page.call<ReceiptFacts>('GET', `/sales/${id}/receipt`);
    expect(receipt).toMatchObject({ shop: { name: 'Harbour Coffee' }, urlIsPublic: false });
    expect(receipt.url).toMatch(/\/till\/r\/[\w-]{32}$/);
    expect(new Set(receipt.qr.map((row) => row.length))).toEqual(new Set([receipt.qr.length]));
    for (const [lang, word] of [
      ['en', 'Paid'],
      ['zh-Hant', '收據編號'],
      ['zh-Hans', '收据编号'],
    ] as const) {
      // Whoever has the address needs no session, and may come from another page.
      const copy = await fetch(`${receipt.url}?lang=${lang}`, {
        headers: { 'sec-fetch-site': 'cross-site' },
      });
      const text = await copy.text();
      expect(text).toContain(`<html lang="${lang}">`);
      for (const part of [word, 'HKD 10.50', receipt.sale.syssn, '28****0001', 'Pier 7'])
        expect(text).toContain(part);
      expect(text).not.toMatch(/<script|style=/);
      const file = Buffer.from(await (await fetch(`${receipt.pdfUrl}?lang=${lang}`)).arrayBuffer()).toString(
        'latin1',
      );
      expect(file).toMatch(/^%PDF-1\.7\n[\s\S]*%%EOF\n$/);
      expect(file).toContain('(HKD 10.50)');
      const hex = Array.from(word, (each) => each.charCodeAt(0).toString(16).padStart(4, '0')).join('');
      expect(file).toContain(lang === 'en' ? '(Paid)' : hex);
    }
    const other = `${receipt.url.slice(0, -1)}${receipt.url.endsWith('A') ? 'B' : 'A'}`;
    expect((await fetch(other)).status).toBe(404);
  });

  it('has no receipt for what is not paid', async () => {
    await shop().openTill();
    const page = await shop().manager();
    await page.sell(saleOf({ code: shop().code('401201') }));
    const { sale } = await page.until('not_paid');
    expect((await page.refused('GET', `/sales/${sale.id}/receipt`)).code).toBe('conflict');
  });
});
