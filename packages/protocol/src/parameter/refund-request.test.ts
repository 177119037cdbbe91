import { describe, expect, it } from 'vitest';
import type { FormParameter } from '../form/form-parameter.ts';
import { readRefundRequest, REFUND_NAMES, REFUND_RULES, type RefundRequest } from './refund-request.ts';

type Values = Readonly<Record<string, string>>;

const SYSSN = '20260305000200020081074842';
const MANDATORY: Values = {
  syssn: SYSSN,
  out_trade_no: 'REFUND-1',
  txamt: '400',
  txdtm: '2026-03-05 18:00:00',
};

function read(values: Values) {
  const sent = Object.entries(values).map(([name, value]): FormParameter => ({ name, value, raw: value }));
  return readRefundRequest(sent);
}

function request(values: Values): RefundRequest {
  const result = read({ ...MANDATORY, ...values });
  if (!result.ok) throw new Error(`${result.field}: ${result.problem}`);
  return result.request;
}

function refusal(values: Values): string {
  const result = read({ ...MANDATORY, ...values });
  return result.ok ? 'accepted' : `${result.field}: ${result.problem}`;
}

describe('a refund', () => {
  it('reads what is mandatory', () => {
    expect(request({})).toEqual({
      originalSyssn: SYSSN,
      orderNumber: 'REFUND-1',
      amountMinor: 400,
      callerTime: '2026-03-05 18:00:00',
      storeId: undefined,
      deviceId: '',
    });
  });

  it('reads every parameter', () => {
    expect(request({ mchid: 'R1zQrTdJnn', txzone: '+0900', udid: 'till 7' })).toMatchObject({
      storeId: 'R1zQrTdJnn',
      deviceId: 'till 7',
    });
  });

  it.each(Object.keys(MANDATORY))('needs %s', (name) => {
    expect(refusal({ [name]: '' })).toBe(`${name}: is missing`);
  });

  it('ignores names it does not know, a key among them', () => {
    expect(refusal({ key: 'C0FFEE', reason: 'late', Txamt: 'x', sign: 'y' })).toBe('accepted');
  });

  it.each(['auth_code', 'pay_type', 'goods_name', 'limit_pay', 'notify_url'])(
    'is no request of another call: %s, empty or not',
    (name) => {
      for (const value of ['1', '']) {
        expect(refusal({ [name]: value })).toBe(`${name}: is no parameter of a refund; leave it out`);
      }
    },
  );

  it.each([
    ['syssn', ['1,2', '1 2', 'x', '٣', '-1'], 'must be one transaction number, digits only'],
    [
      'out_trade_no',
      ['A,B', '訂單', 'A%20B', 'A\n'],
      'must be printable ASCII without commas and percent escapes such as %20',
    ],
    [
      'txamt',
      ['0', '-1', '1.0', '01', '1e2', ' 1', '100000000000'],
      'must be a whole number of minor units (1050, not 10.50) from 1 to 99999999999, digits only, no leading zero',
    ],
    [
      'txdtm',
      ['2026-02-30 00:00:00', 'now', '2026-03-05 18:00:00.123'],
      'must be a real time written YYYY-MM-DD hh:mm:ss',
    ],
    ['mchid', ['M 1', 'M_1'], 'must be letters and digits'],
    ['txzone', ['0800', 'HKT', 'Asia/Hong_Kong'], 'must be an offset written +0800'],
    ['udid', ['a\tb'], 'may not contain control characters'],
  ] as const)('may not have a faulty %s', (name, values, problem) => {
    for (const value of values) expect(refusal({ [name]: value })).toBe(`${name}: ${problem}`);
  });

  it.each([
    ['syssn', 128],
    ['out_trade_no', 128],
    ['mchid', 32],
    ['udid', 40],
  ])('%s may not be longer than %d characters', (name, limit) => {
    expect(refusal({ [name]: '1'.repeat(limit + 1) })).toBe(`${name}: is longer than ${limit} characters`);
    expect(refusal({ [name]: '1'.repeat(limit) })).not.toMatch(/is longer/);
  });
});

it('has one rule for each parameter of the contract, four of them mandatory', () => {
  expect(REFUND_RULES.map(({ name }) => name)).toEqual([...REFUND_NAMES]);
  expect(REFUND_RULES.filter(({ mandatory }) => mandatory).map(({ name }) => name)).toEqual(
    Object.keys(MANDATORY),
  );
  expect(REFUND_RULES).toHaveLength(7);
});
