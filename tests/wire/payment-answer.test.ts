import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { typesOf, wireTextOf, wireTime } from './support/wire-text.ts';
import { PAY_TYPE_WALLETS } from './support/payment-codes.ts';
import { VirtualTime } from './support/virtual-time.ts';
import { freshOrderNumber, type WireClient } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';

const time = new VirtualTime();
let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start({ time });
  shop = await gateway.merchant();
});
afterAll(() => gateway.close());

/** The members of a payment answer and their JSON types (contract, section 5.1). */
const PAYMENT_TYPES = {
  respcd: 'string',
  resperr: 'string',
  respmsg: 'string',
  syssn: 'string',
  out_trade_no: 'string',
  pay_type: 'string',
  txamt: 'number',
  txcurrcd: 'string',
  txdtm: 'string',
  sysdtm: 'string',
  paydtm: 'string',
  udid: 'string',
  chnlsn: 'string',
};

describe.each(PAY_TYPE_WALLETS)('a payment under %s with a code of %s', (payType, wallet) => {
  it('is charged by the wallet and answered with every member in its JSON type', async () => {
    const { auth_code } = await gateway.phoneCode(wallet);
    const outTradeNo = freshOrderNumber();
    const answer = await shop.pay({
      auth_code,
      pay_type: payType,
      out_trade_no: outTradeNo,
      txamt: '1234',
      txdtm: '2026-03-05 10:00:00',
      udid: 'POS-07',
    });

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=UTF-8');
    expect(typesOf(answer.body)).toEqual(PAYMENT_TYPES);
    expect(answer.body).toMatchObject({
      respcd: '0000',
      resperr: '交易成功',
      respmsg: 'OK',
      out_trade_no: outTradeNo,
      pay_type: payType,
      txamt: 1234,
      txcurrcd: 'HKD',
      txdtm: '2026-03-05 10:00:00',
      udid: 'POS-07',
      sysdtm: wireTime(time.nowMs()),
      paydtm: wireTime(time.nowMs()),
    });
    expect(answer.syssn).toMatch(/^2026031500010002\d{10}$/);
    expect(answer.body['chnlsn']).toMatch(/^\d{22}$/);

    const orders = await gateway.walletOrders(wallet);
    expect(orders.find(({ channel_order_id: id }) => id === answer.syssn)).toMatchObject({
      state: 'paid',
      amount_minor: 1234,
      currency: 'HKD',
      times_charged: 1,
    });
  });
});

describe('a payment', () => {
  it.each([
    ['800008', 'wechatpay', 'wechatpay'],
    ['800008', 'wechatpayhk', 'wechatpayhk'],
    ['800008', 'unionpay', 'unionpay'],
    ['800108', 'alipayhk', 'alipayhk'],
    ['800208', 'wechatpayhk', 'wechatpayhk'],
    ['801008', 'wechatpay', 'wechatpay'],
  ])('under %s takes a code of %s too', async (payType, wallet, book) => {
    const { auth_code } = await gateway.phoneCode(wallet);
    const answer = await shop.pay({ auth_code, pay_type: payType });
    expect(answer.body).toMatchObject({ respcd: '0000', pay_type: payType });
    const orders = await gateway.walletOrders(book);
    expect(orders.map(({ channel_order_id: id }) => id)).toContain(answer.syssn);
  });

  it('takes the EMV text of a UnionPay QR, with its + and / sent encoded', async () => {
    const { emv_text: emvText } = await gateway.phoneCode('unionpay');
    const answer = await shop.pay({ auth_code: emvText, pay_type: '800708' });
    expect(answer.respcd).toBe('0000');
  });

  it.each(['plus-as-blank', 'padding-lost', 'line-end', 'aim-prefix', 'group-separator'] as const)(
    'takes an EMV text that arrives damaged, but whole: %s',
    async (damage) => {
      const answer = await shop.pay({ auth_code: await gateway.damagedText(damage), pay_type: '800708' });
      expect(answer.respcd).toBe('0000');
    },
  );

  it('echoes an empty udid and the waiting payer leaves paydtm and chnlsn empty', async () => {
    const answer = await shop.pay({ txamt: '401143' });
    expect(typesOf(answer.body)).toEqual(PAYMENT_TYPES);
    expect(answer.body).toMatchObject({ respcd: '1143', udid: '', paydtm: '', chnlsn: '' });
  });

  it('that the wallet declines carries its number and every member', async () => {
    const answer = await shop.pay({ txamt: '401201' });
    expect(typesOf(answer.body)).toEqual(PAYMENT_TYPES);
    expect(answer.body).toMatchObject({ respcd: '1201', paydtm: '', chnlsn: '' });
    expect(answer.syssn).not.toBe('');
  });

  it('refused before it got a number answers with the three result members and out_trade_no', async () => {
    const outTradeNo = freshOrderNumber();
    const answer = await shop.pay({ txamt: '0', out_trade_no: outTradeNo });
    expect(typesOf(answer.body)).toEqual({
      respcd: 'string',
      resperr: 'string',
      respmsg: 'string',
      out_trade_no: 'string',
    });
    expect(answer.body).toMatchObject({ respcd: '1104', out_trade_no: outTradeNo });
  });

  it('takes amounts from 1 to 99999999999 and JPY without decimals', async () => {
    for (const txamt of ['1', '99999999999']) {
      const answer = await shop.pay({ txamt });
      expect(answer.body).toMatchObject({ respcd: '0000', txamt: Number(txamt) });
    }
    const yen = await shop.pay({ txamt: '1000', txcurrcd: 'JPY' });
    expect(yen.body).toMatchObject({ respcd: '0000', txamt: 1000, txcurrcd: 'JPY' });
  });

  it('keeps txdtm as sent, however far from the clock, with and without txzone', async () => {
    for (const changes of [
      { txdtm: '1999-12-31 23:59:59' },
      { txdtm: '2199-01-01 00:00:00', txzone: '+0900' },
      { txdtm: '2026-03-05 10:00:00', txzone: '-0500' },
    ]) {
      const answer = await shop.pay(changes);
      expect(answer.body).toMatchObject({ respcd: '0000', txdtm: changes.txdtm });
    }
  });

  it('is never refused for its description: 64 characters are kept, control characters are not', async () => {
    const paid = await shop.pay({ goods_name: `\u0000茶\u2028${'x'.repeat(500)}\n` });
    expect(paid.respcd).toBe('0000');
    const { rows } = await shop.query({ syssn: paid.syssn });
    expect(rows[0]).toMatchObject({ goods_name: `茶${'x'.repeat(63)}` });
  });

  it('tolerates unknown parameters and the older ones that have no effect', async () => {
    const answer = await shop.pay({
      product_name: 'Tea',
      return_url: 'https://shop.example/return',
      constructor: 'x',
      toString: 'x',
      hasOwnProperty: 'x',
      Page: '1',
      empty: '',
    });
    expect(answer.respcd).toBe('0000');
  });
});

describe('the text of an answer', () => {
  it('is ASCII JSON with ", " and ": " and lower-case escapes, byte for byte', async () => {
    const paid = await shop.pay({ goods_name: '測試 "Ä" \\ 🍵 \u007f', udid: 'Ünit "7" \\' });
    const answers = [
      paid,
      await shop.query({ syssn: paid.syssn }),
      await shop.query({ syssn: '1' }),
      await shop.pay({ txamt: '0' }),
      await shop.pay({ txamt: '401143' }),
      await shop.pay({}, { headers: { 'X-QF-SIGN': '0'.repeat(32) } }),
    ];
    for (const { text, body } of answers) {
      expect(text).toMatch(/^[ -~]+$/);
      expect(text).toBe(wireTextOf(body));
    }
    expect(paid.text).toContain('"resperr": "\\u4ea4\\u6613\\u6210\\u529f"');
    expect(paid.body['udid']).toBe('Ünit "7" \\');
  });
});
