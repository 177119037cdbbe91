import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonCode, matchesRule } from './rule-match.ts';
import type { PaymentCodeRule } from './rules.ts';

const RULE: PaymentCodeRule = {
  name: 'sample',
  family: 'payme',
  payType: '805808',
  prefixes: ['A1', '7'],
  minLength: 3,
  maxLength: 5,
  characters: 'digits',
  enabled: true,
  source: 'sample',
  reviewedOn: '2026-01-31',
};

describe('matchesRule', () => {
  it.each([
    ['A12', true],
    ['A1234', true],
    ['777', true],
    ['A1', false],
    ['A12345', false],
    ['A1x', false],
    ['a12', false],
    ['7A1', false],
    ['12345', false],
    ['A1２', false],
  ])('%s', (code, expected) => {
    expect(matchesRule(RULE, code)).toBe(expected);
  });

  it('takes letters and digits behind the prefix when the rule says so', () => {
    const rule: PaymentCodeRule = { ...RULE, characters: 'alphanumeric' };
    expect(matchesRule(rule, 'A1zZ9')).toBe(true);
    expect(matchesRule(rule, 'A1-')).toBe(false);
  });
});

describe('commonCode', () => {
  /** Rules over the letters A, 0 and 1 with codes of at most three characters: few enough to try all codes. */
  const smallRule = fc
    .record({
      prefixes: fc.array(fc.string({ unit: fc.constantFrom('A', '0', '1'), minLength: 1, maxLength: 3 }), {
        minLength: 1,
        maxLength: 3,
      }),
      minLength: fc.integer({ min: 1, max: 3 }),
      maxLength: fc.integer({ min: 1, max: 3 }),
      characters: fc.constantFrom<PaymentCodeRule['characters']>('digits', 'alphanumeric'),
    })
    .map((shape): PaymentCodeRule => ({ ...RULE, ...shape }));
  const letters = ['A', '0', '1'];
  const pairs = letters.flatMap((one) => letters.map((two) => one + two));
  const allCodes = [...letters, ...pairs, ...pairs.flatMap((pair) => letters.map((three) => pair + three))];

  it('finds a code exactly when there is one, and both rules accept it', () => {
    fc.assert(
      fc.property(smallRule, smallRule, (one, other) => {
        const shared = allCodes.filter((code) => matchesRule(one, code) && matchesRule(other, code));
        const found = commonCode(one, other);
        expect(found !== undefined).toBe(shared.length > 0);
        if (found !== undefined) expect(shared).toContain(found);
      }),
      { numRuns: 3000 },
    );
  });
});
