import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { USUAL_REFUND_POLICY } from '../../packages/gateway/src/index.ts';
import { paid, refund, REFUND_PATH } from './support/refunding.ts';
import { VirtualTime } from './support/virtual-time.ts';
import { freshOrderNumber, type WireClient } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';
import { typesOf, wireTime } from './support/wire-text.ts';

const time = new VirtualTime();
let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start({ time });
  shop = await gateway.merchant();
});
afterAll(() => gateway.close());

/** The members of a refund's answer, every one text (contract, section 5.3). */
const REFUND_MEMBERS = [
  'syssn',
  'orig_syssn',
  'out_trade_no',
  'txamt',
  'txcurrcd',
  'txdtm',
  'sysdtm',
  'paydtm',
  'udid',
  'chnlsn',
  'cardcd',
  'respcd',
  'resperr',
  'respmsg',
  'cash_fee',
  'cash_fee_type',
  'cash_refund_fee',
  'cash_refund_fee_type',
];

/** Amounts by which the sandbox's wallets treat a refund in a certain way. */
const REFUSED = '420002';
const TAKEN_IN = '420004';

async function cancelOf(syssn: string): Promise<unknown> {
  return (await shop.query({ syssn })).rows[0]?.['cancel'];
}

describe('a refund', () => {
  it('goes back in part and then in full, and is answered with every member as text', async () => {
    const payment = await paid(shop);
    const outTradeNo = freshOrderNumber();
    const answer = await refund(shop, payment, { out_trade_no: outTradeNo, udid: 'POS-07', txzone: '+0800' });
    expect(answer.status).toBe(200);
    expect(shop.isSignedFor(answer)).toBe(true);
    expect(typesOf(answer.body)).toEqual(Object.fromEntries(REFUND_MEMBERS.map((name) => [name, 'string'])));
    expect(answer.body).toMatchObject({
      respcd: '0000',
      resperr: '交易成功',
      respmsg: 'OK',
      orig_syssn: payment,
      out_trade_no: outTradeNo,
      txamt: '400',
      txcurrcd: 'HKD',
      txdtm: '2026-03-15 12:05:00',
      sysdtm: wireTime(time.nowMs()),
      paydtm: wireTime(time.nowMs()),
      udid: 'POS-07',
      cash_refund_fee: '400',
      cash_refund_fee_type: 'HKD',
    });
    expect(answer.syssn).toMatch(/^2026031500010002\d{10}$/);
    expect(answer.syssn).not.toBe(payment);
    expect(await cancelOf(payment)).toBe('5');

    expect((await refund(shop, payment, { txamt: '650' })).respcd).toBe('0000');
    expect(await cancelOf(payment)).toBe('3');
    expect(await refund(shop, payment, { txamt: '1' })).toMatchObject({ respcd: '1262' });
  });

  it('is a row of its own, found by its own numbers and in lists', async () => {
    const payment = await paid(shop);
    const outTradeNo = freshOrderNumber();
    const { syssn } = await refund(shop, payment, { out_trade_no: outTradeNo, udid: 'POS-07' });
    const expected = {
      syssn,
      out_trade_no: outTradeNo,
      order_type: 'refund',
      origssn: payment,
      pay_type: '800108',
      txamt: '400',
      txcurrcd: 'HKD',
      respcd: '0000',
      errmsg: '交易成功',
      cancel: '0',
      udid: 'POS-07',
      cash_fee: '',
      cash_refund_fee: '400',
      cash_refund_fee_type: 'HKD',
    };
    for (const by of [{ syssn }, { out_trade_no: outTradeNo }, { syssn, out_trade_no: outTradeNo }]) {
      const { rows } = await shop.query(by);
      expect(rows).toMatchObject([expected]);
      expect(new Set(Object.values(typesOf(rows[0] ?? {})))).toEqual(new Set(['string']));
    }
    expect((await shop.query({ out_trade_no: outTradeNo, pay_type: '800208' })).rows).toEqual([]);
    const [newest] = (await shop.query({ respcd: '0000', pay_type: '800108', page_size: '1' })).rows;
    expect(newest).toMatchObject({ syssn });
    expect((await shop.query({ syssn: payment })).rows[0]).not.toHaveProperty('origssn');
  });

  it('answers a repeat with the state of the first and an altered one with 2011', async () => {
    const payment = await paid(shop);
    const number = { out_trade_no: freshOrderNumber() };
    const first = await refund(shop, payment, number);
    const again = await refund(shop, payment, { ...number, txdtm: '2026-03-15 12:06:00' });
    expect(again.text).toBe(first.text);
    const altered = await refund(shop, payment, { ...number, txamt: '401' });
    expect(altered).toMatchObject({
      respcd: '2011',
      respmsg: 'out_trade_no is used: txamt differs from the first request',
    });
    expect(await cancelOf(payment)).toBe('5');
  });

  it('may not bear the number of a payment, nor a payment that of a refund', async () => {
    const order = { out_trade_no: freshOrderNumber() };
    const payment = await paid(shop, order);
    expect((await refund(shop, payment, order)).respcd).toBe('2011');
    const number = { out_trade_no: freshOrderNumber() };
    await refund(shop, payment, number);
    expect((await shop.pay(number)).respcd).toBe('2011');
  });
});

describe('a refund the wallet does not return at once', () => {
  it('answers 1145 with its number, bars another one, and is settled by an enquiry', async () => {
    const payment = await paid(shop, { txamt: '500000' });
    const number = { out_trade_no: freshOrderNumber(), txamt: TAKEN_IN };
    const open = await refund(shop, payment, number);
    expect(open).toMatchObject({ respcd: '1145', body: { paydtm: '', chnlsn: '', cash_refund_fee: '' } });
    expect(open.syssn).not.toBe('');
    expect((await refund(shop, payment, number)).body).toEqual(open.body);
    expect((await refund(shop, payment, { txamt: '1' })).respcd).toBe('1155');
    expect(await cancelOf(payment)).toBe('0');
    expect((await shop.query({ syssn: open.syssn })).rows).toMatchObject([{ respcd: '1145', paydtm: '' }]);

    time.advance(5_000);
    const { rows } = await shop.query({ out_trade_no: number.out_trade_no });
    expect(rows).toMatchObject([{ syssn: open.syssn, respcd: '0000', cash_refund_fee: TAKEN_IN }]);
    expect(await cancelOf(payment)).toBe('5');
  });

  it('lets the money go when the wallet refuses, and keeps the refusal under its number', async () => {
    const payment = await paid(shop, { txamt: '500000' });
    const number = { out_trade_no: freshOrderNumber(), txamt: REFUSED };
    const refused = await refund(shop, payment, number);
    expect(refused).toMatchObject({ respcd: '1265', body: { orig_syssn: payment, txcurrcd: 'HKD' } });
    expect((await refund(shop, payment, number)).text).toBe(refused.text);
    const listed = await shop.query({ syssn: refused.syssn, respcd: '1265' });
    expect(listed.rows).toMatchObject([{ order_type: 'refund', respcd: '1265', cash_refund_fee: '' }]);
    expect((await refund(shop, payment, { txamt: '500000' })).respcd).toBe('0000');
    expect(await cancelOf(payment)).toBe('3');
  });
});

describe('a request that is no refund', () => {
  it('answers what was sent and the currency of the payment, without a number', async () => {
    const payment = await paid(shop);
    const number = freshOrderNumber();
    const refused = await refund(shop, payment, { out_trade_no: number, txamt: '1051' });
    expect(Object.keys(refused.body)).toEqual([
      'respcd',
      'resperr',
      'respmsg',
      'orig_syssn',
      'out_trade_no',
      'txcurrcd',
    ]);
    expect(refused.body).toMatchObject({
      respcd: '1272',
      orig_syssn: payment,
      out_trade_no: number,
      txcurrcd: 'HKD',
    });
    expect(shop.isSignedFor(refused)).toBe(true);
  });

  it.each([
    ['1268', 'syssn', { syssn: '20260315000100029999999999' }],
    ['1104', 'syssn', { syssn: '1,2' }],
    ['1104', 'syssn', { syssn: undefined }],
    ['1104', 'out_trade_no', { out_trade_no: undefined }],
    ['1104', 'txamt', { txamt: '4.00' }],
    ['1104', 'txamt', { txamt: undefined }],
    ['1104', 'txdtm', { txdtm: undefined }],
    ['1104', 'pay_type', { pay_type: '800108' }],
    ['1104', 'notify_url', { notify_url: 'https://shop.example/n' }],
    ['1104', '_x', { _x: '1' }],
    ['1241', 'mchid', { mchid: 'NOWHERE' }],
  ])('%s names %s: %o', async (respcd, field, changes) => {
    const refused = await refund(shop, await paid(shop), changes);
    expect(refused).toMatchObject({ respcd, syssn: '' });
    expect(refused.respmsg.startsWith(`${field}: `)).toBe(true);
    expect(refused.body).not.toHaveProperty('txcurrcd');
  });

  it('is refused for an open or a declined payment', async () => {
    const open = await shop.pay({ txamt: '401143' });
    expect(await refund(shop, open.syssn)).toMatchObject({ respcd: '1261', body: { txcurrcd: 'HKD' } });
    const declined = await shop.pay({ txamt: '401201' });
    expect((await refund(shop, declined.syssn)).respcd).toBe('1261');
  });

  it("is refused for another merchant's payment, and for another store's", async () => {
    const other = await gateway.merchant();
    expect((await refund(other, await paid(shop))).respcd).toBe('1268');
    const partner = await gateway.partner('RFA', 'RFB');
    const payment = await paid(partner.forStore('RFA'));
    expect((await refund(partner, payment, { mchid: 'RFB' })).respcd).toBe('1268');
    expect((await refund(partner, payment)).respcd).toBe('1104');
    expect((await refund(partner, payment, { mchid: 'RFA' })).respcd).toBe('0000');
  });

  it('is refused when it was signed for a payment', async () => {
    const refused = await refund(shop, await paid(shop), { auth_code: '281111222233334444' });
    expect(refused).toMatchObject({ respcd: '1108', syssn: '' });
  });
});

describe('the rules of the operator', () => {
  const own = new VirtualTime();
  let strict: WireGateway;
  let till: WireClient;
  beforeAll(async () => {
    const refundPolicy = {
      ...USUAL_REFUND_POLICY,
      pause: { fromMinute: 13 * 60, toMinute: 14 * 60 },
      takingsMustCover: true,
      wholeOnlyCurrencies: ['JPY'],
      wholeOnlyFamilies: ['unionpay'],
    } as const;
    strict = await WireGateway.start({ time: own, refundPolicy });
    till = await strict.merchant();
  });
  afterAll(() => strict.close());

  it('hold for the currency and for the wallet', async () => {
    const yen = await paid(till, { txcurrcd: 'JPY' });
    expect(await refund(till, yen)).toMatchObject({ respcd: '1270', body: { txcurrcd: 'JPY' } });
    expect((await refund(till, yen, { txamt: '1050' })).respcd).toBe('0000');
    const { auth_code } = await strict.phoneCode('unionpay');
    const card = await paid(till, { auth_code, pay_type: '800708' });
    expect((await refund(till, card)).respcd).toBe('1271');
    expect((await refund(till, card, { txamt: '1050' })).respcd).toBe('0000');
  });

  it('hold for the hours of the pause, but not for a repeat', async () => {
    const payment = await paid(till);
    const number = { out_trade_no: freshOrderNumber() };
    expect((await refund(till, payment, number)).respcd).toBe('0000');
    own.advance(3_600_000);
    expect(await refund(till, payment)).toMatchObject({
      respcd: '1265',
      respmsg: 'no refunds between 13:00 and 14:00 (UTC+8); try again after that',
    });
    expect((await refund(till, payment, number)).respcd).toBe('0000');
  });

  it('hold back what the takings of the day do not cover', async () => {
    const payment = await paid(till);
    own.advance(12 * 3_600_000);
    const number = { out_trade_no: freshOrderNumber(), txamt: '1050' };
    const refused = await refund(till, payment, number);
    expect(refused).toMatchObject({ respcd: '1269', syssn: '', body: { txcurrcd: 'HKD' } });
    await paid(till);
    expect((await refund(till, payment, number)).respcd).toBe('0000');
  });
});

it('a key in the body is neither needed nor logged, and GET is not taken', async () => {
  const payment = await paid(shop);
  gateway.watch.add('client key', 'SECRETKEYINTHEBODYOFTHEREFUND000');
  const answer = await refund(shop, payment, { key: 'SECRETKEYINTHEBODYOFTHEREFUND000' });
  expect(answer.respcd).toBe('0000');
  expect(answer.text).not.toContain('SECRETKEY');
  const parameters = {
    syssn: payment,
    out_trade_no: freshOrderNumber(),
    txamt: '1',
    txdtm: '2026-03-15 12:05:00',
  };
  expect((await shop.send(REFUND_PATH, parameters, { method: 'GET' })).status).toBe(405);
});
