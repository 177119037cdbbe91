import type { PayType } from '@opencpm/protocol';
import { describe, expect, it } from 'vitest';
import { directMerchant } from '../merchant/test-merchant.ts';
import { routeToWallet } from './wallet-route.ts';

const ALIPAY = '281234567890123456';
const WECHAT = '131234567890123456';
const WECHAT_HK = '151234567890123456';
const UNIONPAY = '6212345678901234567';

function route(payType: PayType, code: string, payTypes?: readonly PayType[]) {
  return routeToWallet(directMerchant(payTypes === undefined ? {} : { payTypes }), payType, code);
}

describe('routeToWallet', () => {
  it.each([
    ['800108', ALIPAY, 'alipay'],
    ['800208', WECHAT, 'wechatpay'],
    ['800208', WECHAT_HK, 'wechatpay_hk'],
    ['801008', WECHAT_HK, 'wechatpay_hk'],
    ['801008', WECHAT, 'wechatpay'],
    ['800708', UNIONPAY, 'unionpay'],
    ['805808', '801234567890123456', 'payme'],
    ['800008', ALIPAY, 'alipay'],
    ['800008', WECHAT, 'wechatpay'],
    ['800008', WECHAT_HK, 'wechatpay_hk'],
    ['800008', UNIONPAY, 'unionpay'],
  ] as const)('sends under %s the code %s to %s', (payType, code, family) => {
    expect(route(payType, code)).toEqual({ ok: true, family, code });
  });

  it('gives the wallet the cleaned code', () => {
    expect(route('800108', ` ${ALIPAY}\r\n`)).toEqual({ ok: true, family: 'alipay', code: ALIPAY });
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
    [WECHAT_HK, ['800008', '801008'], 'wechatpay_hk'],
    [WECHAT_HK, ['800008', '800208'], 'wechatpay_hk'],
    [WECHAT, ['800008', '801008'], 'wechatpay'],
  ] as const)('charges %s under 800008 by any contract that covers it: %o', (code, payTypes, family) => {
    expect(route('800008', code, payTypes)).toEqual({ ok: true, family, code });
  });

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
