import { describe, expect, it } from 'vitest';
import type { FormParameter } from '../form/form-parameter.ts';
import { PAYMENT_NAMES } from '../parameter/payment-request.ts';
import { QUERY_NAMES } from '../parameter/query-request.ts';
import { findAmbiguity } from './ambiguity.ts';

function list(values: Readonly<Record<string, string>>): readonly FormParameter[] {
  return Object.entries(values).map(([name, value]) => ({ name, value, raw: encodeURIComponent(value) }));
}

const SALE = {
  auth_code: '280438849930815813',
  out_trade_no: 'ORDER-0001',
  pay_type: '800108',
  txamt: '10',
  txcurrcd: 'HKD',
  txdtm: '2026-03-05 18:00:00',
};

describe('what a payment may hold', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['nothing odd', {}],
    ['an ampersand in a text', { goods_name: 'Fish & Chips' }],
    ['an ampersand without a name behind it', { goods_name: 'a&b' }],
    ['an ampersand and an equals sign without a name between them', { goods_name: '+&=%#?/' }],
    ['an odd name behind an ampersand', { goods_name: 'a&b c=1' }],
    ['an equals sign', { goods_name: 'mchid=M2' }],
    ['a name that sorts before its own', { goods_name: 'tea&cup=1' }],
    ['a name that sorts behind the next parameter', { goods_name: 'tea&size=1' }],
    ['names that are out of order', { goods_name: 'tea&i=1&h=2' }],
    ['a name twice', { goods_name: 'tea&h=1&h=2' }],
    ['its own name, which is longer', { goods_name: 'tea&goods_name2' }],
    ['the names of the signature, which are never signed', { return_url: 'x&sign=1&sign_type=2' }],
    ['a web address with an ordinary query', { notify_url: 'https://shop.example/n?a=1&b=2' }],
    ['a web address whose query could stand alone', { notify_url: 'HTTP://shop.example/n?a=1&order=2' }],
    ['an unknown parameter', { attach: '1' }],
    ['an unknown empty parameter', { attach: '' }],
    ['the signature in the body', { sign: 'A&B', sign_type: 'MD5' }],
  ])('%s', (_case, extra) => {
    expect(findAmbiguity(list({ ...SALE, ...extra }), PAYMENT_NAMES)).toBeUndefined();
  });
});

describe('what a payment may not hold', () => {
  const separate = 'may not contain & followed by a name and =, which begins another parameter';
  it.each<[string, Readonly<Record<string, string>>, string, string]>([
    ['another parameter', { goods_name: 'tea&mchid=M2' }, 'goods_name', '"&mchid="'],
    ['its own name again', { goods_name: 'tea&goods_name=milk' }, 'goods_name', '"&goods_name="'],
    ['a listed name behind others', { goods_name: 'a&b=1&c&txamt=1' }, 'goods_name', '"&txamt="'],
    [
      'a listed name in a web address',
      { notify_url: 'https://a.example/?a=1&mchid=2' },
      'notify_url',
      '"&mchid="',
    ],
    ['an ampersand beside a stranger', { goods_name: 'a&b', attach: '1' }, 'goods_name', 'parameter attach'],
    ['an ampersand beside an empty stranger', { goods_name: 'a&b', zz: '' }, 'goods_name', 'parameter zz'],
    ['an ampersand in a stranger', { attach: 'a&b' }, 'attach', 'parameter attach'],
    ['an order number that falls apart', { out_trade_no: 'R1&part=2' }, 'out_trade_no', separate],
    ['a text that falls apart twice', { goods_name: 'tea&h=1&i=2' }, 'goods_name', separate],
    ['a text that falls apart behind nothing', { goods_name: '&h=' }, 'goods_name', separate],
    ['the last value falling apart', { udid: 'POS&v=1' }, 'udid', separate],
    [
      'what falls apart when an empty value is dropped',
      { goods_name: 'tea&lot=1', limit_pay: '' },
      'goods_name',
      separate,
    ],
  ])('%s', (_case, extra, field, problem) => {
    const parameters = list({ ...SALE, ...extra });
    for (const order of [parameters, parameters.toReversed()]) {
      const fault = findAmbiguity(order, PAYMENT_NAMES);
      expect(fault?.field).toBe(field);
      expect(fault?.problem).toContain(problem);
    }
  });

  it('names the first offence in the order of signing', () => {
    const parameters = list({ ...SALE, udid: 'a&txamt=1', goods_name: 'b&mchid=1' });
    expect(findAmbiguity(parameters, PAYMENT_NAMES)?.field).toBe('goods_name');
  });
});

it('keeps the parameters of a payment out of an enquiry that holds an ampersand', () => {
  const orders = { out_trade_no: 'A&B' };
  expect(findAmbiguity(list({ ...orders, page: '1' }), QUERY_NAMES)).toBeUndefined();
  expect(findAmbiguity(list({ ...orders, auth_code: '28' }), QUERY_NAMES)).toEqual({
    field: 'out_trade_no',
    problem: 'may not contain & beside the unknown parameter auth_code',
  });
});
