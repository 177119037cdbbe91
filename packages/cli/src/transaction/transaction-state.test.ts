import { RESPONSE_CODE_ENTRIES } from '@opencpm/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../exit-code.ts';
import { describeState, isFinal, transactionState } from './transaction-state.ts';

describe('transactionState', () => {
  it.each([
    ['0000', '', '', 'paid'],
    ['0000', '0', 'payment', 'paid'],
    ['0000', '3', 'payment', 'refunded'],
    ['0000', '5', 'payment', 'partly_refunded'],
    ['0000', '1', 'payment', 'reversed'],
    ['0000', '2', 'payment', 'reversed'],
    ['0000', '0', 'refund', 'refunded'],
    ['0000', '0', 'close', 'reversed'],
    ['0000', '0', 'preauth', 'unknown'],
    ['1143', '0', 'payment', 'waiting_for_payer'],
    ['1145', '0', 'payment', 'processing'],
    ['1145', '0', 'refund', 'processing'],
    ['1142', '1', 'payment', 'reversed'],
    ['1142', '', '', 'reversed'],
    ['1205', '', '', 'refused'],
    ['2006', '', '', 'refused'],
    ['1298', '', '', 'unknown'],
    ['2011', '', '', 'unknown'],
    ['9999', '', '', 'unknown'],
  ])('reads %s with cancel "%s" of a "%s" as %s', (respcd, cancel, orderType, state) => {
    expect(transactionState(respcd, cancel, orderType)).toBe(state);
  });

  it('calls nothing refused that a documented enquiry may still change', () => {
    for (const { code, retry } of RESPONSE_CODE_ENTRIES) {
      if (retry === 'query') expect(isFinal(transactionState(code))).toBe(false);
    }
  });

  it('calls nothing refused that nobody has documented', () => {
    const known = new Set<string>(RESPONSE_CODE_ENTRIES.map(({ code }) => code));
    const code = fc.integer({ min: 0, max: 9999 }).map((number) => String(number).padStart(4, '0'));
    fc.assert(fc.property(code, (respcd) => known.has(respcd) || transactionState(respcd) === 'unknown'));
  });

  it('says paid for 0000 only', () => {
    for (const { code } of RESPONSE_CODE_ENTRIES) {
      const done = describeState(transactionState(code)).exitCode === EXIT.done;
      expect(done).toBe(code === '0000');
    }
  });
});
