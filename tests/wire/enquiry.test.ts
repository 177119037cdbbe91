import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { typesOf, wireTime } from './support/wire-text.ts';
import { VirtualTime } from './support/virtual-time.ts';
import { freshOrderNumber, QUERY_PATH, type WireAnswer, type WireClient } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';

const time = new VirtualTime();
let gateway: WireGateway;

beforeAll(async () => {
  gateway = await WireGateway.start({ time });
});
afterAll(() => gateway.close());

const COUNT = 25;

/** A merchant with payments one second apart, and their numbers, the newest first. */
let shop: WireClient;
const syssns: string[] = [];
const orders: string[] = [];

beforeAll(async () => {
  shop = await gateway.merchant();
  for (let index = 0; index < COUNT; index += 1) {
    time.advance(1_000);
    const order = freshOrderNumber();
    const { syssn } = await shop.pay({ out_trade_no: order });
    syssns.unshift(syssn);
    orders.unshift(order);
  }
});

const syssnsOf = ({ rows }: WireAnswer): unknown[] => rows.map(({ syssn }) => syssn);

/** The members of a row; every one is text (contract, section 5.2). */
const ROW_MEMBERS = [
  'syssn',
  'out_trade_no',
  'chnlsn',
  'chnlsn2',
  'pay_type',
  'order_type',
  'txamt',
  'txcurrcd',
  'txdtm',
  'sysdtm',
  'paydtm',
  'respcd',
  'errmsg',
  'cancel',
  'goods_name',
  'goods_info',
  'goods_detail',
  'udid',
  'userid',
  'cardcd',
  'cardtp',
  'clisn',
  'exchange_rate',
  'cash_fee',
  'cash_fee_type',
  'cash_refund_fee',
  'cash_refund_fee_type',
];

describe.each(['POST', 'GET'] as const)('an enquiry by %s', (method) => {
  it('without conditions answers the newest ten of the month, newest first, with numbers for page and page_size', async () => {
    const answer = await shop.query({}, { method });
    expect(typesOf(answer.body)).toEqual({
      respcd: 'string',
      resperr: 'string',
      respmsg: 'string',
      page: 'number',
      page_size: 'number',
      data: 'object',
    });
    expect(answer.body).toMatchObject({ respcd: '0000', page: 1, page_size: 10 });
    expect(syssnsOf(answer)).toEqual(syssns.slice(0, 10));
  });

  it('turns pages without a gap or a repeat, up to an empty one behind the end', async () => {
    const pages = [];
    for (const page of ['1', '2', '3', '4'])
      pages.push(await shop.query({ page, page_size: '9' }, { method }));
    expect(pages.map(syssnsOf)).toEqual([syssns.slice(0, 9), syssns.slice(9, 18), syssns.slice(18), []]);
    expect(pages.map(({ body }) => [body['page'], body['page_size']])).toEqual(
      [1, 2, 3, 4].map((page) => [page, 9]),
    );
    const all = await shop.query({ page_size: '100' }, { method });
    expect(syssnsOf(all)).toEqual(syssns);
  });

  it('finds a payment by syssn and by out_trade_no, as an array of one row', async () => {
    const [syssn = '', order = ''] = [syssns[20], orders[20]];
    for (const numbers of [{ syssn }, { out_trade_no: order }, { syssn, out_trade_no: order }]) {
      const { rows } = await shop.query(numbers, { method });
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ syssn, out_trade_no: order });
    }
  });

  it('finds several numbers separated by commas, and pages them too', async () => {
    const bySyssn = await shop.query({ syssn: [syssns[3], '1', syssns[1]].join(',') }, { method });
    expect(syssnsOf(bySyssn)).toEqual([syssns[1], syssns[3]]);
    const byOrder = await shop.query({ out_trade_no: [orders[7], orders[2], 'NONE'].join(',') }, { method });
    expect(syssnsOf(byOrder)).toEqual([syssns[2], syssns[7]]);
    const many = await shop.query({ syssn: syssns.join(','), page: '2', page_size: '20' }, { method });
    expect(syssnsOf(many)).toEqual(syssns.slice(20));
  });

  it('answers an unknown number with 0000 and an empty list', async () => {
    for (const numbers of [
      { syssn: '20260101000100020000000001' },
      { syssn: '12345678' },
      { syssn: '9'.repeat(128) },
      { out_trade_no: 'NONE' },
      { syssn: ',' },
    ]) {
      const answer = await shop.query(numbers, { method });
      expect(answer.body).toMatchObject({ respcd: '0000', data: [] });
    }
  });

  it('needs both numbers to match when both are given', async () => {
    const answer = await shop.query({ syssn: syssns[0], out_trade_no: orders[1] }, { method });
    expect(answer.body).toMatchObject({ respcd: '0000', data: [] });
  });
});

describe('the filters of an enquiry', () => {
  it('pay_type shows one or several pay types', async () => {
    const own = await gateway.merchant();
    const paid = [];
    for (const [payType, code] of [
      ['800108', '280000000000000001'],
      ['800208', '130000000000000001'],
      ['800008', '280000000000000002'],
    ]) {
      time.advance(1_000);
      paid.unshift((await own.pay({ pay_type: payType, auth_code: code })).syssn);
    }
    expect(syssnsOf(await own.query({ pay_type: '800208' }))).toEqual([paid[1]]);
    expect(syssnsOf(await own.query({ pay_type: '800108,800008' }))).toEqual([paid[0], paid[2]]);
    expect(syssnsOf(await own.query({ pay_type: '800708' }))).toEqual([]);
    expect(syssnsOf(await own.query({ pay_type: '800208', syssn: paid.join(',') }))).toEqual([paid[1]]);
  });

  it('respcd shows one result, with and without numbers', async () => {
    const own = await gateway.merchant();
    const syssns: Record<string, string> = {};
    for (const respcd of ['0000', '1205', '1143', '1145']) {
      syssns[respcd] = (await own.pay({ txamt: `40${respcd}` })).syssn;
    }
    const numbers = Object.values(syssns).join(',');
    for (const [respcd, syssn] of Object.entries(syssns)) {
      expect(syssnsOf(await own.query({ respcd }))).toEqual([syssn]);
      expect(syssnsOf(await own.query({ respcd, syssn: numbers }))).toEqual([syssn]);
    }
    expect(syssnsOf(await own.query({ respcd: '1201' }))).toEqual([]);
  });

  it('mchid with respcd=0000 finds a fresh order in the first ten rows, as the Omnipay client looks for it', async () => {
    const chain = await gateway.partner('OMNIPAY01');
    const till = chain.forStore('OMNIPAY01');
    for (let index = 0; index < 12; index += 1) await till.pay();
    await till.pay({ txamt: '401205' });
    const order = freshOrderNumber();
    time.advance(1_000);
    await till.pay({ out_trade_no: order });
    const answer = await chain.send(QUERY_PATH, { mchid: 'OMNIPAY01', respcd: '0000' });
    expect(answer.rows).toHaveLength(10);
    expect(answer.rows[0]).toMatchObject({ out_trade_no: order, respcd: '0000' });
  });
});

describe('a row of an enquiry', () => {
  it('holds every member as text, txamt and cancel included', async () => {
    const own = await gateway.merchant();
    const { auth_code } = await gateway.phoneCode('alipayhk', 'chan-tai-man');
    const paid = await own.pay({
      auth_code,
      txamt: '1234',
      goods_name: '奶茶',
      udid: 'POS-07',
      txzone: '+0900',
    });
    const [row = {}] = (await own.query({ syssn: paid.syssn })).rows;
    expect(typesOf(row)).toEqual(Object.fromEntries(ROW_MEMBERS.map((name) => [name, 'string'])));
    expect(row).toMatchObject({
      syssn: paid.syssn,
      out_trade_no: paid.body['out_trade_no'],
      chnlsn: paid.body['chnlsn'],
      pay_type: '800108',
      order_type: 'payment',
      txamt: '1234',
      txcurrcd: 'HKD',
      txdtm: paid.body['txdtm'],
      sysdtm: wireTime(time.nowMs()),
      paydtm: wireTime(time.nowMs()),
      respcd: '0000',
      errmsg: '交易成功',
      cancel: '0',
      goods_name: '奶茶',
      udid: 'POS-07',
      cardtp: '5',
      cash_fee: '1234',
      cash_fee_type: 'HKD',
    });
  });

  it('shows what the customer was debited in the wallet’s own currency', async () => {
    const own = await gateway.merchant();
    const { auth_code } = await gateway.phoneCode('alipay', 'li-na');
    const { syssn } = await own.pay({ auth_code, txamt: '1000' });
    const [row = {}] = (await own.query({ syssn })).rows;
    expect(row).toMatchObject({ txamt: '1000', txcurrcd: 'HKD', cash_fee_type: 'CNY' });
    expect(row['cash_fee']).toMatch(/^[1-9]\d*$/);
    expect(row['cash_fee']).not.toBe('1000');
  });

  it('of an unpaid payment has no paydtm, chnlsn or cash_fee', async () => {
    const own = await gateway.merchant();
    const { syssn } = await own.pay({ txamt: '401205' });
    const [row = {}] = (await own.query({ syssn })).rows;
    expect(typesOf(row)).toEqual(Object.fromEntries(ROW_MEMBERS.map((name) => [name, 'string'])));
    expect(row).toMatchObject({ respcd: '1205', cancel: '0', paydtm: '', chnlsn: '', cash_fee: '' });
  });
});

describe('who sees what', () => {
  it('stores of a partner see nothing of each other, and other merchants nothing at all', async () => {
    const chain = await gateway.partner('EAST01', 'WEST01');
    const east = chain.forStore('EAST01');
    const west = chain.forStore('WEST01');
    const order = freshOrderNumber();
    const { syssn } = await east.pay({ out_trade_no: order });
    const others = [west, await gateway.merchant(), (await gateway.partner('NORTH01')).forStore('NORTH01')];
    for (const numbers of [{ syssn }, { out_trade_no: order }, {}]) {
      expect(syssnsOf(await east.query(numbers))).toEqual([syssn]);
      for (const other of others) expect(syssnsOf(await other.query(numbers))).toEqual([]);
    }
  });

  it('a store of somebody else is refused like one that does not exist', async () => {
    await gateway.partner('SOUTH01');
    const chain = await gateway.partner('SOUTH02');
    const foreign = await chain.query({ mchid: 'SOUTH01' });
    const unknown = await chain.query({ mchid: 'NOWHERE' });
    expect(foreign.respcd).toBe('1241');
    expect(foreign.text).toBe(unknown.text);
  });

  it('a partner has to name its store', async () => {
    const chain = await gateway.partner('SOUTH03');
    expect(await chain.query()).toMatchObject({ respcd: '1104', respmsg: expect.stringMatching(/^mchid: /) });
  });

  it('a direct merchant without mchid sees all of its own, with a branch named only that branch', async () => {
    const own = await gateway.merchant({ stores: [{ storeId: 'BRANCH01', name: 'Branch' }] });
    const main = (await own.pay()).syssn;
    time.advance(1_000);
    const branch = (await own.forStore('BRANCH01').pay()).syssn;
    expect(syssnsOf(await own.query())).toEqual([branch, main]);
    expect(syssnsOf(await own.query({ syssn: main }))).toEqual([main]);
    expect(syssnsOf(await own.forStore('BRANCH01').query())).toEqual([branch]);
    expect(syssnsOf(await own.forStore('BRANCH01').query({ syssn: main }))).toEqual([]);
  });

  it('one order number in two stores is two payments', async () => {
    const chain = await gateway.partner('TWIN01', 'TWIN02');
    const order = freshOrderNumber();
    const first = await chain.forStore('TWIN01').pay({ out_trade_no: order });
    const second = await chain.forStore('TWIN02').pay({ out_trade_no: order });
    expect([first.respcd, second.respcd]).toEqual(['0000', '0000']);
    expect(second.syssn).not.toBe(first.syssn);
    expect(syssnsOf(await chain.forStore('TWIN01').query({ out_trade_no: order }))).toEqual([first.syssn]);
  });
});
