import { describe, expect, it } from 'vitest';
import { PAY_TYPES, type PayType } from '../pay-type.ts';
import { type Classification, classify } from './classify.ts';
import { type MatchPayTypeOptions, matchPayType } from './match-pay-type.ts';
import { enableRule, WECHATPAY_HK_16_RULE } from './rules.ts';

const ALIPAY = '28763443825664394';
const WECHAT = '134567890123456789';
const WECHAT_HK = '154567890123456789';
const UNIONPAY = '6236098835899996543';
const UNKNOWN = '880101698207133392';
const PAYME: Classification = { kind: 'recognised', family: 'payme', code: 'PAYME-TEST-1', hints: {} };

/** The family, or the response code, for one code under all pay types in the order 800008 … 800708. */
function outcomes(classification: Classification, options?: MatchPayTypeOptions): Record<PayType, string> {
  const entries = PAY_TYPES.map((payType) => {
    const match = matchPayType(payType, classification, options);
    if (!match.ok) expect(match.detail).toMatch(/^[A-Z][ -~]{10,88}\.$/);
    return [payType, match.ok ? match.family : match.respcd];
  });
  return Object.fromEntries(entries);
}

function row(any: string, alipay: string, wechat: string, wechatHk: string, payme: string, unionpay: string) {
  return {
    '800008': any,
    '800108': alipay,
    '800208': wechat,
    '801008': wechatHk,
    '805808': payme,
    '800708': unionpay,
  };
}

const ALL_2006 = row('2006', '2006', '2006', '2006', '2006', '2006');

describe('matchPayType', () => {
  it.each<[string, Classification, object]>([
    ['Alipay', classify(ALIPAY), row('alipay', 'alipay', '2006', '2006', '2006', '2006')],
    ['WeChat', classify(WECHAT), row('wechatpay', '2006', 'wechatpay', 'wechatpay', '2006', '2006')],
    [
      'WeChat HK',
      classify(WECHAT_HK),
      row('wechatpay_hk', '2006', 'wechatpay_hk', 'wechatpay_hk', '2006', '2006'),
    ],
    ['UnionPay', classify(UNIONPAY), row('unionpay', '2006', '2006', '2006', '2006', 'unionpay')],
    ['PayMe', PAYME, row('2006', '2006', '2006', '2006', 'payme', '2006')],
    ['unknown', classify(UNKNOWN), row('2006', '2006', '2006', '2006', 'payme', '2006')],
    ['payee', classify('https://qr.payme.hsbc.com.hk/x'), ALL_2006],
    ['product', classify('4006381333931'), ALL_2006],
    ['foreign scheme', classify('hQVDUFYwMWETTwegAAAAAxAQWghBEREREREREQ=='), ALL_2006],
    ['damaged', classify('hQVDUFY'), row('1202', '1202', '1202', '1202', '1202', '1202')],
    ['empty', classify(''), row('1104', '1104', '1104', '1104', '1104', '1104')],
    ['too long', classify('1'.repeat(513)), row('1104', '1104', '1104', '1104', '1104', '1104')],
  ])('a code of kind %s', (_what, classification, expected) => {
    expect(outcomes(classification)).toEqual(expected);
  });

  it('takes PayMe under 800008 when the merchant asked for it, and still nothing unknown', () => {
    const options = { payMeUnder800008: true };
    expect(outcomes(PAYME, options)).toEqual(row('payme', '2006', '2006', '2006', 'payme', '2006'));
    expect(matchPayType('800008', classify(UNKNOWN), options)).toMatchObject({ ok: false, respcd: '2006' });
  });

  it('passes unknown codes on under explicit pay types when the merchant asked for it, certain ones not', () => {
    const options = { passUnknown: true };
    expect(outcomes(classify(UNKNOWN), options)).toEqual(
      row('2006', 'alipay', 'wechatpay', 'wechatpay_hk', 'payme', 'unionpay'),
    );
    expect(outcomes(classify(UNIONPAY), options)).toEqual(outcomes(classify(UNIONPAY)));
    expect(outcomes(classify('4006381333931'), options)).toEqual(ALL_2006);
  });

  it('takes prefix 16 under 801008 only, once it is switched on', () => {
    const code = '164567890123456789';
    const asUnknown = row('2006', '2006', '2006', '2006', 'payme', '2006');
    expect(outcomes(classify(code))).toEqual(asUnknown);
    expect(outcomes(classify(code, { rules: enableRule(WECHATPAY_HK_16_RULE) }))).toEqual({
      ...asUnknown,
      '801008': 'wechatpay_hk',
    });
  });

  it('tells the cashier which wallet the code is from and what to do', () => {
    expect(matchPayType('800208', classify(UNIONPAY))).toEqual({
      ok: false,
      respcd: '2006',
      detail: 'This code is from UnionPay. Ask for the pay code of WeChat Pay.',
    });
    expect(matchPayType('800008', PAYME)).toEqual({
      ok: false,
      respcd: '2006',
      detail: 'This is a PayMe code. Choose PayMe as the wallet and charge again.',
    });
  });
});
