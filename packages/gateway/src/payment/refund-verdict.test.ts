import { describe, expect, it } from 'vitest';
import type { RefundAnswer } from '../wallet/connector.ts';
import type { RefundState } from './refund-state.ts';
import { weighRefundAnswer } from './refund-verdict.ts';
import { storedRefund } from './test-refund.ts';

const RETURNED = {
  kind: 'returned',
  amountMinor: 400,
  currency: 'HKD',
  walletNumber: 'R-8',
  payerAccount: 'buyer',
  returnedAtMs: 1_772_337_902_000,
} as const satisfies RefundAnswer;

const REFUSED = {
  kind: 'refused',
  respcd: '1265',
  mayStillReturn: false,
  reason: 'Too old',
} as const satisfies RefundAnswer;

const UNCLEAR: readonly RefundAnswer[] = [
  { kind: 'not_sent', reason: 'DNS' },
  { kind: 'unknown', reason: 'reset' },
  { kind: 'not_found', reason: 'no refund' },
  { kind: 'processing' },
  { ...REFUSED, mayStillReturn: true },
  // A code that does not refuse, beside a refusal, is no clear answer.
  { ...REFUSED, respcd: '0000' },
  { ...REFUSED, respcd: '1145' },
];

describe('what an answer means for an open refund', () => {
  it.each(UNCLEAR)('is nothing certain: %o', (answer) => {
    const verdict = weighRefundAnswer(storedRefund(), answer);
    expect(verdict).toMatchObject({
      kind: 'move',
      alarm: undefined,
      progress: { state: 'processing', respcd: '1145', returnedAtMs: undefined, walletNumber: '' },
    });
    expect(verdict).toMatchObject({ progress: { dueAtMs: storedRefund().dueAtMs, asks: 0 } });
    expect(weighRefundAnswer(storedRefund({ state: 'processing' }), answer)).toEqual({
      kind: 'stay',
      alarm: undefined,
    });
  });

  it.each(['reserved', 'processing'] as const)('is its end when the wallet has returned it: %s', (state) => {
    expect(weighRefundAnswer(storedRefund({ state, asks: 3 }), RETURNED)).toEqual({
      kind: 'move',
      alarm: undefined,
      progress: {
        state: 'succeeded',
        respcd: '0000',
        detail: 'OK',
        returnedAtMs: RETURNED.returnedAtMs,
        walletNumber: 'R-8',
        payerAccount: 'buyer',
        dueAtMs: undefined,
        asks: 3,
      },
    });
  });

  it.each(['reserved', 'processing'] as const)('is its end when the wallet refuses for good: %s', (state) => {
    expect(weighRefundAnswer(storedRefund({ state }), REFUSED)).toMatchObject({
      kind: 'move',
      alarm: undefined,
      progress: { state: 'refused', respcd: '1265', detail: 'Too old', dueAtMs: undefined },
    });
  });

  it.each([
    { ...RETURNED, amountMinor: 401 },
    { ...RETURNED, currency: 'USD' },
  ])('holds it when another amount or currency went back: %o', (answer) => {
    const why = `wallet reports ${answer.currency} ${answer.amountMinor}, refund is HKD 400`;
    expect(weighRefundAnswer(storedRefund(), answer)).toMatchObject({
      kind: 'move',
      alarm: why,
      progress: { state: 'processing', respcd: '1145', returnedAtMs: undefined },
    });
    expect(weighRefundAnswer(storedRefund({ state: 'processing' }), answer)).toEqual({
      kind: 'stay',
      alarm: why,
    });
  });
});

describe('what an answer means for a refund that has ended', () => {
  it.each(['succeeded', 'refused'] satisfies RefundState[])('nothing, when it is unclear: %s', (state) => {
    for (const answer of UNCLEAR) {
      expect(weighRefundAnswer(storedRefund({ state }), answer)).toEqual({ kind: 'stay', alarm: undefined });
    }
  });

  it('nothing, when it says the same again', () => {
    const stay = { kind: 'stay', alarm: undefined };
    expect(weighRefundAnswer(storedRefund({ state: 'succeeded' }), RETURNED)).toEqual(stay);
    expect(weighRefundAnswer(storedRefund({ state: 'refused' }), REFUSED)).toEqual(stay);
  });

  it('an alarm, when it says the opposite', () => {
    expect(weighRefundAnswer(storedRefund({ state: 'succeeded' }), REFUSED)).toEqual({
      kind: 'stay',
      alarm: 'refused_by_wallet contradicts state succeeded',
    });
    expect(weighRefundAnswer(storedRefund({ state: 'refused' }), RETURNED)).toEqual({
      kind: 'stay',
      alarm: 'returned_by_wallet contradicts state refused',
    });
  });
});
