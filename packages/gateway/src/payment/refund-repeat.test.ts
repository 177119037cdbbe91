import { expect, it } from 'vitest';
import { findRefundAlteration } from './refund-repeat.ts';
import { paidPayment, sampleRefund, storedRefund } from './test-refund.ts';

it.each([
  ['the same', {}, undefined],
  ['another time, device and address', { callerTime: 'later', deviceId: 'x', notifyUrl: 'y' }, undefined],
  ['another payment', { originalSyssn: '1' }, 'syssn'],
  ['another amount', { amountMinor: 401 }, 'txamt'],
])('compares a refund with the first of its number: %s', (_what, changes, altered) => {
  expect(findRefundAlteration(storedRefund(), sampleRefund(changes))).toBe(altered);
});

it('never takes a payment for a refund', () => {
  expect(findRefundAlteration(paidPayment(), sampleRefund())).toBe('out_trade_no');
});
