import { describe, expect, it } from 'vitest';
import { USUAL_REFUND_POLICY } from './payment/refund-policy.ts';
import { readRefundPolicy } from './refund-settings.ts';

function read(environment: Readonly<Record<string, string>>) {
  const problems: string[] = [];
  const policy = readRefundPolicy(
    ({ variable, fallback }) => environment[variable] ?? fallback,
    (problem) => problems.push(problem),
  );
  return { policy, problems };
}

describe('the settings of refunds', () => {
  it('are the usual rules by default', () => {
    expect(read({})).toEqual({ policy: USUAL_REFUND_POLICY, problems: [] });
  });

  it('can all be changed', () => {
    const { policy, problems } = read({
      OPENCPM_REFUND_DAYS: 'payme=30,alipay=9999',
      OPENCPM_REFUND_PAUSE: '23:30-00:30',
      OPENCPM_REFUND_TAKINGS: 'on',
      OPENCPM_REFUND_WHOLE_CURRENCIES: 'JPY,THB',
      OPENCPM_REFUND_WHOLE_WALLETS: 'unionpay',
    });
    expect(problems).toEqual([]);
    expect(policy).toEqual({
      daysByFamily: { alipay: 9_999, wechatpay: 365, wechatpay_hk: 365, unionpay: 365, payme: 30 },
      pause: { fromMinute: 23 * 60 + 30, toMinute: 30 },
      takingsMustCover: true,
      wholeOnlyCurrencies: ['JPY', 'THB'],
      wholeOnlyFamilies: ['unionpay'],
    });
  });

  it.each([
    [
      'OPENCPM_REFUND_DAYS',
      ['', 'payme', 'payme=0', 'paypal=3', 'payme=1.5', 'payme=10000', 'payme=3;alipay=4'],
    ],
    ['OPENCPM_REFUND_PAUSE', ['on', '23:30', '24:00-01:00', '23:60-00:30', '23:30 - 00:30', '']],
    ['OPENCPM_REFUND_TAKINGS', ['yes', 'ON', '']],
    ['OPENCPM_REFUND_WHOLE_CURRENCIES', ['jpy', 'JPY;THB', 'JPY,', 'EURO']],
    ['OPENCPM_REFUND_WHOLE_WALLETS', ['Alipay', 'alipay,,payme', 'visa']],
  ])('name themselves when they are wrong: %s', (variable, values) => {
    for (const value of values) {
      const { policy, problems } = read({ [variable]: value });
      expect(problems, value).toHaveLength(1);
      expect(problems[0]).toMatch(new RegExp(`^${variable} must be `));
      expect(policy).toEqual(USUAL_REFUND_POLICY);
    }
  });
});
