import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADD_NOTE_RULES } from './add-note-request.ts';
import type { ParameterRule, ValueForm } from './parameter-rule.ts';
import { PAYMENT_RULES } from './payment-request.ts';
import { QUERY_RULES } from './query-request.ts';
import { REFUND_RULES } from './refund-request.ts';
import { REVERSAL_RULES } from './reversal-request.ts';
import { TRADE_BILL_RULES } from './trade-bill-request.ts';

const RULES = {
  payment: PAYMENT_RULES,
  query: QUERY_RULES,
  refund: REFUND_RULES,
  reversal: REVERSAL_RULES,
  add_note: ADD_NOTE_RULES,
  trade_bill: TRADE_BILL_RULES,
};

const CASES = Object.entries(RULES).flatMap(([call, rules]) =>
  rules.map((rule): [string, ParameterRule] => [`${call} ${rule.name}`, rule]),
);

/** Whether a reader of the form alone would take a value. */
function fits({ pattern, oneOf, range }: ValueForm, value: string): boolean {
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) return false;
  if (oneOf !== undefined && !oneOf.includes(value)) return false;
  if (range === undefined) return true;
  return /^[1-9][0-9]*$/.test(value) && Number(value) >= range[0] && Number(value) <= range[1];
}

/** Values near the edge of every rule, and some of everything. */
const values = fc.oneof(
  fc.constantFrom(
    '1',
    '0',
    '01',
    '100',
    '101',
    '99999999',
    '100000000',
    '99999999999',
    '100000000000',
    '1.5',
    '-1',
    'HKD',
    'hkd',
    '800108',
    '800108,800008',
    '8001080',
    '+0800',
    ' 0800',
    '0800',
    '2026-03-05',
    '2026-02-30',
    '2026-03-05 18:00:00',
    '2026-04-31 18:00:00',
    '2026-03-05T18:00:00',
    'A-1001',
    'A-1001,A-1002',
    'A%20B',
    'A B',
    '20260305000100020000000002',
    'https://shop.example/notify',
    'HTTP://shop.example',
    'http:///x',
    'http:\\\\shop.example',
    'https://user@shop.example/',
    'ftp://shop.example/',
    'till\u0000',
    'till\u2028',
    '茶',
  ),
  fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }),
  fc.stringMatching(/^[0-9A-Za-z ,:+.%-]{1,20}$/),
);

describe.each(CASES)('the form of %s', (_name, { problem, form }) => {
  it('is there whenever there is a check, and takes whatever the check takes', () => {
    expect(form === undefined).toBe(problem === undefined);
    if (form === undefined || problem === undefined) return;
    fc.assert(
      fc.property(values, (value) => problem(value) !== undefined || fits(form, value)),
      { numRuns: 300 },
    );
  });
});

/** Rules that no pattern can hold: which days exist, and what an address may not carry. */
const MORE_THAN_A_PATTERN = /notify_url$|txdtm$|_time$|trade_date$/;

describe.each(CASES.filter(([name, { form }]) => form !== undefined && !MORE_THAN_A_PATTERN.test(name)))(
  'the form of %s',
  (_name, { problem, form }) => {
    it('takes nothing more than the check', () => {
      fc.assert(
        fc.property(
          values,
          (value) => form === undefined || problem?.(value) === undefined || !fits(form, value),
        ),
        { numRuns: 300 },
      );
    });
  },
);
