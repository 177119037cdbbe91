import { describe, expect, it } from 'vitest';
import { isMerchantText } from './merchant-text.ts';

describe('isMerchantText', () => {
  it.each([
    '00020101021226',
    '000201',
    'https://qr.alipay.com/bax00001',
    'HTTPS://QR.ALIPAY.COM/BAX00001',
    'http://x',
    'https:x',
    'weixin://wxpay/bizpayurl?pr=abc',
    'WEIXIN:x',
    'wxp://f2f0abc',
    'wxp:f2f0abc',
    'alipays://platformapi/startapp',
    'upwallet://x',
    'a+b.c-1://x',
  ])('knows %s', (text) => {
    expect(isMerchantText(text)).toBe(true);
  });

  it.each(['00020', '100020101', 'wxpay', '1a://x', '://x', 'AB:12', ' https://x', 'x https://x'])(
    'does not take %j for one',
    (text) => {
      expect(isMerchantText(text)).toBe(false);
    },
  );
});
