import { expect, it } from 'vitest';
import { standingOf } from './ledger-line.ts';
import { isRefundOpen, REFUND_STATES } from './refund-state.ts';
import { PAYMENT_STATES, WIRE_VIEWS } from './state.ts';

it.each(PAYMENT_STATES)('a payment that is %s stands as the wire shows it', (state) => {
  const { final, respcd } = WIRE_VIEWS[state];
  const settled = respcd === '0000' ? 'settled' : 'void';
  expect(standingOf({ kind: 'payment', state })).toBe(final ? settled : 'open');
});

it.each(REFUND_STATES)('a refund that is %s stands by what happened to the money', (state) => {
  const verdict = state === 'succeeded' ? 'settled' : 'void';
  expect(standingOf({ kind: 'refund', state })).toBe(isRefundOpen(state) ? 'open' : verdict);
});
