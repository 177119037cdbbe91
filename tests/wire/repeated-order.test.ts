import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeUpCode } from './support/payment-codes.ts';
import { VirtualTime } from './support/virtual-time.ts';
import {
  freshOrderNumber,
  type ParameterChanges,
  PAYMENT_PATH,
  paymentOf,
  type WireAnswer,
  type WireClient,
  withChanges,
} from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';

const time = new VirtualTime();
let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start({ time });
  shop = await gateway.merchant();
});
afterAll(() => gateway.close());

/** What the wallets have charged under the number of an answer. */
async function timesCharged(syssn: string): Promise<number> {
  const orders = await gateway.walletOrders();
  return orders
    .filter((order) => order.channel_order_id === syssn)
    .reduce((sum, order) => sum + order.times_charged, 0);
}

/** The members of an answer that must be the same in every answer about one payment. */
function truthOf({ body }: WireAnswer): object {
  const { syssn, respcd, sysdtm, paydtm, chnlsn, txamt } = body;
  return { syssn, respcd, sysdtm, paydtm, chnlsn, txamt };
}

describe('a true repeat', () => {
  it.each<[what: string, change: (code: string) => ParameterChanges]>([
    ['with the same txdtm', () => ({})],
    ['with a new txdtm', () => ({ txdtm: '2026-03-15 12:00:31' })],
    ['with another goods_name', () => ({ goods_name: 'Coffee' })],
    [
      'with another udid, notify_url and unknown parameter',
      () => ({ udid: 'B', notify_url: 'https://shop.example/x', more: '1' }),
    ],
    ['with the noise of a scanner around the code', (code) => ({ auth_code: `]C0 ${code} \r\n` })],
  ])('%s answers the first payment and charges nobody', async (_what, change) => {
    const first = paymentOf({ goods_name: 'Tea' });
    const paid = await shop.send(PAYMENT_PATH, first);
    const before = await gateway.traces();
    const changes = change(first['auth_code'] ?? '');
    const repeat = await shop.send(PAYMENT_PATH, withChanges(first, changes));
    expect(repeat.respcd).toBe('0000');
    expect(truthOf(repeat)).toEqual(truthOf(paid));
    expect(repeat.body['txdtm']).toBe(first['txdtm']);
    expect(await gateway.traces()).toEqual(before);
    expect(await timesCharged(paid.syssn)).toBe(1);
  });

  it('answers the truth of now, not of then: pending, then paid', async () => {
    const order = paymentOf({ txamt: '401143' });
    const waiting = await shop.send(PAYMENT_PATH, order);
    expect(waiting.respcd).toBe('1143');
    expect((await shop.send(PAYMENT_PATH, order)).body).toMatchObject({
      respcd: '1143',
      syssn: waiting.syssn,
    });
    await gateway.sandbox(`/payments/${waiting.syssn}/approve`, {});
    await shop.query({ syssn: waiting.syssn });
    expect((await shop.send(PAYMENT_PATH, order)).body).toMatchObject({
      respcd: '0000',
      syssn: waiting.syssn,
    });
    expect(await timesCharged(waiting.syssn)).toBe(1);
  });

  it('of a declined payment answers the refusal and does not try again', async () => {
    const order = paymentOf({ txamt: '401205' });
    const declined = await shop.send(PAYMENT_PATH, order);
    const before = await gateway.traces();
    const repeat = await shop.send(PAYMENT_PATH, order);
    expect(repeat.body).toMatchObject({ respcd: '1205', syssn: declined.syssn });
    expect(await gateway.traces()).toEqual(before);
  });

  it('may leave out the currency of a merchant with one currency', async () => {
    const single = await gateway.merchant({ currencies: ['HKD'] });
    const { txcurrcd, ...without } = paymentOf();
    const paid = await single.send(PAYMENT_PATH, { ...without, txcurrcd: txcurrcd ?? '' });
    expect(await single.send(PAYMENT_PATH, without)).toMatchObject({
      respcd: '0000',
      syssn: paid.syssn,
    });
  });

  it.each<[what: string, change: (appCode: string, storeId: string) => Promise<unknown>]>([
    ['its pay type was closed', (app) => gateway.administration.change(app, { payTypes: ['800208'] })],
    ['its currency was closed', (app) => gateway.administration.change(app, { currencies: ['EUR'] })],
    [
      'its store was disabled',
      (app, storeId) =>
        gateway.administration.change(app, { stores: [{ storeId, name: 'Store', status: 'disabled' }] }),
    ],
    ['its merchant was disabled', (app) => gateway.administration.change(app, { status: 'disabled' })],
    [
      'its notify_url was no longer registered',
      (app) => gateway.administration.change(app, { notifyPrefixes: ['https://elsewhere.example/'] }),
    ],
  ])('is still answered with the truth after %s', async (what, change) => {
    const storeId = `S${freshOrderNumber().replaceAll(/\D/g, '')}`;
    const till = (await gateway.partner(storeId)).forStore(storeId);
    const order = paymentOf({ mchid: storeId, notify_url: 'https://shop.example/notify' });
    const paid = await till.send(PAYMENT_PATH, order);
    await change(till.credentials.appCode, storeId);
    const before = await gateway.traces();

    const repeat = await till.send(PAYMENT_PATH, order);
    expect(repeat.respcd, what).toBe('0000');
    expect(truthOf(repeat)).toEqual(truthOf(paid));
    const altered = await till.send(PAYMENT_PATH, { ...order, txamt: '1' });
    expect(altered.respcd).toBe('2011');
    const fresh = await till.send(PAYMENT_PATH, {
      ...paymentOf(order),
      out_trade_no: freshOrderNumber(),
    });
    expect(['1104', '1242', '1243']).toContain(fresh.respcd);
    expect(await gateway.traces()).toEqual(before);
  });
});

describe('an altered repeat is refused with 2011 and charges nobody', () => {
  it.each([
    ['txamt', { txamt: '1051' }],
    ['auth_code', { auth_code: madeUpCode() }],
    ['txcurrcd', { txcurrcd: 'EUR' }],
    ['pay_type', { pay_type: '800008' }],
    ['pay_type', { pay_type: '800208', auth_code: madeUpCode('wechatpay') }],
  ])('another %s: %j', async (field, changes) => {
    const order = paymentOf();
    const paid = await shop.send(PAYMENT_PATH, order);
    const before = await gateway.traces();
    const altered = await shop.send(PAYMENT_PATH, { ...order, ...changes });
    expect(altered.respcd).toBe('2011');
    expect(altered.respmsg).toMatch(new RegExp(`^out_trade_no is used\\b.*\\b${field}\\b`));
    expect(altered.body).not.toHaveProperty('syssn');
    expect(altered.body['out_trade_no']).toBe(order['out_trade_no']);
    expect(await gateway.traces()).toEqual(before);
    expect(await shop.send(PAYMENT_PATH, order)).toMatchObject({ respcd: '0000', syssn: paid.syssn });
  });

  it('also when the first try was declined', async () => {
    const order = paymentOf({ txamt: '401205' });
    await shop.send(PAYMENT_PATH, order);
    const before = await gateway.traces();
    const altered = await shop.send(PAYMENT_PATH, { ...order, auth_code: madeUpCode() });
    expect(altered.respcd).toBe('2011');
    expect(await gateway.traces()).toEqual(before);
  });
});

describe('one order number sent a hundred times at once', () => {
  it('is one charge under one syssn, answered 0000 or 1145 and afterwards always 0000', async () => {
    const { auth_code } = await gateway.phoneCode('alipayhk');
    const order = paymentOf({ auth_code });
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, try_) =>
        shop.send(PAYMENT_PATH, {
          ...order,
          txdtm: `2026-03-15 12:01:${String(try_ % 60).padStart(2, '0')}`,
        }),
      ),
    );
    expect(
      answers.map(({ respcd }) => respcd).filter((respcd) => respcd !== '0000' && respcd !== '1145'),
    ).toEqual([]);
    expect(new Set(answers.map(({ syssn }) => syssn)).size).toBe(1);
    const syssn = answers[0]?.syssn ?? '';
    expect(await timesCharged(syssn)).toBe(1);
    const later = await Promise.all(Array.from({ length: 100 }, () => shop.send(PAYMENT_PATH, order)));
    expect(new Set(later.map((answer) => `${answer.respcd} ${answer.syssn}`))).toEqual(
      new Set([`0000 ${syssn}`]),
    );
    expect(await timesCharged(syssn)).toBe(1);
  });

  it('hears 1145 ninety-nine times while the wallet is still working on the first', async () => {
    const order = paymentOf({ txamt: '410007' });
    const first = shop.send(PAYMENT_PATH, order);
    // The wallet's answer takes three seconds that pass when the test says so.
    await time.whenWaiting(3_000);
    const meanwhile = await Promise.all(Array.from({ length: 99 }, () => shop.send(PAYMENT_PATH, order)));
    time.advance(3_000);
    const { respcd, syssn } = await first;
    expect(respcd).toBe('0000');
    expect(new Set(meanwhile.map((answer) => `${answer.respcd} ${answer.syssn}`))).toEqual(
      new Set([`1145 ${syssn}`]),
    );
    expect(await timesCharged(syssn)).toBe(1);
    expect(await shop.send(PAYMENT_PATH, order)).toMatchObject({ respcd: '0000', syssn });
  });

  it('with a hundred amounts is one charge, and 2011 for all the others', async () => {
    const order = paymentOf();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        shop.send(PAYMENT_PATH, { ...order, txamt: String(index + 1) }),
      ),
    );
    const paid = answers.filter(({ respcd }) => respcd === '0000');
    expect(paid).toHaveLength(1);
    expect(answers.filter(({ respcd }) => respcd === '2011')).toHaveLength(99);
    expect(await timesCharged(paid[0]?.syssn ?? '')).toBe(1);
  });
});
