import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payBody, refundBody } from './messages.ts';
import { numberFields, type WechatPayIdentity } from './identity.ts';
import {
  certificatesPath,
  orderPath,
  payPath,
  refundPath,
  refundsPath,
  reversePath,
  withQuery,
} from './paths.ts';
import { IDENTITY, ORDER, REFUND } from './test-answers.ts';
import { VECTORS } from './vectors/test-vectors.ts';

const SHOP = { categoryCode: '5411', storeNames: { kp7: 'Peak Mong Kok' } };
const DIRECT: WechatPayIdentity = { mode: 'direct', appid: 'wx7', mchid: '1900000200' };

/** A body of the vectors, read. */
function vector(name: string): Record<string, unknown> {
  const found = VECTORS.requests.find((each) => each.name === name);
  return JSON.parse(found?.body ?? '{}') as Record<string, unknown>;
}

describe('a payment', () => {
  it('is the one of the vectors', () => {
    const expected = { ...vector('A'), scene_info: { device_id: 'POS-01' } };
    expect(payBody(IDENTITY, SHOP, ORDER)).toEqual(expected);
    expect(Object.keys(payBody(IDENTITY, SHOP, ORDER))).toEqual(Object.keys(expected));
  });

  it('of a direct merchant names nobody else', () => {
    const { sp_mchid: _, sp_appid: __, sub_mchid: ___, ...rest } = payBody(IDENTITY, SHOP, ORDER);
    expect(payBody(DIRECT, SHOP, ORDER)).toEqual({ appid: 'wx7', mchid: '1900000200', ...rest });
  });

  it('may bar credit, and leaves out what there is not', () => {
    const body = payBody({ ...IDENTITY, subAppid: 'wx9' }, SHOP, {
      ...ORDER,
      creditBarred: true,
      deviceId: '',
    });
    expect(body).toMatchObject({ limit_pay: 'no_credit', sub_appid: 'wx9' });
    expect(body).not.toHaveProperty('scene_info');
  });

  it.each([
    ['Tea 🍵 and  a\tbun', 'Shop', 'Tea and a bun'],
    ['🍵', 'Shop 🏠', 'Shop'],
    ['', '🏠', 'Payment'],
    ['\ud800 broken', '', 'broken'],
    ['茶'.repeat(200), '', '茶'.repeat(127)],
  ])('shows %j of %j as %j', (description, merchantName, shown) => {
    expect(payBody(IDENTITY, SHOP, { ...ORDER, description, merchantName })).toMatchObject({
      description: shown,
    });
  });

  describe('with the address of the shop', () => {
    const shop = { ...SHOP, storeAddress: '1 Harbour Road, Hong Kong' };
    const address = shop.storeAddress;

    it.each([
      [{ storeId: '' }, { name: 'Demo shop', address }],
      [{ storeId: 'kp1' }, { id: 'kp1', name: 'Demo shop', address }],
      [{ storeId: 'kp7' }, { id: 'kp7', name: 'Peak Mong Kok', address }],
      [
        { storeId: '', merchantName: 'Tea 🍵\n'.repeat(100) },
        { name: 'Tea '.repeat(64).trim(), address },
      ],
    ])('%j is named %j', (facts, storeInfo) => {
      expect(payBody(IDENTITY, shop, { ...ORDER, ...facts })).toMatchObject({
        scene_info: { device_id: 'POS-01', store_info: storeInfo },
      });
    });

    it('a shop without a name is not named', () => {
      const { scene_info: scene } = payBody(IDENTITY, shop, { ...ORDER, merchantName: '🏠' });
      expect(scene).toEqual({ device_id: 'POS-01' });
    });
  });

  it('never shows what the wallet cannot hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (description) => {
        const { description: shown } = payBody(IDENTITY, SHOP, { ...ORDER, description });
        expect(shown).toMatch(/^[^\p{Cc}\p{Cs}\u{10000}-\u{10ffff}]{1,127}$/u);
      }),
    );
  });
});

describe('a refund', () => {
  it('is the one of the vectors', () => {
    const { reason: _, ...expected } = vector('D');
    expect(refundBody(IDENTITY, REFUND, undefined)).toEqual(expected);
  });

  it('asks to be told of its end where an address is set', () => {
    const body = refundBody(IDENTITY, REFUND, 'https://gw.example/wallets/wechatpay/notify');
    expect(body).toEqual({
      ...refundBody(IDENTITY, REFUND, undefined),
      notify_url: 'https://gw.example/wallets/wechatpay/notify',
    });
  });

  it('names the payment by our number when the wallet’s is not known', () => {
    const body = refundBody(IDENTITY, { ...REFUND, walletNumber: '' }, undefined);
    expect(body).toMatchObject({ out_trade_no: REFUND.channelOrderId });
    expect(body).not.toHaveProperty('transaction_id');
  });
});

it('paths are those of the vectors', () => {
  const targets = VECTORS.requests.map(({ target }) => target);
  const number = ORDER.channelOrderId;
  expect([
    payPath('global'),
    withQuery(orderPath('global', number), numberFields(IDENTITY)),
    reversePath('global', number),
    refundsPath('global'),
    payPath('hk'),
  ]).toEqual(targets);
  expect(numberFields(IDENTITY)).toEqual(vector('C'));
  expect([
    orderPath('hk', 'a|b'),
    reversePath('hk', 'a|b'),
    refundPath('hk', 'R1'),
    certificatesPath('hk'),
  ]).toEqual([
    '/hk/v3/transactions/out-trade-no/a%7Cb',
    '/hk/v3/transactions/out-trade-no/a%7Cb/reverse',
    '/hk/v3/refunds/out-refund-no/R1',
    '/hk/v3/certificates',
  ]);
  expect(withQuery('/path', {})).toBe('/path');
  expect(withQuery('/path', { a: 'b&c', d: '1' })).toBe('/path?a=b%26c&d=1');
});
