import { describe, expect, it } from 'vitest';
import type { FormParameter } from '../form/form-parameter.ts';
import {
  NUMBERS_MAX,
  QUERY_NAMES,
  QUERY_RULES,
  type QueryRequest,
  readQueryRequest,
} from './query-request.ts';

type Values = Readonly<Record<string, string>>;

function read(values: Values) {
  const sent = Object.entries(values).map(([name, value]): FormParameter => ({ name, value, raw: value }));
  return readQueryRequest(sent);
}

function request(values: Values): QueryRequest {
  const result = read(values);
  if (!result.ok) throw new Error(`${result.field}: ${result.problem}`);
  return result.request;
}

function refusal(values: Values): string {
  const result = read(values);
  return result.ok ? 'accepted' : `${result.field}: ${result.problem}`;
}

const DEFAULTS: QueryRequest = {
  storeId: undefined,
  syssns: undefined,
  orderNumbers: undefined,
  payTypes: undefined,
  resultCode: undefined,
  fromMs: undefined,
  toMs: undefined,
  page: 1,
  pageSize: 10,
};

describe('an enquiry', () => {
  it('needs no parameter', () => {
    expect(request({})).toEqual(DEFAULTS);
    expect(request(Object.fromEntries([...QUERY_NAMES].map((name) => [name, ''])))).toEqual(DEFAULTS);
  });

  it('reads every parameter', () => {
    expect(
      request({
        mchid: 'R1zQrTdJnn',
        syssn: '20260305000200020081074842,20260305000200020081074843',
        out_trade_no: 'ORDER-0001,ORDER-0002',
        pay_type: '800108,800208',
        respcd: '0000',
        start_time: '2026-03-01 00:00:00',
        end_time: '2026-03-31 23:59:59',
        txzone: '+0800',
        page: '3',
        page_size: '100',
      }),
    ).toEqual({
      storeId: 'R1zQrTdJnn',
      syssns: ['20260305000200020081074842', '20260305000200020081074843'],
      orderNumbers: ['ORDER-0001', 'ORDER-0002'],
      payTypes: ['800108', '800208'],
      resultCode: '0000',
      fromMs: Date.UTC(2026, 1, 28, 16),
      // The whole of the second that was named.
      toMs: Date.UTC(2026, 2, 31, 15, 59, 59, 999),
      page: 3,
      pageSize: 100,
    });
  });

  it('takes either end of the window alone', () => {
    const moment = '2026-03-05 18:00:00';
    expect(request({ start_time: moment })).toEqual({ ...DEFAULTS, fromMs: Date.UTC(2026, 2, 5, 10) });
    expect(request({ end_time: moment })).toEqual({ ...DEFAULTS, toMs: Date.UTC(2026, 2, 5, 10, 0, 0, 999) });
  });

  it('leaves out empty places of a list', () => {
    expect(request({ syssn: ',1,,2,' }).syssns).toEqual(['1', '2']);
    expect(request({ out_trade_no: ',A B,,C,' }).orderNumbers).toEqual(['A B', 'C']);
    expect(request({ syssn: ',' }).syssns).toEqual([]);
  });

  it('ignores unknown parameters and other spellings', () => {
    expect(request({ Page: '7', sign: 'x', auth_code: '1' })).toEqual(DEFAULTS);
  });
});

describe('the limits of an enquiry', () => {
  it.each([
    ['syssn', '20260305000200020081074842'],
    ['out_trade_no', 'A'],
  ])('%s takes a hundred numbers and not one more', (name, number) => {
    expect(NUMBERS_MAX).toBe(100);
    const list = (count: number): string => Array.from({ length: count }, () => number).join(',');
    expect(refusal({ [name]: list(100) })).toBe('accepted');
    expect(refusal({ [name]: `${list(100)},,` })).toBe('accepted');
    expect(refusal({ [name]: list(101) })).toBe(`${name}: may hold at most 100 numbers`);
  });

  it.each([
    ['page', '1', 1],
    ['page', '99999999', 99_999_999],
    ['page_size', '1', 1],
    ['page_size', '100', 100],
  ])('%s may be %s', (name, text, number) => {
    const read = request({ [name]: text });
    expect(name === 'page' ? read.page : read.pageSize).toBe(number);
  });

  it.each(['0', '-1', '1.0', '1e2', '01', ' 1', '1 ', 'all', '٣', '+1'])(
    'page and page_size may not be %j',
    (text) => {
      expect(refusal({ page: text })).toBe('page: must be a whole number from 1 to 99999999');
      expect(refusal({ page_size: text })).toBe('page_size: must be a whole number from 1 to 100');
    },
  );

  it('page_size may not be more than a hundred', () => {
    for (const text of ['101', '1000', '99999999']) {
      expect(refusal({ page_size: text })).toBe('page_size: must be a whole number from 1 to 100');
    }
  });

  it.each([
    ['syssn', 4_096],
    ['out_trade_no', 4_096],
    ['mchid', 32],
  ])('%s may not be longer than %d characters', (name, limit) => {
    expect(refusal({ [name]: '1'.repeat(limit + 1) })).toBe(`${name}: is longer than ${limit} characters`);
    expect(refusal({ [name]: '1'.repeat(limit) })).not.toMatch(/is longer/);
  });

  it.each([
    ['respcd', 'must be four digits'],
    ['start_time', 'must be a real time written YYYY-MM-DD hh:mm:ss'],
    ['page', 'must be a whole number from 1 to 99999999'],
  ])('%s that is too long hears what it has to look like', (name, problem) => {
    expect(refusal({ [name]: '1'.repeat(5_000) })).toBe(`${name}: ${problem}`);
  });
});

describe('faults of an enquiry', () => {
  it.each([
    ['syssn', ['1 2', '1;2', '1, 2', 'x', '٣', '-1'], 'must be digits, several numbers separated by commas'],
    [
      'out_trade_no',
      ['訂單', 'A\tB', 'A\n', '\u{7f}'],
      'must be printable ASCII, several separated by commas',
    ],
    ['mchid', ['M 1', 'M_1', 'M,N'], 'must be letters and digits'],
    [
      'pay_type',
      ['80010', '8001080', '800108,', ',800108', '800108;800208', 'x'],
      'must be six-digit pay types separated by commas',
    ],
    ['respcd', ['0', '000', 'OK00', '٠٠٠٠'], 'must be four digits'],
    [
      'start_time',
      ['2026-02-30 00:00:00', '2026-03-01', 'now'],
      'must be a real time written YYYY-MM-DD hh:mm:ss',
    ],
    [
      'end_time',
      ['2026-02-30 00:00:00', '2026-03-01', 'now'],
      'must be a real time written YYYY-MM-DD hh:mm:ss',
    ],
    ['txzone', ['0800', 'HKT'], 'must be an offset written +0800'],
  ] as const)('%s', (name, values, problem) => {
    for (const value of values) expect(refusal({ [name]: value })).toBe(`${name}: ${problem}`);
  });
});

it('has one rule for each parameter of the contract, none mandatory', () => {
  expect(QUERY_RULES.map(({ name }) => name)).toEqual([...QUERY_NAMES]);
  expect(QUERY_RULES).toHaveLength(10);
  expect(QUERY_RULES.some(({ mandatory }) => mandatory)).toBe(false);
});
