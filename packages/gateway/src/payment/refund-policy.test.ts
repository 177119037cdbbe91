import { describe, expect, it } from 'vitest';
import { USUAL_REFUND_POLICY } from './refund-policy.ts';

describe('the usual policy of refunds', () => {
  it('limits nothing but the time each wallet gives', () => {
    expect(USUAL_REFUND_POLICY).toEqual({
      daysByFamily: { alipay: 365, wechatpay: 365, wechatpay_hk: 365, unionpay: 365, payme: 90 },
      pause: undefined,
      takingsMustCover: false,
      wholeOnlyCurrencies: [],
      wholeOnlyFamilies: [],
    });
  });
});
