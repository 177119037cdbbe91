import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBill } from '../../packages/gateway/src/wallet/upstream/bill.ts';
import { readCsv } from './support/csv.ts';
import { VirtualTime } from './support/virtual-time.ts';
import type { WireClient } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';
import { formOf, type Parameters } from './support/wire-signing.ts';
import { readZip } from './support/zip-file.ts';

const PATH = '/download/v1/trade_bill';
const HEADER =
  'mchid,pay_type,order_type,syssn,orig_syssn,out_trade_no,chnlsn,txcurrcd,txamt,cash_fee,cash_fee_type,txdtm,sysdtm,paydtm,respcd,cancel,udid,goods_name,note';
const TYPES = ['800008', '800108', '800208', '801008', '805808', '800708'];

const time = new VirtualTime();
let gateway: WireGateway;
let shop: WireClient;
let chain: WireClient;
const syssns: Record<string, string> = {};

beforeAll(async () => {
  gateway = await WireGateway.start({ time });
  shop = await gateway.merchant();
  chain = await gateway.partner('K1', 'K2');
  syssns['day before'] = (await shop.pay({ out_trade_no: 'BEFORE' })).syssn;
  // 16 March 00:00:00 in UTC+8, the first instant of the day.
  time.advanceTo(Date.UTC(2026, 2, 15, 16));
  syssns['first'] = (await shop.pay({ out_trade_no: 'FIRST', goods_name: '=1+2', udid: '-till' })).syssn;
  syssns['tea'] = (await shop.pay({ out_trade_no: 'TEA', goods_name: 'Tea, "green" 茶' })).syssn;
  syssns['yen'] = (await shop.pay({ out_trade_no: 'YEN', txcurrcd: 'JPY', txamt: '500' })).syssn;
  syssns['refused'] = (await shop.pay({ out_trade_no: 'REFUSED', txamt: '401201' })).syssn;
  syssns['wechat'] = (
    await shop.pay({ out_trade_no: 'WX', pay_type: '800208', auth_code: '134567890123456789' })
  ).syssn;
  await chain.forStore('K2').pay({ out_trade_no: 'K2-1' });
  await shop.send('/trade/v1/add_note', {
    code: shop.credentials.appCode,
    syssn: syssns['tea'],
    note: '@table 7',
  });
  // The last instant of the day.
  time.advanceTo(Date.UTC(2026, 2, 16, 15, 59, 59, 999));
  syssns['last'] = (await shop.pay({ out_trade_no: 'LAST' })).syssn;
  time.advance(1);
  syssns['day after'] = (await shop.pay({ out_trade_no: 'AFTER' })).syssn;
});
afterAll(() => gateway.close());

async function download(till: WireClient, parameters: Parameters): Promise<Response> {
  return fetch(`${gateway.url}${PATH}?${formOf(parameters)}`, { headers: till.headersFor(parameters) });
}

async function bill(till: WireClient, day: string): Promise<ReadonlyMap<string, string>> {
  const response = await download(till, { trade_date: day });
  expect(response.status).toBe(200);
  expect(response.headers.get('Content-Type')).toBe('application/zip');
  expect(response.headers.get('Content-Disposition')).toBe(`attachment; filename="trade_bill_${day}.zip"`);
  return readZip(Buffer.from(await response.arrayBuffer()));
}

describe('the account statement', () => {
  it('is a zip with one CSV for each pay type, the header alone where nothing happened', async () => {
    const files = await bill(shop, '2026-03-14');
    expect([...files.keys()].toSorted()).toEqual(TYPES.map((type) => `2026-03-14_${type}.csv`).toSorted());
    for (const text of files.values()) expect(text).toBe(`${HEADER}\r\n`);
  });

  it('holds the day of sysdtm in UTC+8 to the millisecond, in order, every row of its pay type', async () => {
    const rows = readCsv((await bill(shop, '2026-03-16')).get('2026-03-16_800108.csv') ?? '');
    expect(rows.map((row) => row[5])).toEqual(['out_trade_no', 'FIRST', 'TEA', 'YEN', 'REFUSED', 'LAST', '']);
    for (const row of rows) expect(row).toHaveLength(19);
  });

  it('writes every column of a payment', async () => {
    const rows = readCsv((await bill(shop, '2026-03-16')).get('2026-03-16_800108.csv') ?? '');
    const enquiry = await shop.query({ out_trade_no: 'TEA' });
    const [row] = enquiry.rows;
    expect(rows[2]).toEqual([
      '',
      '800108',
      'payment',
      syssns['tea'],
      '',
      'TEA',
      row?.['chnlsn'],
      'HKD',
      '1050',
      row?.['cash_fee'],
      row?.['cash_fee_type'],
      '2026-03-15 12:00:00',
      '2026-03-16 00:00:00',
      row?.['paydtm'],
      '0000',
      '0',
      '',
      'Tea, "green" 茶',
      "'@table 7",
    ]);
  });

  it('is what a gateway that charges through this one reads, whatever pay types had a line', async () => {
    const ordersOf = async (till: WireClient, day: string): Promise<readonly string[]> => {
      const { body } = await download(till, { trade_date: day });
      const orders: string[] = [];
      for await (const line of readBill(body ?? new ReadableStream())) orders.push(line.requestNumber ?? '');
      return orders;
    };
    expect(await ordersOf(shop, '2026-03-14')).toEqual([]);
    expect(await ordersOf(shop, '2026-03-16')).toEqual(['FIRST', 'TEA', 'YEN', 'LAST', 'WX']);
    expect(await ordersOf(chain, '2026-03-16')).toEqual(['K2-1']);
  });

  it('keeps spreadsheets from taking a cell for a formula', async () => {
    const text = (await bill(shop, '2026-03-16')).get('2026-03-16_800108.csv') ?? '';
    expect(readCsv(text)[1]?.slice(16)).toEqual(["'-till", "'=1+2", '']);
    expect(text).toContain('"Tea, ""green"" 茶"');
  });

  it('ends with counts and sums for each currency, of what moved money', async () => {
    const files = await bill(shop, '2026-03-16');
    const rows = readCsv(files.get('2026-03-16_800108.csv') ?? '');
    expect(rows.at(-1)).toEqual([
      'total',
      '800108',
      ...Array.from({ length: 16 }, () => ''),
      '5 lines; HKD: 3 payments 3150; JPY: 1 payment 500',
    ]);
    const other = readCsv(files.get('2026-03-16_800208.csv') ?? '');
    expect(other.at(-1)?.[18]).toBe('1 line; HKD: 1 payment 1050');
  });

  it('covers every store of a partner, and no other merchant', async () => {
    const rows = readCsv((await bill(chain, '2026-03-16')).get('2026-03-16_800108.csv') ?? '');
    expect(rows.slice(1, -1).map((row) => [row[0], row[5]])).toEqual([['K2', 'K2-1']]);
  });

  it('has a line for each refund', async () => {
    const refund = await shop.send('/trade/v1/refund', {
      syssn: syssns['last'] ?? '',
      out_trade_no: 'BACK',
      txamt: '50',
      txdtm: '2026-03-17 00:00:01',
    });
    expect(refund.respcd).toBe('0000');
    time.advanceTo(Date.UTC(2026, 2, 17, 16));
    const rows = readCsv((await bill(shop, '2026-03-17')).get('2026-03-17_800108.csv') ?? '');
    expect(rows.slice(1, -1).map((row) => [row[2], row[3], row[4], row[5], row[8], row[14]])).toEqual([
      ['payment', syssns['day after'], '', 'AFTER', '1050', '0000'],
      ['refund', refund.syssn, syssns['last'], 'BACK', '50', '0000'],
    ]);
    expect(rows.at(-1)?.[18]).toBe('2 lines; HKD: 1 payment 1050, 1 refund 50');
  });
});

describe('a statement that cannot be given', () => {
  async function refusal(till: WireClient, parameters: Parameters): Promise<unknown[]> {
    const response = await download(till, parameters);
    const text = await response.text();
    expect(response.headers.get('Content-Type')).toMatch(/^application\/json/);
    const { respcd, respmsg } = JSON.parse(text) as Record<string, string>;
    return [response.status, respcd, respmsg];
  }

  it.each([
    ['no day', {}, 'trade_date: is missing'],
    ['a malformed day', { trade_date: '20260316' }, 'trade_date: must be a real day written YYYY-MM-DD'],
    [
      'a day that does not exist',
      { trade_date: '2026-02-30' },
      'trade_date: must be a real day written YYYY-MM-DD',
    ],
    [
      'a store',
      { trade_date: '2026-03-16', mchid: 'K1' },
      'mchid: may not be sent; a statement covers every store',
    ],
    ['a day to come', { trade_date: '2030-01-01' }, /^trade_date: this day is not over yet/],
  ])('is refused with 1104 as JSON: %s', async (_what, parameters, message) => {
    const [status, respcd, respmsg] = await refusal(shop, parameters);
    expect([status, respcd]).toEqual([200, '1104']);
    if (typeof message === 'string') expect(respmsg).toBe(message);
    else expect(respmsg).toMatch(message);
  });

  it('is refused for today, until the day is over in UTC+8', async () => {
    const today = new Date(time.nowMs() + 8 * 3_600_000).toISOString().slice(0, 10);
    expect((await refusal(shop, { trade_date: today }))[1]).toBe('1104');
  });

  it('is refused without a right signature, and to a disabled merchant', async () => {
    const stranger = shop.withKey('0'.repeat(32));
    expect((await refusal(stranger, { trade_date: '2026-03-16' }))[1]).toBe('1108');
    const closed = await gateway.merchant();
    await gateway.administration.change(closed.credentials.appCode, { status: 'disabled' });
    expect((await refusal(closed, { trade_date: '2026-03-16' }))[1]).toBe('1243');
  });

  it('cannot be posted', async () => {
    const response = await fetch(gateway.url + PATH, { method: 'POST' });
    expect(response.status).toBe(405);
  });
});
