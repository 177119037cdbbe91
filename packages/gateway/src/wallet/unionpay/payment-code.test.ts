import { describe, expect, it } from 'vitest';
import { isSendable } from './payment-code.ts';

const EMV = 'hQVDUFYwMWEWTwigAAADMwEBAVoKYpJhA1hEQzVkHw==';

describe('a code that UnionPay can be sent', () => {
  it.each<[string, string, boolean, boolean]>([
    ['19 digits', '6236098835899996543', true, true],
    ['20 digits', '62360988358999965430', true, true],
    ['21 digits', '623609883589999654301', false, false],
    ['an Alipay code', '280244567856723026', false, false],
    ['an EMV text', EMV, false, true],
    ['an EMV text without its padding', EMV.slice(0, -2), false, true],
    ['an EMV text as long as a code may be', EMV.slice(0, -2).padEnd(512, 'A'), false, true],
    ['an EMV text that is too long', EMV.slice(0, -2).padEnd(513, 'A'), false, false],
    ['an EMV text with a blank', EMV.replace('w', ' '), false, false],
  ])('%s', (_what, code, asDigits, asText) => {
    expect(isSendable(code, 'refused')).toBe(asDigits);
    expect(isSendable(code, 'sent')).toBe(asText);
  });
});
