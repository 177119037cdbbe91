import type { PayType } from '@opencpm/protocol';
import { describe, expect, it } from 'vitest';
import { directMerchant } from '../merchant/test-merchant.ts';
import { everyPayType } from '../wallet/connectors.ts';
import { ScriptedWallet } from '../wallet/test-wallet.ts';
import { routeToWallet } from './wallet-route.ts';

const ALIPAY = '281234567890123456';
const WECHAT = '131234567890123456';
const WECHAT_HK = '151234567890123456';
const UNIONPAY = '6212345678901234567';

const WALLET = new ScriptedWallet();
const OTHER = new ScriptedWallet('other');
const CONNECTORS = everyPayType(WALLET);

function route(payType: PayType, code: string, payTypes?: readonly PayType[]) {
  return routeToWallet(directMerchant(payTypes === undefined ? {} : { payTypes }), payType, code, CONNECTORS);
}

describe('routeToWallet', () => {
  it.each([
    ['800108', ALIPAY, 'alipay', '800108'],
    ['800208', WECHAT, 'wechatpay', '800208'],
    ['800208', WECHAT_HK, 'wechatpay_hk', '800208'],
    ['801008', WECHAT_HK, 'wechatpay_hk', '801008'],
    ['801008', WECHAT, 'wechatpay', '801008'],
    ['800708', UNIONPAY, 'unionpay', '800708'],
    ['805808', '801234567890123456', 'payme', '805808'],
    ['800008', ALIPAY, 'alipay', '800108'],
    ['800008', WECHAT, 'wechatpay', '800208'],
    ['800008', WECHAT_HK, 'wechatpay_hk', '801008'],
    ['800008', UNIONPAY, 'unionpay', '800708'],
  ] as const)('sends under %s the code %s to %s', (payType, code, family, contract) => {
    expect(route(payType, code)).toEqual({ ok: true, family, contract, connector: WALLET, code });
  });

  it('charges a pay type through the connector the merchant has for its contract', () => {
    const connectors = {
      byName: new Map([WALLET, OTHER].map((wallet) => [wallet.name, wallet] as const)),
      routes: CONNECTORS.routes,
    };
    const merchant = directMerchant({ routes: { '801008': 'other', '800708': 'gone' } });
    const name = (payType: PayType, code: string): string => {
      const found = routeToWallet(merchant, payType, code, connectors);
      return found.ok ? found.connector.name : found.refusal.message;
    };
    expect([name('800008', WECHAT_HK), name('801008', WECHAT), name('800208', WECHAT_HK)]).toEqual([
      'other',
      'other',
      WALLET.name,
    ]);
    expect(name('800008', ALIPAY)).toBe(WALLET.name);
    expect(name('800008', UNIONPAY)).toBe(
      'pay_type: this gateway has no wallet behind UnionPay QuickPass (800708) for this merchant',
    );
  });

  it('charges nobody under a pay type without a route', () => {
    const connectors = { byName: CONNECTORS.byName, routes: {} };
    expect(routeToWallet(directMerchant(), '800108', ALIPAY, connectors)).toMatchObject({
      ok: false,
      refusal: { respcd: '1242' },
    });
  });

  it('gives the wallet the cleaned code', () => {
    expect(route('800108', ` ${ALIPAY}\r\n`)).toMatchObject({ ok: true, family: 'alipay', code: ALIPAY });
  });

  it.each([
    ['800108', WECHAT, '2006'],
    ['800208', ALIPAY, '2006'],
    ['800008', '9999', '2006'],
    ['800108', '', '1104'],
    ['800108', 'x'.repeat(600), '1104'],
  ] as const)('refuses under %s the code %s with %s, naming the field', (payType, code, respcd) => {
    const refused = route(payType, code);
    expect(refused).toMatchObject({ ok: false, refusal: { respcd } });
    if (!refused.ok) expect(refused.refusal.message).toMatch(/^auth_code: /);
  });

  it('never repeats the code in a refusal', () => {
    for (const [payType, code] of [
      ['800108', WECHAT],
      ['800008', '9999999999'],
    ] as const) {
      const refused = route(payType, code);
      expect(refused.ok ? '' : refused.refusal.message).not.toContain(code);
    }
  });

  it('refuses a pay type the merchant has not', () => {
    expect(route('800108', ALIPAY, ['800208'])).toEqual({
      ok: false,
      code: ALIPAY,
      refusal: { respcd: '1242', message: 'pay_type: Alipay (800108) is not open for this merchant' },
    });
  });

  it('tells a code of another wallet before a pay type that is not open', () => {
    expect(route('800108', WECHAT, ['800208'])).toMatchObject({ refusal: { respcd: '2006' } });
  });

  it.each([
    [WECHAT_HK, ['800008', '801008'], 'wechatpay_hk', '801008'],
    [WECHAT_HK, ['800008', '800208'], 'wechatpay_hk', '800208'],
    [WECHAT, ['800008', '801008'], 'wechatpay', '801008'],
  ] as const)(
    'charges %s under 800008 by any contract that covers it: %o',
    (code, payTypes, family, contract) => {
      expect(route('800008', code, payTypes)).toMatchObject({ ok: true, family, contract, code });
    },
  );

  it.each([
    [ALIPAY, 'Alipay (800108)'],
    [WECHAT, 'WeChat Pay (800208)'],
    [WECHAT_HK, 'WeChat Pay HK (801008)'],
    [UNIONPAY, 'UnionPay QuickPass (800708)'],
  ])('refuses %s under 800008 without a contract for its wallet', (code, name) => {
    expect(route('800008', code, ['800008'])).toEqual({
      ok: false,
      code,
      refusal: { respcd: '1242', message: `pay_type: ${name} is not open for this merchant` },
    });
  });

  it('refuses 800008 itself when it is not open', () => {
    expect(route('800008', ALIPAY, ['800108'])).toMatchObject({ refusal: { respcd: '1242' } });
  });
});
