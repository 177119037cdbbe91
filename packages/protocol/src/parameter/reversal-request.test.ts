import { describe, expect, it } from 'vitest';
import type { FormParameter } from '../form/form-parameter.ts';
import {
  readReversalRequest,
  REVERSAL_NAMES,
  REVERSAL_RULES,
  type ReversalRequest,
} from './reversal-request.ts';

type Values = Readonly<Record<string, string>>;

const SYSSN = '20260305000200020081074842';
const LEAST: Values = { syssn: SYSSN, txamt: '2500', txdtm: '2026-03-05 18:00:00' };

function read(values: Values) {
  const sent = Object.entries(values).map(([name, value]): FormParameter => ({ name, value, raw: value }));
  return readReversalRequest(sent);
}

function request(values: Values): ReversalRequest {
  const result = read(values);
  if (!result.ok) throw new Error(`${result.field}: ${result.problem}`);
  return result.request;
}

function refusal(values: Values): string {
  const result = read({ ...LEAST, ...values });
  return result.ok ? 'accepted' : `${result.field}: ${result.problem}`;
}

describe('a reversal', () => {
  it('reads what is mandatory', () => {
    expect(request(LEAST)).toEqual({
      syssn: SYSSN,
      orderNumber: undefined,
      amountMinor: 2500,
      currency: undefined,
      callerTime: '2026-03-05 18:00:00',
      storeId: undefined,
      deviceId: '',
    });
  });

  it('reads every parameter', () => {
    expect(
      request({
        ...LEAST,
        out_trade_no: 'ORDER-1',
        mchid: 'R1zQrTdJnn',
        txcurrcd: 'HKD',
        udid: 'till 7',
        txzone: '+0900',
      }),
    ).toMatchObject({ orderNumber: 'ORDER-1', storeId: 'R1zQrTdJnn', currency: 'HKD', deviceId: 'till 7' });
  });

  it('takes either number alone, and none is too few', () => {
    const { syssn: _left, ...rest } = LEAST;
    expect(request({ ...rest, out_trade_no: 'ORDER-1' })).toMatchObject({
      syssn: undefined,
      orderNumber: 'ORDER-1',
    });
    expect(refusal({ syssn: '' })).toMatch(/^syssn: is missing, and so is out_trade_no/);
    expect(read(rest).ok).toBe(false);
  });

  it.each(['txamt', 'txdtm'])('needs %s', (name) => {
    expect(refusal({ [name]: '' })).toBe(`${name}: is missing`);
  });

  it.each([
    ['syssn', '1,2'],
    ['syssn', 'x'],
    ['syssn', '1'.repeat(41)],
    ['out_trade_no', 'A,B'],
    ['txamt', '0'],
    ['txamt', '1.5'],
    ['txdtm', 'now'],
    ['mchid', 'M_1'],
    ['txcurrcd', 'XXX'],
    ['udid', 'a\tb'],
    ['txzone', 'HKT'],
  ])('refuses %s=%s and names it', (name, value) => {
    expect(refusal({ [name]: value })).toMatch(new RegExp(`^${name}: `));
  });

  it.each(['auth_code', 'pay_type', 'goods_name', 'notify_url'])(
    'refuses %s: the request belongs to a payment',
    (name) => {
      expect(refusal({ [name]: 'x' })).toBe(`${name}: belongs to a payment; a reversal may not carry it`);
      expect(refusal({ [name]: '' })).toMatch(new RegExp(`^${name}: `));
    },
  );

  it('ignores parameters nobody knows', () => {
    expect(refusal({ sign: 'x', something: '1' })).toBe('accepted');
  });
});

it('has one rule for each name', () => {
  expect(REVERSAL_RULES.map(({ name }) => name)).toEqual([...REVERSAL_NAMES]);
});
