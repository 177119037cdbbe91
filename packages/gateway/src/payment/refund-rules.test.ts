import { describe, expect, it } from 'vitest';
import { type RefundPause, USUAL_REFUND_POLICY } from './refund-policy.ts';
import { findPolicyRefusal, findStateRefusal } from './refund-rules.ts';
import { PAYMENT_STATES } from './state.ts';
import { paidPayment } from './test-refund.ts';

const DAY_MS = 86_400_000;
const PAID_AT_MS = paidPayment().paidAtMs ?? 0;

/** An instant of 2026-03-02, by its clock time in UTC+8. */
function at(time: string): number {
  return Date.parse(`2026-03-02T${time}+08:00`);
}

describe('the state of a payment', () => {
  it.each(PAYMENT_STATES)('decides whether it can be returned: %s', (state) => {
    const respcd = findStateRefusal(paidPayment({ state, refundedMinor: 0 }), 1)?.respcd;
    const expected = { paid: undefined, partly_refunded: undefined, refunded: '1262' };
    expect(respcd).toBe(state in expected ? expected[state as keyof typeof expected] : '1261');
  });

  it.each([
    [0, 0, 1050, undefined],
    [0, 0, 1051, '1272'],
    [400, 0, 650, undefined],
    [400, 0, 651, '1272'],
    [1049, 0, 1, undefined],
    [0, 1, 1, '1155'],
    [400, 100, 1050, '1155'],
  ])('with %d returned and %d reserved, %d gives %s', (refundedMinor, refundPendingMinor, amount, respcd) => {
    const payment = paidPayment({
      state: refundedMinor === 0 ? 'paid' : 'partly_refunded',
      refundedMinor,
      refundPendingMinor,
    });
    expect(findStateRefusal(payment, amount)?.respcd).toBe(respcd);
  });
});

describe('the rules of the operator', () => {
  const refusal = (amountMinor: number, policy = {}, nowMs = PAID_AT_MS, payment = paidPayment()) =>
    findPolicyRefusal(payment, amountMinor, { ...USUAL_REFUND_POLICY, ...policy }, nowMs);

  it('bar nothing at first', () => {
    expect(refusal(1)).toBeUndefined();
    expect(refusal(1050)).toBeUndefined();
  });

  it('may want a payment back whole for its currency', () => {
    const policy = { wholeOnlyCurrencies: ['JPY', 'HKD'] };
    expect(refusal(1049, policy)).toEqual({
      respcd: '1270',
      message: 'txamt: a payment in HKD can only be returned in full',
    });
    expect(refusal(1050, policy)).toBeUndefined();
    expect(refusal(1, { wholeOnlyCurrencies: ['JPY'] })).toBeUndefined();
  });

  it('may want a payment back whole for its wallet', () => {
    const policy = { wholeOnlyFamilies: ['payme', 'alipay'] };
    expect(refusal(1049, policy)).toEqual({
      respcd: '1271',
      message: 'txamt: a payment by Alipay can only be returned in full',
    });
    expect(refusal(1050, policy)).toBeUndefined();
    expect(refusal(1, { wholeOnlyFamilies: ['payme'] })).toBeUndefined();
  });

  it.each([
    ['alipay', 365],
    ['wechatpay', 365],
    ['wechatpay_hk', 365],
    ['unionpay', 365],
    ['payme', 90],
  ] as const)('end with the period of %s, %d days', (family, days) => {
    const payment = paidPayment({ family });
    expect(refusal(1, {}, PAID_AT_MS + days * DAY_MS, payment)).toBeUndefined();
    expect(refusal(1, {}, PAID_AT_MS + days * DAY_MS + 1, payment)?.respcd).toBe('1265');
  });

  it("count from the intent when the wallet's own time is missing", () => {
    const payment = paidPayment({ paidAtMs: undefined });
    expect(refusal(1, {}, payment.createdAtMs + 365 * DAY_MS, payment)).toBeUndefined();
    expect(refusal(1, {}, payment.createdAtMs + 365 * DAY_MS + 1, payment)?.respcd).toBe('1265');
  });

  it.each([
    [{ fromMinute: 1_410, toMinute: 30 }, '23:29:59.999', false],
    [{ fromMinute: 1_410, toMinute: 30 }, '23:30:00', true],
    [{ fromMinute: 1_410, toMinute: 30 }, '00:00:00', true],
    [{ fromMinute: 1_410, toMinute: 30 }, '00:29:59.999', true],
    [{ fromMinute: 1_410, toMinute: 30 }, '00:30:00', false],
    [{ fromMinute: 60, toMinute: 120 }, '00:59:59', false],
    [{ fromMinute: 60, toMinute: 120 }, '01:00:00', true],
    [{ fromMinute: 60, toMinute: 120 }, '02:00:00', false],
  ] satisfies [RefundPause, string, boolean][])('pause %o at %s: %s', (pause, time, paused) => {
    expect(refusal(1, { pause }, at(time))?.respcd).toBe(paused ? '1265' : undefined);
  });

  it('name the hours of the pause', () => {
    expect(refusal(1, { pause: { fromMinute: 1_410, toMinute: 30 } }, at('23:45:00'))?.message).toBe(
      'no refunds between 23:30 and 00:30 (UTC+8); try again after that',
    );
  });
});

describe('the words of a refusal', () => {
  it('say what is left and how long a wallet returns money', () => {
    expect(findStateRefusal(paidPayment(), 1051)?.message).toBe(
      'txamt: is more than what is left of this payment',
    );
    const late = PAID_AT_MS + 366 * DAY_MS;
    expect(findPolicyRefusal(paidPayment(), 1050, USUAL_REFUND_POLICY, late)?.message).toBe(
      'syssn: Alipay returns money within 365 days; this payment is older',
    );
  });

  it('come at no time when a pause begins as it ends', () => {
    const policy = { ...USUAL_REFUND_POLICY, pause: { fromMinute: 90, toMinute: 90 } };
    for (const time of ['00:00', '01:30', '23:59']) {
      expect(findPolicyRefusal(paidPayment(), 1050, policy, at(time)), time).toBeUndefined();
    }
  });
});
