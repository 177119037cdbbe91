import { WALLET_FAMILIES } from '@opencpm/protocol';
import { describe, expect, it } from 'vitest';
import { readPaymentCode } from './read-code.ts';

const EMV_TEXT = 'hQVDUFYwMWEWTwigAAADMwEBA1oKYpJhA1hEQzVkHw==';
const EMV_PAN = '6292610358444335641';

const CODES = [
  ['281234567890123456', 'alipay'],
  ['2512345678901234', 'alipay'],
  ['301234567890123456789012', 'alipay'],
  ['101234567890123456', 'wechatpay'],
  ['141234567890123456', 'wechatpay'],
  ['151234567890123456', 'wechatpay_hk'],
  ['161234567890123456', 'wechatpay_hk'],
  ['6212345678901234567', 'unionpay'],
  ['62123456789012345678', 'unionpay'],
  ['801234567890123456', 'payme'],
] as const;

describe('reading a payment code', () => {
  it.each(CODES)('%s belongs to %s and to no other family', (code, family) => {
    const readers = WALLET_FAMILIES.filter((each) => readPaymentCode(each, code) !== undefined);
    expect(readers).toEqual([family]);
  });

  it('takes the card number out of an EMV text, with or without padding', () => {
    const expected = { digits: EMV_PAN, emvText: EMV_TEXT.slice(0, -2) };
    expect(readPaymentCode('unionpay', EMV_TEXT)).toEqual(expected);
    expect(readPaymentCode('unionpay', EMV_TEXT.slice(0, -2))).toEqual(expected);
    expect(readPaymentCode('alipay', EMV_TEXT)).toBeUndefined();
  });

  it.each([
    '',
    '4006381333931',
    '000201010212',
    'https://qr.alipay.com/x',
    'hQVDUFYwMWE',
    '28123456789012345x',
  ])('knows no %j', (code) => {
    for (const family of WALLET_FAMILIES) expect(readPaymentCode(family, code)).toBeUndefined();
  });
});
