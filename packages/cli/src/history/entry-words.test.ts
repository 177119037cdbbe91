import { HISTORY_EVENTS, type HistoryEvent } from '@opencpm/gateway';
import { describe, expect, it } from 'vitest';
import { entryWords } from './entry-words.ts';

describe('entryWords', () => {
  it.each([...HISTORY_EVENTS])(
    'says %s as a sentence, and every fact that the sentence does not hold',
    (event) => {
      const words = entryWords({ event, facts: { strange: 'fact', empty: undefined } });
      expect(words).not.toMatch(/undefined|NaN/);
      expect(words).toMatch(/strange: fact/);
      expect(words).not.toContain(event);
    },
  );

  it.each([
    [
      'wallet_asked',
      { by: 'resolver', answer: 'not_found', asks: 3 },
      'wallet called for the resolver, try 3; it said: not known there',
    ],
    [
      'payment_changed',
      {
        from: 'processing',
        to: 'waiting_for_payer',
        respcd: '1143',
        by: 'enquiry',
        answer: 'waiting_for_payer',
      },
      'payment moved from processing to waiting for the payer, by an enquiry; the wallet said: waiting for the payer (respcd: 1143)',
    ],
    [
      'notification_tried',
      { notifyId: 'N1', attempts: 2, result: 'HTTP 500', waitMs: 600_000 },
      'notification N1 tried, not acknowledged, try 2: HTTP 500; tried again in 600 s',
    ],
    [
      'payment_accepted',
      { syssn: '1', amountMinor: 1050, currency: 'XXX', orderNumber: 'A', connector: 'sandbox' },
      'request accepted: XXX 1050, order A, to be charged by sandbox',
    ],
  ] as const)('words %s', (event, facts, words) => {
    expect(entryWords({ event, facts })).toBe(words);
  });

  it('shows an event it does not know as it stands', () => {
    expect(entryWords({ event: 'moon_landed' as HistoryEvent, facts: { by: 'Apollo' } })).toBe(
      'moon_landed (by: Apollo)',
    );
  });
});
