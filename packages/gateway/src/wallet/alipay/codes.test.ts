import { isResponseCode, responseCode } from '@opencpm/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WalletCall } from '../wallet-codes.ts';
import { ALIPAY_CODES, failureOf, mayComeUnsigned, operatorShouldKnow, ruleOf } from './codes.ts';

const CALLS: readonly WalletCall[] = ['charge', 'query', 'reverse', 'refund', 'queryRefund'];
const STATUSES = ['S', 'F', 'U'] as const;
const ROWS = ALIPAY_CODES.flatMap((entry) => entry.calls.map((call) => ({ ...entry, call })));

describe('the table', () => {
  it('names every code once for each call', () => {
    const names = ROWS.map(({ call, code }) => `${call} ${code}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(ROWS)('$call $code: a refusal has a code that says so', ({ result, respcd }) => {
    const refusal = result.startsWith('declined') || result.startsWith('refused');
    expect(respcd !== undefined).toBe(refusal);
    if (respcd === undefined) return;
    expect(isResponseCode(respcd)).toBe(true);
    expect(['success', 'pending']).not.toContain(responseCode(respcd).class);
  });

  it.each(ROWS)('$call $code decides only beside its own status', ({ call, code, result }) => {
    const results = STATUSES.map((status) => ruleOf(call, status, code).result);
    const deciding = results.filter((each) => each !== 'unknown');
    expect(deciding).toEqual(result === 'unknown' ? [] : [result]);
    if (result === 'paid' || result === 'reversed' || result === 'returned') expect(results[0]).toBe(result);
  });

  it.each([
    ['charge', 'USER_BALANCE_NOT_ENOUGH', '1201'],
    ['charge', 'INVALID_PAYMENT_CODE', '1202'],
    ['charge', 'INVALID_CODE', '1202'],
    ['charge', 'EXPIRED_CODE', '2005'],
    ['charge', 'INVALID_SIGNATURE', '1203'],
    ['charge', 'CURRENCY_NOT_SUPPORT', '1203'],
    ['charge', 'USER_STATUS_ABNORMAL', '1204'],
    ['charge', 'USER_PAYMENT_VERIFICATION_FAILED', '1204'],
    ['charge', 'PROCESS_FAIL', '1205'],
    ['charge', 'PARAM_ILLEGAL', '1205'],
    ['charge', 'RISK_REJECT', '1294'],
    ['charge', 'PAYMENT_PROHIBITED', '1294'],
  ] as const)('%s %s is heard as %s', (call, code, respcd) => {
    expect(ruleOf(call, 'F', code)).toMatchObject({ result: 'declined', respcd });
  });

  it('leaves open what may still charge: trouble at Alipay, and a number with other data', () => {
    expect(ruleOf('charge', 'F', 'SYSTEM_ERROR').result).toBe('declined for now');
    expect(ruleOf('charge', 'F', 'REPEAT_REQ_INCONSISTENT').result).toBe('unknown');
    expect(ruleOf('charge', 'U', 'UNKNOWN_EXCEPTION').result).toBe('unknown');
    expect(ruleOf('charge', 'U', 'REQUEST_TRAFFIC_EXCEED_LIMIT').result).toBe('unknown');
  });
});

it('no code that no document lists decides anything', () => {
  const listed = new Set(ALIPAY_CODES.map(({ code }) => code));
  const strange = fc.stringMatching(/^[A-Z_]{1,40}$/).filter((code) => !listed.has(code));
  fc.assert(
    fc.property(
      fc.constantFrom(...CALLS),
      fc.constantFrom(...STATUSES),
      fc.oneof(strange, fc.constantFrom('', 'constructor', '__proto__', 'success')),
      (call, status, code) => {
        expect(ruleOf(call, status, code).result).toBe('unknown');
      },
    ),
  );
});

it('a payment that failed is heard by its code, and as 1205 when that says nothing', () => {
  expect(failureOf('USER_BALANCE_NOT_ENOUGH').respcd).toBe('1201');
  for (const code of ['UNKNOWN_EXCEPTION', 'SYSTEM_ERROR', 'SUCCESS', 'NEW_CODE', undefined]) {
    expect(failureOf(code).respcd).toBe('1205');
  }
});

it('an operator hears of refusals that only they can mend, and of results that no document lists', () => {
  const told = (call: WalletCall, text: string): string | undefined => {
    const [status = '', code = ''] = text.split(' ');
    return operatorShouldKnow(call, status as 'S' | 'F' | 'U', code);
  };
  // The contract's rows "1203 and alert", and "operations" of refunds.
  for (const { call, code, respcd } of ROWS) {
    if (respcd === '1203') expect(told(call, `F ${code}`)).toBe(`refuses with ${code}`);
  }
  for (const text of ['F RISK_REJECT', 'F PROCESS_FAIL', 'F PARAM_ILLEGAL']) {
    expect(told('refund', text)).toBe(`refuses with ${text.slice(2)}`);
  }
  expect(told('charge', 'F REPEAT_REQ_INCONSISTENT')).toBe('refuses with REPEAT_REQ_INCONSISTENT');
  expect(told('charge', 'F NEW_CODE')).toBe('answers F NEW_CODE, which no document lists');
  expect(told('charge', 'S USER_BALANCE_NOT_ENOUGH')).toMatch(/no document lists/);
  for (const call of CALLS) expect(told(call, 'S SUCCESS')).toBeUndefined();
  for (const text of [
    'F USER_BALANCE_NOT_ENOUGH',
    'U PAYMENT_IN_PROCESS',
    'F RISK_REJECT',
    'U UNKNOWN_EXCEPTION',
  ]) {
    expect(told('charge', text)).toBeUndefined();
  }
});

it('only refusals at the gate may come unsigned', () => {
  expect(mayComeUnsigned('F', 'INVALID_SIGNATURE')).toBe(true);
  expect(mayComeUnsigned('F', 'PARAM_ILLEGAL')).toBe(true);
  for (const code of ['USER_BALANCE_NOT_ENOUGH', 'SYSTEM_ERROR', 'ORDER_NOT_EXIST', 'SUCCESS', 'NEW_CODE']) {
    expect(mayComeUnsigned('F', code)).toBe(false);
  }
  expect(mayComeUnsigned('U', 'INVALID_SIGNATURE')).toBe(false);
  expect(mayComeUnsigned('S', 'INVALID_SIGNATURE')).toBe(false);
});
