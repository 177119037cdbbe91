import { isResponseCode } from '@opencpm/protocol';
import { describe, expect, it } from 'vitest';
import { PAYMENT_STATES, WIRE_VIEWS } from './state.ts';

describe('the view of the wire', () => {
  it('exists for every state', () => {
    expect(Object.keys(WIRE_VIEWS)).toEqual([...PAYMENT_STATES]);
  });

  it.each([
    ['accepted', '1145', '0', false],
    ['processing', '1145', '0', false],
    ['waiting_for_payer', '1143', '0', false],
    ['reversing', '1145', '0', false],
    ['paid', '0000', '0', true],
    ['partly_refunded', '0000', '5', true],
    ['refunded', '0000', '3', true],
    ['declined', 'code of the refusal', '0', true],
    ['reversed', '1142', '1', true],
  ] as const)('shows %s as %s with cancel %s, final: %s', (state, respcd, cancel, final) => {
    expect(WIRE_VIEWS[state]).toEqual({ respcd, cancel, final });
  });

  it('uses codes of the catalogue', () => {
    for (const { respcd } of Object.values(WIRE_VIEWS)) {
      if (respcd !== 'code of the refusal') expect(isResponseCode(respcd)).toBe(true);
    }
  });

  it('never shows success before a verdict, nor "pending" after one', () => {
    for (const { respcd, final } of Object.values(WIRE_VIEWS)) {
      expect(['1143', '1145'].includes(respcd)).toBe(!final);
    }
  });
});
