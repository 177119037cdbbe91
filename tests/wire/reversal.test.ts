import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paid } from './support/refunding.ts';
import { madeUpCode } from './support/payment-codes.ts';
import { VirtualTime } from './support/virtual-time.ts';
import {
  freshOrderNumber,
  type ParameterChanges,
  type WireAnswer,
  type WireClient,
  withChanges,
} from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';
import { typesOf } from './support/wire-text.ts';

const time = new VirtualTime();
let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start({ time });
  shop = await gateway.merchant();
});
afterAll(() => gateway.close());

const PATHS = ['/trade/v1/reversal', '/trade/v1/close'] as const;

/** The members of a reversal's answer, every one text (contract, section 5.4). */
const MEMBERS = [
  'syssn',
  'orig_syssn',
  'out_trade_no',
  'txamt',
  'txcurrcd',
  'txdtm',
  'sysdtm',
  'chnlsn',
  'chnlsn2',
  'cardcd',
  'udid',
  'surcharge_fee',
  'surcharge_rate',
  'respcd',
  'resperr',
  'respmsg',
];

/** Amounts by which a payment waits for its payer and its reversal goes in a certain way. */
const WAITS = '401143';
const REVERSAL_LOST = '430002';
const REFUSED_AT_FIRST = '430003';
const TOO_LATE = '430004';

function reverse(
  syssn: string,
  amount: string,
  changes: ParameterChanges = {},
  path: string = PATHS[0],
  method: 'GET' | 'POST' = 'POST',
): Promise<WireAnswer> {
  const parameters = { syssn, txamt: amount, txdtm: '2026-03-15 12:00:30', udid: 'POS-07' };
  return shop.send(path, withChanges(parameters, changes), { method });
}

describe.each(PATHS)('%s', (path) => {
  it.each(['POST', 'GET'] as const)(
    'cancels an unpaid payment by %s, and answers every member as text',
    async (method) => {
      const outTradeNo = freshOrderNumber();
      const payment = await shop.pay({ txamt: WAITS, out_trade_no: outTradeNo });
      const answer = await reverse(payment.syssn, WAITS, {}, path, method);
      expect(answer.status).toBe(200);
      expect(shop.isSignedFor(answer)).toBe(true);
      expect(typesOf(answer.body)).toEqual(Object.fromEntries(MEMBERS.map((name) => [name, 'string'])));
      expect(answer.body).toMatchObject({
        respcd: '0000',
        orig_syssn: payment.syssn,
        out_trade_no: outTradeNo,
        txamt: WAITS,
        txcurrcd: 'HKD',
        txdtm: '2026-03-15 12:00:30',
        udid: 'POS-07',
        surcharge_fee: '0',
      });
      expect(answer.syssn).toMatch(/^\d{8}\d{4}0002\d{10}$/);
      expect(answer.syssn).not.toBe(payment.syssn);
      const { rows } = await shop.query({ syssn: payment.syssn });
      expect(rows).toMatchObject([{ respcd: '1142', cancel: '1', order_type: 'payment' }]);
      // A reversal is no row of its own.
      expect((await shop.query({ syssn: answer.syssn })).rows).toEqual([]);
    },
  );
});

it('is one reversal for both calls, however often they are sent', async () => {
  const { syssn } = await shop.pay({ txamt: WAITS });
  const first = await reverse(syssn, WAITS);
  const again = await reverse(syssn, WAITS, { txdtm: '2026-03-15 12:01:00' }, PATHS[1]);
  expect(again.body).toMatchObject({ respcd: '0000', syssn: first.syssn, orig_syssn: syssn });
});

it.each([
  ['800108', 'alipay'],
  ['800208', 'wechatpay'],
  ['800708', 'unionpay'],
  ['800008', 'alipay'],
] as const)('cancels a payment of pay type %s', async (payType, wallet) => {
  const payment = await shop.pay({ txamt: WAITS, pay_type: payType, auth_code: madeUpCode(wallet) });
  expect(payment.respcd).toBe('1143');
  const first = await reverse(payment.syssn, WAITS);
  // WeChat Pay takes no reversal in the first 15 s.
  expect(first.respcd).toBe(payType === '800208' ? '1145' : '0000');
  await expect
    .poll(
      async () => {
        time.advance(1_000);
        const again = await reverse(payment.syssn, WAITS);
        return [again.respcd, again.syssn];
      },
      { timeout: 30_000, interval: 10 },
    )
    .toEqual(['0000', first.syssn]);
});

it('finds the payment by its order number alone', async () => {
  const outTradeNo = freshOrderNumber();
  await shop.pay({ txamt: WAITS, out_trade_no: outTradeNo });
  expect((await reverse('', WAITS, { out_trade_no: outTradeNo })).respcd).toBe('0000');
});

describe('answers', () => {
  it('1260 for a paid order, and leaves it paid', async () => {
    const syssn = await paid(shop);
    const answer = await reverse(syssn, '1050');
    expect(answer.body).toMatchObject({ respcd: '1260', orig_syssn: syssn });
    expect(answer.syssn).toBe('');
    expect((await shop.query({ syssn })).rows).toMatchObject([{ respcd: '0000', cancel: '0' }]);
  });

  it('1260 when the payer is quicker than the reversal', async () => {
    const { syssn } = await shop.pay({ txamt: TOO_LATE });
    expect((await reverse(syssn, TOO_LATE)).respcd).toBe('1260');
    expect((await shop.query({ syssn })).rows).toMatchObject([{ respcd: '0000' }]);
  });

  it('1145 while the wallet has not confirmed, and 0000 with the same number once it has', async () => {
    const { syssn } = await shop.pay({ txamt: REFUSED_AT_FIRST });
    const first = await reverse(syssn, REFUSED_AT_FIRST);
    expect(first.body).toMatchObject({ respcd: '1145', orig_syssn: syssn });
    expect((await shop.query({ syssn })).rows).toMatchObject([{ respcd: '1145', cancel: '0' }]);
    await expect
      .poll(
        async () => {
          time.advance(1_000);
          const again = await reverse(syssn, REFUSED_AT_FIRST);
          return [again.respcd, again.syssn];
        },
        { timeout: 20_000 },
      )
      .toEqual(['0000', first.syssn]);
  });

  it('0000 at last when the answer of the wallet was lost', async () => {
    const { syssn } = await shop.pay({ txamt: REVERSAL_LOST });
    await reverse(syssn, REVERSAL_LOST);
    expect((await reverse(syssn, REVERSAL_LOST)).respcd).toBe('0000');
  });

  it('0000 for a payment that was declined: nothing is charged', async () => {
    const { syssn, respcd } = await shop.pay({ txamt: '401205' });
    expect(respcd).toBe('1205');
    expect((await reverse(syssn, '401205')).respcd).toBe('0000');
    expect((await shop.query({ syssn })).rows).toMatchObject([{ respcd: '1205', cancel: '0' }]);
  });

  it.each([
    ['1266', { txamt: '1' }],
    ['1267', { txcurrcd: 'CNY' }],
    ['1267', { out_trade_no: 'another-order' }],
    ['1268', { syssn: '20260315000100020000009999' }],
    ['1104', { syssn: undefined }],
    ['1104', { txamt: undefined }],
    ['1104', { txdtm: undefined }],
    // A text with a payment code is a payment's, and is turned away before its parameters are read.
    ['1108', { auth_code: '281234567890123456' }],
    ['1104', { pay_type: '800108' }],
    ['1104', { goods_name: 'Tea' }],
    ['1104', { notify_url: 'https://shop.example/' }],
  ] as const)('%s for %j', async (respcd, changes) => {
    const { syssn } = await shop.pay({ txamt: WAITS });
    const answer = await reverse(syssn, WAITS, changes);
    expect(answer.respcd).toBe(respcd);
    const [field] = Object.keys(changes);
    if (respcd !== '1108')
      expect(answer.respmsg).toContain(
        respcd === '1267' && field === 'out_trade_no' ? 'out_trade_no' : field,
      );
    expect((await shop.query({ syssn })).rows).toMatchObject([{ respcd: '1143' }]);
  });

  it('1268 for the payment of somebody else', async () => {
    const stranger = await gateway.merchant();
    const { syssn } = await stranger.pay({ txamt: WAITS });
    expect((await reverse(syssn, WAITS)).respcd).toBe('1268');
    expect((await stranger.query({ syssn })).rows).toMatchObject([{ respcd: '1143' }]);
  });
});

it('a payment nobody asks about ends by itself', async () => {
  const { syssn } = await shop.pay({ txamt: WAITS });
  await expect
    .poll(
      async () => {
        time.advance(1_000);
        return (await shop.query({ respcd: '1142', page_size: '100' })).rows.map((row) => row['syssn']);
      },
      { timeout: 30_000, interval: 10 },
    )
    .toContain(syssn);
});
