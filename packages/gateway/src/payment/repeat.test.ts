import { describe, expect, it } from 'vitest';
import { newPayment } from './new-payment.ts';
import { findAlteration, type PaymentIdentity } from './repeat.ts';
import { samplePayment } from './test-payment.ts';
import { storedRefund } from './test-refund.ts';

const stored = newPayment(samplePayment());
const same: PaymentIdentity = {
  payType: stored.payType,
  amountMinor: stored.amountMinor,
  currency: stored.currency,
  authCodeHash: stored.authCodeHash,
};

describe('findAlteration', () => {
  it('takes a request with the same identity for a repeat', () => {
    expect(findAlteration(stored, same)).toBeUndefined();
  });

  it('does not look at what clients stamp anew or only describe', () => {
    const later = {
      ...stored,
      ...same,
      callerTime: '2027-01-01 00:00:00',
      goodsName: 'Coffee',
      deviceId: 'x',
    };
    expect(findAlteration(stored, later)).toBeUndefined();
  });

  it.each([
    ['pay_type', { payType: '800208' }],
    ['txamt', { amountMinor: stored.amountMinor + 1 }],
    ['txcurrcd', { currency: 'JPY' }],
    ['auth_code', { authCodeHash: 'f'.repeat(32) }],
  ] as const)('names %s when that differs', (name, change) => {
    expect(findAlteration(stored, { ...same, ...change })).toBe(name);
  });

  it('names the first difference of several', () => {
    expect(findAlteration(stored, { ...same, amountMinor: 1, authCodeHash: '' })).toBe('txamt');
  });

  it('compares with the state the payment has reached as with a fresh one', () => {
    expect(findAlteration({ ...stored, state: 'paid', version: 2 }, same)).toBeUndefined();
  });

  it('never takes the number of a refund for that of a payment', () => {
    const { payType, amountMinor, currency } = storedRefund();
    expect(findAlteration(storedRefund(), { payType, amountMinor, currency, authCodeHash: '' })).toBe(
      'out_trade_no',
    );
  });
});
