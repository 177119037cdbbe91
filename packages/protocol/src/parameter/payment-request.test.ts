import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CURRENCIES } from '../currency.ts';
import type { FormParameter } from '../form/form-parameter.ts';
import { PAY_TYPES } from '../pay-type.ts';
import { PAYMENT_NAMES, PAYMENT_RULES, type PaymentRequest, readPaymentRequest } from './payment-request.ts';

type Values = Readonly<Record<string, string>>;

const LEAST: Values = {
  txamt: '10',
  pay_type: '800108',
  out_trade_no: 'ORDER-0001',
  txdtm: '2026-03-05 18:00:00',
  auth_code: '280438849930815813',
};

function read(values: Values) {
  const sent = Object.entries(values).map(([name, value]): FormParameter => ({ name, value, raw: value }));
  return readPaymentRequest(sent);
}

function request(extra: Values): PaymentRequest {
  const result = read({ ...LEAST, ...extra });
  if (!result.ok) throw new Error(`${result.field}: ${result.problem}`);
  return result.request;
}

function refusal(extra: Values): string {
  const result = read({ ...LEAST, ...extra });
  return result.ok ? 'accepted' : `${result.field}: ${result.problem}`;
}

describe('a payment with the least parameters', () => {
  it('is read, with empty texts for what was not sent', () => {
    expect(request({})).toEqual({
      amountMinor: 10,
      currency: undefined,
      payType: '800108',
      orderNumber: 'ORDER-0001',
      callerTime: '2026-03-05 18:00:00',
      authCode: '280438849930815813',
      storeId: undefined,
      goodsName: '',
      deviceId: '',
      notifyUrl: undefined,
      creditBarred: false,
    });
  });

  it('reads the same when all others are sent empty', () => {
    const empty = [...PAYMENT_NAMES].filter((name) => !(name in LEAST)).map((name) => [name, '']);
    expect(request(Object.fromEntries(empty))).toEqual(request({}));
  });

  it.each(Object.keys(LEAST))('is refused without %s', (name) => {
    const { [name]: _left, ...rest } = LEAST;
    expect(read(rest)).toEqual({ ok: false, field: name, problem: 'is missing' });
    expect(refusal({ [name]: '' })).toBe(`${name}: is missing`);
  });
});

it('reads every parameter', () => {
  const all = {
    txcurrcd: 'HKD',
    mchid: 'R1zQrTdJnn',
    goods_name: 'coffee',
    udid: 'POS-07',
    notify_url: 'https://shop.example/notify?store=7',
    txzone: '+0800',
    limit_pay: 'no_credit',
  };
  expect(request(all)).toEqual({
    ...request({}),
    currency: 'HKD',
    storeId: 'R1zQrTdJnn',
    goodsName: 'coffee',
    deviceId: 'POS-07',
    notifyUrl: 'https://shop.example/notify?store=7',
    creditBarred: true,
  });
});

describe('what is taken', () => {
  it.each(PAY_TYPES)('pay type %s', (payType) =>
    expect(request({ pay_type: payType }).payType).toBe(payType),
  );

  it.each([...CURRENCIES.keys()])('currency %s', (code) => {
    expect(request({ txcurrcd: code }).currency).toBe(code);
  });

  it.each<[string, string, keyof PaymentRequest, unknown]>([
    ['txamt', '1', 'amountMinor', 1],
    ['txamt', '99999999999', 'amountMinor', 99_999_999_999],
    ['out_trade_no', 'x', 'orderNumber', 'x'],
    ['out_trade_no', 'A b|c*d_e-f.g/h#i@j~+&=50%', 'orderNumber', 'A b|c*d_e-f.g/h#i@j~+&=50%'],
    ['out_trade_no', 'x'.repeat(128), 'orderNumber', 'x'.repeat(128)],
    ['txdtm', '1999-01-01 00:00:00', 'callerTime', '1999-01-01 00:00:00'],
    ['auth_code', 'hQVDUFYwMWEb 12', 'authCode', 'hQVDUFYwMWEb 12'],
    ['auth_code', ' 2804 3884 9930815813\r', 'authCode', ' 2804 3884 9930815813\r'],
    ['auth_code', 'x'.repeat(1_024), 'authCode', 'x'.repeat(1_024)],
    ['mchid', 'a'.repeat(32), 'storeId', 'a'.repeat(32)],
    ['udid', '設備 7', 'deviceId', '設備 7'],
    ['udid', 'x'.repeat(40), 'deviceId', 'x'.repeat(40)],
    ['limit_pay', 'no_credit', 'creditBarred', true],
    ['limit_pay', 'pcredit', 'creditBarred', false],
    ['limit_pay', 'NO_CREDIT', 'creditBarred', false],
  ])('%s %j', (name, value, property, expected) => {
    expect(request({ [name]: value })[property]).toBe(expected);
  });

  it.each(['+0800', '-0500', ' 0800', '+0000'])('zone %j, which changes nothing', (txzone) => {
    expect(request({ txzone })).toEqual(request({}));
  });

  it.each([
    'return_url',
    'product_name',
    'valid_time',
    'lnglat',
    'openid',
    'sub_openid',
    'expired_time',
    'pay_tag',
  ])('%s, which changes nothing', (name) => {
    expect(request({ [name]: '&\n任意' })).toEqual(request({}));
    expect(PAYMENT_NAMES.has(name)).toBe(true);
  });

  it.each(['sign', 'Txamt', 'key', 'currency', '__proto__', 'constructor'])('the unknown %s', (name) => {
    expect(request(Object.fromEntries([[name, '1']]))).toEqual(request({}));
    expect(PAYMENT_NAMES.has(name)).toBe(false);
  });
});

describe('what is refused', () => {
  const amountProblem =
    'must be a whole number of minor units (1050, not 10.50) from 1 to 99999999999, digits only, no leading zero';
  it.each([
    '0',
    '-1',
    '1.0',
    '1e3',
    '01',
    ' 10',
    '10 ',
    '+10',
    '1,000',
    '٣',
    '１０',
    '100000000000',
    '9007199254740993',
    '99999999999999999999',
    '0x10',
    'ten',
  ])('amount %j', (txamt) => expect(refusal({ txamt })).toBe(`txamt: ${amountProblem}`));

  it.each(['XXX', 'hkd', 'HK', 'GBP', '___'])('currency %j', (txcurrcd) => {
    expect(refusal({ txcurrcd })).toBe(
      'txcurrcd: must be one of AED, AUD, CAD, CNY, EUR, HKD, IDR, JPY, MMK, MYR, SGD, THB, USD',
    );
  });

  it.each(['800101', '800201', '802801', '80000', '8OOOO8'])('pay type %j', (pay_type) => {
    expect(refusal({ pay_type })).toBe(
      'pay_type: must be one of 800008, 800108, 800208, 801008, 805808, 800708',
    );
  });

  it.each(['A,B', ',', '訂單', 'A\tB', 'A\n', '\u{7f}', 'é', 'A%20', '%2f%2F'])(
    'order number %j',
    (out_trade_no) => {
      expect(refusal({ out_trade_no })).toBe(
        'out_trade_no: must be printable ASCII without commas and percent escapes such as %20',
      );
    },
  );

  it.each(['2026-02-29 00:00:00', '2026-03-05', '20260305180000', '2026-03-05T18:00:00', 'now'])(
    'time %j',
    (txdtm) => {
      expect(refusal({ txdtm })).toBe('txdtm: must be a real time written YYYY-MM-DD hh:mm:ss');
    },
  );

  it.each(['M 1', 'M-1', 'M_1', 'é', 'M\n'])('store %j', (mchid) => {
    expect(refusal({ mchid })).toBe('mchid: must be letters and digits');
  });

  it.each(['8', '0800', '+800', '+8:00', 'Z', '+08 0'])('zone %j', (txzone) => {
    expect(refusal({ txzone })).toBe('txzone: must be an offset written +0800');
  });

  it.each(['udid', 'limit_pay', 'notify_url'])('control characters in %s', (name) => {
    for (const odd of ['\0', '\n', '\r', '\u{1b}', '\u{7f}', '\u{80}', '\u{9f}', '\u{2028}', '\u{2029}']) {
      expect(refusal({ [name]: `a${odd}b` })).toBe(`${name}: may not contain control characters`);
    }
  });

  it.each(['shop.example', 'ftp://shop.example'])('notification address %j', (notify_url) => {
    expect(refusal({ notify_url })).toMatch(/^notify_url: must be a full http or https address/);
  });

  it('credentials in the notification address', () => {
    expect(refusal({ notify_url: 'https://u:p@shop.example/' })).toBe(
      'notify_url: may not carry a user name or password',
    );
  });

  it.each([
    ['out_trade_no', 128],
    ['auth_code', 1_024],
    ['mchid', 32],
    ['udid', 40],
    ['limit_pay', 32],
    ['return_url', 2_048],
    ['pay_tag', 2_048],
  ])('%s of more than %d characters', (name, limit) => {
    expect(refusal({ [name]: '1'.repeat(limit + 1) })).toBe(`${name}: is longer than ${limit} characters`);
    expect(refusal({ [name]: '1'.repeat(limit) })).not.toMatch(/is longer/);
  });

  it('a value that is too long, by what it has to look like where that is known', () => {
    expect(refusal({ txamt: '1'.repeat(21) })).toMatch(/^txamt: must be a whole number of minor units/);
    expect(refusal({ txdtm: '2026-03-05 18:00:00.123' })).toMatch(/^txdtm: must be a real time written/);
    expect(refusal({ notify_url: `https://shop.example/${'n'.repeat(256)}` })).toBe(
      'notify_url: is longer than 256 characters',
    );
  });

  it('the first offence in the order of the table, and never with the value in the text', () => {
    expect(refusal({ out_trade_no: 'A,B', txamt: 'x' })).toMatch(/^txamt: /);
    const secret = '280438849930815813280438849930815813'.repeat(40);
    for (const { name } of PAYMENT_RULES) expect(refusal({ [name]: secret })).not.toContain('28043884');
  });
});

describe('the description', () => {
  function goodsName(goods_name: string): string {
    return request({ goods_name }).goodsName;
  }

  it.each([
    ['Fish & Chips', 'Fish & Chips'],
    ['测试商品', '测试商品'],
    [' a ', ' a '],
    ['a\0b\nc\rd\te\u{1b}f\u{7f}g\u{80}h\u{9f}i\u{2028}j\u{2029}k', 'abcdefghijk'],
    ['\n\r', ''],
    ['a\u{a0}b\u{200d}c', 'a\u{a0}b\u{200d}c'],
    ['x'.repeat(65), 'x'.repeat(64)],
    [`${'x'.repeat(63)}\n\n\nyz`, `${'x'.repeat(63)}y`],
    ['\u{1f370}'.repeat(64), '\u{1f370}'.repeat(64)],
    ['\u{1f370}'.repeat(65), '\u{1f370}'.repeat(64)],
    [`x${'\u{1f370}'.repeat(64)}`, `x${'\u{1f370}'.repeat(63)}`],
    ['x'.repeat(100_000), 'x'.repeat(64)],
  ])('%j is kept as %j', (sent, kept) => expect(goodsName(sent)).toBe(kept));

  it('never refuses a payment and never grows', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (sent) => {
        const kept = goodsName(sent);
        expect(Array.from(kept).length).toBeLessThanOrEqual(64);
        expect(kept.isWellFormed()).toBe(true);
        expect(goodsName(kept)).toBe(kept);
      }),
    );
  });
});

it('has one rule for each parameter of the contract', () => {
  const names = PAYMENT_RULES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toHaveLength(20);
  const mandatory = PAYMENT_RULES.filter((rule) => rule.mandatory).map(({ name }) => name);
  expect(mandatory).toEqual(['txamt', 'pay_type', 'out_trade_no', 'txdtm', 'auth_code']);
});
