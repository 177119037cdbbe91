import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusedWithoutTrace, field } from './support/refused-without-trace.ts';
import { madeUpCode } from './support/payment-codes.ts';
import { freshOrderNumber, type ParameterChanges, type WireClient } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';

let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start();
  shop = await gateway.merchant();
});
afterAll(() => gateway.close());

/** Refused with a text that begins with the field, names the rule, and does not repeat the value. */
async function expectRefused(changes: ParameterChanges, respcd: string, name: string): Promise<void> {
  const answer = await expectRefusedWithoutTrace(gateway, () => shop.pay(changes), {
    respcd,
    respmsg: field(name),
  });
  const value = changes[name];
  if (value !== undefined && value.length > 8) expect(answer.respmsg).not.toContain(value);
  expect(shop.isSignedFor(answer)).toBe(true);
}

describe('a payment with an impossible amount: 1104 txamt', () => {
  it.each([
    '0',
    '-1',
    '1.0',
    '1e3',
    '01',
    ' 10',
    '10 ',
    '+10',
    '0x10',
    '1,000',
    'NaN',
    'Infinity',
    '１０',
    '10\n',
    '100000000000',
    '99999999999999999999',
    '9'.repeat(21),
    undefined,
    '',
  ])('%j', async (txamt) => {
    await expectRefused({ txamt }, '1104', 'txamt');
  });
});

describe('a payment with an impossible currency: 1104 txcurrcd', () => {
  it.each([
    ['unknown', { txcurrcd: 'XYZ' }],
    ['lower case', { txcurrcd: 'hkd' }],
    ['too long', { txcurrcd: 'HKDX' }],
    ['missing for a merchant with several', { txcurrcd: undefined }],
    ['empty for a merchant with several', { txcurrcd: '' }],
    ['EUR by PayMe', { txcurrcd: 'EUR', pay_type: '805808', auth_code: madeUpCode('payme') }],
    ['EUR by WeChat Pay HK', { txcurrcd: 'EUR', pay_type: '801008', auth_code: madeUpCode('wechatpayhk') }],
    ['CNY by PayMe', { txcurrcd: 'CNY', pay_type: '805808', auth_code: madeUpCode('payme') }],
  ])('%s', async (_what, changes) => {
    await expectRefused(changes, '1104', 'txcurrcd');
  });

  it('not open for the merchant', async () => {
    const single = await gateway.merchant({ currencies: ['HKD'] });
    await expectRefusedWithoutTrace(gateway, () => single.pay({ txcurrcd: 'EUR' }), {
      respcd: '1104',
      respmsg: field('txcurrcd'),
    });
  });
});

describe('a payment under an impossible pay type', () => {
  it.each(['800101', '800201', '123456', '80010', '8001088', 'alipay', '', undefined])(
    '%j: 1104 pay_type',
    async (pay_type) => {
      await expectRefused({ pay_type }, '1104', 'pay_type');
    },
  );

  it('that is not open for the merchant: 1242 pay_type', async () => {
    const narrow = await gateway.merchant({ payTypes: ['800108', '800008'] });
    for (const changes of [
      { pay_type: '800208', auth_code: madeUpCode('wechatpay') },
      { pay_type: '800008', auth_code: madeUpCode('wechatpay') },
    ]) {
      await expectRefusedWithoutTrace(gateway, () => narrow.pay(changes), {
        respcd: '1242',
        respmsg: field('pay_type'),
      });
    }
  });
});

describe('a payment with a wrong time: 1104 txdtm', () => {
  it.each([
    '2026-3-5 18:00:00',
    '2026-03-05T18:00:00',
    '2026-03-05 18:00',
    '2026-03-05',
    '18:00:00 2026-03-05',
    '20260305180000',
    '2026-03-05 18:00:00Z',
    ' 2026-03-05 18:00:00',
    '2026-03-05  18:00:00',
    '2026-02-29 18:00:00',
    '2026-04-31 18:00:00',
    '2026-13-01 18:00:00',
    '2026-00-10 18:00:00',
    '2026-03-05 24:00:00',
    '2026-03-05 18:60:00',
    '2026-03-05 18:00:60',
    '２０２６-03-05 18:00:00',
    '1772704800',
    '',
    undefined,
  ])('%j', async (txdtm) => {
    await expectRefused({ txdtm }, '1104', 'txdtm');
  });
});

describe('a payment with an impossible order number: 1104 out_trade_no', () => {
  it.each(['A,B', 'Ä1', '订单1', 'A\nB', 'A\u0000', 'x'.repeat(129), '', undefined])(
    '%j',
    async (out_trade_no) => {
      await expectRefused({ out_trade_no }, '1104', 'out_trade_no');
    },
  );

  it('but 128 characters and every other printable one are taken, and found again', async () => {
    const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index))
      .filter((character) => character !== ',')
      .join('');
    for (const out_trade_no of [freshOrderNumber().padEnd(128, 'x'), `${freshOrderNumber()}${printable}!`]) {
      const paid = await shop.pay({ out_trade_no });
      expect(paid.body).toMatchObject({ respcd: '0000', out_trade_no });
      expect((await shop.query({ out_trade_no })).rows).toMatchObject([{ syssn: paid.syssn, out_trade_no }]);
    }
  });
});

describe('a payment with a value that is too long: 1104 and its name', () => {
  it.each([
    ['auth_code', `28${'1'.repeat(511)}`],
    ['auth_code', '1'.repeat(1_025)],
    ['mchid', 'M'.repeat(33)],
    ['udid', 'u'.repeat(41)],
    ['notify_url', `https://shop.example/${'n'.repeat(236)}`],
    ['txzone', '+08000'],
    ['limit_pay', 'l'.repeat(33)],
    ['return_url', 'r'.repeat(2_049)],
    ['product_name', 'p'.repeat(2_049)],
    ['valid_time', '1'.repeat(2_049)],
    ['lnglat', '1'.repeat(2_049)],
    ['openid', 'o'.repeat(2_049)],
    ['sub_openid', 'o'.repeat(2_049)],
    ['expired_time', '1'.repeat(2_049)],
    ['pay_tag', 't'.repeat(2_049)],
  ])('%s', async (name, value) => {
    await expectRefused({ [name]: value }, '1104', name);
  });

  it.each([
    ['udid', 'u'.repeat(40)],
    ['notify_url', `https://shop.example/${'n'.repeat(235)}`],
    ['limit_pay', 'no_credit'],
    ['product_name', 'p'.repeat(2_048)],
  ])('but %s at its longest is taken', async (name, value) => {
    expect((await shop.pay({ [name]: value })).respcd).toBe('0000');
  });
});

describe('a payment with a malformed optional value: 1104 and its name', () => {
  it.each([
    ['udid', 'A\nB'],
    ['udid', 'A\u2028B'],
    ['udid', '\u0000'],
    ['txzone', '0800'],
    ['txzone', '+8'],
    ['txzone', 'HKT'],
    ['limit_pay', 'no\u0007credit'],
    ['notify_url', 'tills.example/notify'],
    ['notify_url', 'ftp://shop.example/notify'],
    ['notify_url', 'javascript:alert(1)'],
    ['notify_url', 'https://user:secret@shop.example/'],
    ['notify_url', 'https://shop.example/\n'],
    ['notify_url', 'https://'],
    ['mchid', 'M 1'],
    ['mchid', 'M-1'],
    ['mchid', "M' OR 1=1"],
  ])('%s: %j', async (name, value) => {
    await expectRefused({ [name]: value }, '1104', name);
  });
});

describe('a payment whose notify_url is not registered: 1104 notify_url', () => {
  let registered: WireClient;
  beforeAll(async () => {
    registered = await gateway.merchant({
      notifyPrefixes: ['https://shop.example/hooks/', 'https://two.example'],
    });
  });

  it.each([
    'https://evil.example/hooks/',
    'http://shop.example/hooks/',
    'https://shop.example/',
    'https://shop.example.evil.example/hooks/',
    'https://evil.example/?https://shop.example/hooks/',
    'https://two.example.evil.example/',
    'https://two.example:8443/',
    'https://two.exampleevil/',
  ])('%s', async (notify_url) => {
    await expectRefusedWithoutTrace(gateway, () => registered.pay({ notify_url }), {
      respcd: '1104',
      respmsg: field('notify_url'),
    });
  });

  it.each(['https://shop.example/hooks/1?a=b', 'https://two.example/anything', 'https://two.example'])(
    'but %s is taken',
    async (notify_url) => {
      expect((await registered.pay({ notify_url })).respcd).toBe('0000');
    },
  );
});

describe('a value that imitates another parameter: 1104 and its name', () => {
  it.each([
    ['goods_name', 'Tea&mchid=X'],
    ['goods_name', '&txamt=1'],
    ['goods_name', 'a&b=c&notify_url=https://evil.example/'],
    ['udid', 'A&auth_code=280000000000000000'],
    ['out_trade_no', 'A&pay_type=800208'],
    ['product_name', 'Tea&goods_name=Coffee'],
  ])('%s=%s', async (name, value) => {
    await expectRefused({ [name]: value }, '1104', name);
  });

  it('& beside an unknown parameter', async () => {
    await expectRefused({ goods_name: 'Fish & Chips', unknown: '1' }, '1104', 'goods_name');
  });

  it.each(['Fish & Chips', 'a=b', 'a&b', '50% off', '&&==%%', 'Tea&size=L'])(
    'but %s is a good name',
    async (goods_name) => {
      const { respcd, syssn } = await shop.pay({ goods_name });
      expect(respcd).toBe('0000');
      expect((await shop.query({ syssn })).rows).toMatchObject([{ goods_name }]);
    },
  );
});
