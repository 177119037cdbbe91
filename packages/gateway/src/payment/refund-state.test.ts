import { describe, expect, it } from 'vitest';
import {
  isRefundOpen,
  REFUND_EVENTS,
  REFUND_STATES,
  REFUND_TRANSITIONS,
  type RefundState,
} from './refund-state.ts';

describe('the table of refunds', () => {
  it('has exactly one entry for every event in every state', () => {
    expect(Object.keys(REFUND_TRANSITIONS)).toEqual([...REFUND_STATES]);
    for (const state of REFUND_STATES) {
      expect(Object.keys(REFUND_TRANSITIONS[state]), state).toEqual([...REFUND_EVENTS]);
    }
  });

  it.each([
    ['reserved', { to: 'processing' }, { to: 'succeeded' }, { to: 'refused' }],
    ['processing', 'nothing_new', { to: 'succeeded' }, { to: 'refused' }],
    ['succeeded', 'nothing_new', 'nothing_new', 'alarm'],
    ['refused', 'nothing_new', 'alarm', 'nothing_new'],
  ] as const)('in state %s: unknown %o, returned %o, refused %o', (state, unknown, returned, refused) => {
    expect(REFUND_TRANSITIONS[state]).toEqual({
      outcome_unknown: unknown,
      returned_by_wallet: returned,
      refused_by_wallet: refused,
    });
  });

  it('is open until a verdict', () => {
    expect(REFUND_STATES.filter(isRefundOpen)).toEqual(['reserved', 'processing']);
  });

  it('has two verdicts that nothing changes', () => {
    for (const state of ['succeeded', 'refused'] satisfies RefundState[]) {
      for (const event of REFUND_EVENTS) {
        expect(REFUND_TRANSITIONS[state][event]).not.toBeTypeOf('object');
      }
    }
  });
});
