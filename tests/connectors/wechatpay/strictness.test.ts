import { verify } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  PLATFORM_KEY,
  PLATFORM_PUBLIC_KEY,
  VECTORS,
} from '../../../packages/gateway/src/wallet/wechatpay/vectors/test-vectors.ts';
import { callRaw, NUMBERS, PAY, payBody, QUERY, type RawAnswer, type RawChanges } from './raw-caller.ts';
import { WechatPayTown } from './wechatpay-town.ts';

// What the server takes and what it does not (S1 to S14 of the wire's rules).

let town: WechatPayTown;
let count = 0;
let number = '';

beforeAll(async () => {
  town = await WechatPayTown.open({
    habits: { callsPerSecond: undefined, wrongRefundsPerSecond: undefined },
  });
});
beforeEach(() => {
  count += 1;
  number = `S${String(count).padStart(8, '0')}`;
});
afterAll(() => town.close());

function pay(changes: Readonly<Record<string, unknown>> = {}, raw: RawChanges = {}): Promise<RawAnswer> {
  return callRaw(town, PAY, { body: payBody(number, changes), ...raw });
}

function enquire(): Promise<RawAnswer> {
  return callRaw(town, `/v3/global/transactions/out-trade-no/${number}?${QUERY}`);
}

function reverse(): Promise<RawAnswer> {
  return callRaw(town, `/v3/global/micropay/transactions/out-trade-no/${number}/reverse`, { body: NUMBERS });
}

function isSealed({ headers, bytes }: RawAnswer, signed: Buffer = bytes): boolean {
  const get = (name: string): string => headers.get(`Wechatpay-${name}`) ?? '';
  const message = Buffer.concat([
    Buffer.from(`${get('Timestamp')}\n${get('Nonce')}\n`),
    signed,
    Buffer.from('\n'),
  ]);
  return (
    get('Serial') === VECTORS.platform.serial &&
    verify('sha256', message, PLATFORM_PUBLIC_KEY, Buffer.from(get('Signature'), 'base64'))
  );
}

describe('whoever does not prove who they are is refused with an unsigned 401', () => {
  it.each<readonly [string, RawChanges]>([
    ['another scheme', { scheme: 'WECHATPAY2-SM2-WITH-SM3' }],
    ['no header', { headers: { Authorization: undefined } }],
    ['a header that cannot be read', { spoil: (header) => `${header} and more` }],
    ['a parameter twice', { spoil: (header) => `${header},mchid="1900000100"` }],
    ['no nonce', { nonce: '' }],
    ['no serial', { spoil: (header) => header.replace(/,serial_no="\w+"/, '') }],
    ['a serial nobody knows', { serial: '00FF' }],
    ['a number nobody has', { mchid: '1900000999' }],
    ['another key', { key: PLATFORM_KEY }],
    ['a time six minutes ago', { timestampS: Math.floor(Date.UTC(2026, 2, 1, 4) / 1_000) - 360 }],
    ['a time six minutes ahead', { timestampS: Math.floor(Date.UTC(2026, 2, 1, 4) / 1_000) + 360 }],
    ['a message of somebody else', { body: payBody('S', { sp_mchid: '1900000101' }) }],
  ])('%s', async (_, changes) => {
    const answer = await pay({}, changes);
    expect(answer).toMatchObject({ status: 401, body: { code: 'SIGN_ERROR' } });
    expect(answer.headers.get('Wechatpay-Signature')).toBeNull();
    expect(answer.headers.get('Request-ID')).toMatch(/^[0-9A-F]{20}-270283348$/);
  });

  it('other bytes than were signed, and says which text it has put together', async () => {
    const target = `/v3/global/transactions/out-trade-no/${number}?${QUERY}`;
    const spoil = (header: string): string => header.replace(/nonce_str="(.)/, 'nonce_str="x');
    const answer = await callRaw(town, target, { spoil });
    expect(answer.body).toMatchObject({
      detail: { sign_information: { method: 'GET', url: target, sign_message_length: expect.any(Number) } },
    });
  });

  it('a certificate that has ended', async () => {
    const contract = town.protocol.contracts.find(VECTORS.merchant.mchid);
    if (contract === undefined) throw new Error('the contract is missing');
    const [certificate] = contract.certificates;
    if (certificate === undefined) throw new Error('the certificate is missing');
    town.protocol.contracts.put({
      ...contract,
      certificates: [{ ...certificate, endsAtMs: town.time.nowMs() }],
    });
    expect(await pay()).toMatchObject({ status: 401, body: { code: 'SIGN_ERROR' } });
    town.protocol.contracts.put(contract);
    expect((await pay()).status).toBe(200);
  });
});

describe('a request that breaks a rule is refused', () => {
  it.each<readonly [string, RawChanges]>([
    ['no User-Agent', { headers: { 'User-Agent': '' } }],
    ['no Accept', { headers: { Accept: '' } }],
    ['another type', { headers: { 'Content-Type': 'text/plain' } }],
    ['no JSON', { bytes: Buffer.from('{') }],
    ['no UTF-8', { bytes: Buffer.from([0x22, 0xff, 0x22]) }],
    ['an emoji', { body: payBody('S1', { description: 'Tea 🍵' }) }],
    ['a list', { body: [] }],
  ])('%s', async (_, changes) => {
    expect(await pay({}, changes)).toMatchObject({ status: 400, body: { code: 'PARAM_ERROR' } });
  });

  it.each<readonly [string, string, Readonly<Record<string, unknown>>]>([
    ['/description', 'nothing to show', { description: undefined }],
    ['/description', 'too long a text', { description: 'x'.repeat(128) }],
    ['/out_trade_no', 'a strange character', { out_trade_no: 'S 1' }],
    ['/out_trade_no', 'a number', { out_trade_no: 12 }],
    ['/trade_type', 'another product', { trade_type: 'JSAPI' }],
    ['/payer/auth_code', 'no code', { payer: {} }],
    ['/payer', 'null', { payer: null }],
    ['/amount/total', 'nothing to pay', { amount: { total: 0, currency: 'HKD' } }],
    ['/amount/total', 'a fraction', { amount: { total: 1.5, currency: 'HKD' } }],
    ['/amount/total', 'a text', { amount: { total: '1', currency: 'HKD' } }],
    ['/amount/currency', 'a currency that is not open', { amount: { total: 1, currency: 'USD' } }],
    ['/amount/currency', 'no currency', { amount: { total: 1 } }],
    ['/notify_url', 'a field of other products', { notify_url: 'https://example.com' }],
    ['/mchid', 'the fields of both modes', { mchid: '1900000100' }],
    ['/sub_mchid', 'no shop', { sub_mchid: undefined }],
    ['/limit_pay', 'another word', { limit_pay: 'no_debit' }],
    ['/scene_info/device_id', 'too long a device', { scene_info: { device_id: 'x'.repeat(33) } }],
    [
      '/scene_info/store_info/name',
      'a store without a name',
      { scene_info: { store_info: { address: 'x' } } },
    ],
    [
      '/detail/0/goods_detail/0/price',
      'goods without a price',
      { detail: [{ goods_detail: [{ goods_id: '1', quantity: 1 }] }] },
    ],
    ['/detail', 'no list', { detail: {} }],
  ])('at %s: %s', async (field, _, changes) => {
    const answer = await pay(changes);
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'PARAM_ERROR', detail: { field, location: 'body' } },
    });
    expect(isSealed(answer)).toBe(true);
  });

  it.each<readonly [string, number, string, Readonly<Record<string, unknown>>]>([
    ['a shop of somebody else', 403, 'NO_AUTH', { sub_mchid: '1900000999' }],
    ['a public id of somebody else', 400, 'APPID_MCHID_NOT_MATCH', { sp_appid: 'wx1' }],
    ['a category that is not open', 400, 'INVALID_REQUEST', { merchant_category_code: '7995' }],
    ['a code of another wallet', 400, 'AUTH_CODE_INVALID', { payer: { auth_code: '280000000000000001' } }],
    ['a code that is too short', 400, 'AUTH_CODE_INVALID', { payer: { auth_code: '13000000000000000' } }],
    [
      'a Hong Kong code in a mainland shop',
      400,
      'AUTH_CODE_INVALID',
      { sub_mchid: '1900000110', merchant_category_code: '5942', payer: { auth_code: '150000000000000001' } },
    ],
  ])('%s', async (_, status, code, changes) => {
    expect(await pay(changes)).toMatchObject({ status, body: { code } });
    expect(await enquire()).toMatchObject({ status: 404, body: { code: 'ORDER_NOT_EXIST' } });
  });

  it.each<readonly [string, string, number, string]>([
    ['POST', '/v3/pay/transactions/codepay', 400, 'INVALID_REQUEST'],
    ['POST', '/v3/pay/partner/transactions/codepay', 400, 'INVALID_REQUEST'],
    ['POST', '/v3/global/transactions/micropay', 404, 'RESOURCE_NOT_EXISTS'],
    ['POST', '/v3/global/transactions/out-trade-no/S1/reverse', 404, 'RESOURCE_NOT_EXISTS'],
    ['GET', '/v3/global/refund/domestic/refunds/R1', 404, 'RESOURCE_NOT_EXISTS'],
    ['GET', '/v3/global/transactions/out-trade-no/%E0', 404, 'RESOURCE_NOT_EXISTS'],
    ['GET', PAY, 405, 'INVALID_REQUEST'],
  ])('%s %s', async (method, target, status, code) => {
    const changes = method === 'POST' ? { method, body: payBody(number) } : { method };
    expect(await callRaw(town, target, changes)).toMatchObject({ status, body: { code } });
  });

  it('an enquiry with fields twice, or unknown ones', async () => {
    for (const query of [`${QUERY}&sub_mchid=1`, `${QUERY}&page=1`, 'sp_mchid=1900000100']) {
      const answer = await callRaw(town, `/v3/global/transactions/out-trade-no/${number}?${query}`);
      expect(answer).toMatchObject({ status: 400, body: { detail: { location: 'query' } } });
    }
  });
});

describe('one number is one order', () => {
  it('and is paid once', async () => {
    expect((await pay()).status).toBe(200);
    expect(await pay()).toMatchObject({ status: 400, body: { code: 'ORDER_PAID' } });
    expect(await pay({ amount: { total: 1, currency: 'HKD' } })).toMatchObject({
      status: 403,
      body: { code: 'OUT_TRADE_NO_USED' },
    });
    expect(await pay({ payer: { auth_code: '130000000000000002' } })).toMatchObject({
      status: 403,
      body: { code: 'BUYER_MISMATCH' },
    });
    expect((await town.sandbox.door.find(number))?.timesCharged).toBe(1);
  });

  it('also when ten requests come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => pay()));
    const statuses = answers.map(({ status }) => status).sort((left, right) => left - right);
    expect(statuses).toEqual([200, ...Array.from({ length: 9 }, () => 400)]);
    expect((await town.sandbox.door.find(number))?.timesCharged).toBe(1);
  });

  it('that hears its state while it waits, and the end of it', async () => {
    const waiting = { payer: { auth_code: '130000000000401143' } };
    expect(await pay(waiting)).toMatchObject({ status: 202, body: { trade_state: 'USERPAYING' } });
    expect(await pay(waiting)).toMatchObject({ status: 202, body: { trade_state: 'USERPAYING' } });
    town.time.advance(15_000);
    expect((await reverse()).status).toBe(204);
    expect(await pay(waiting)).toMatchObject({ status: 400, body: { code: 'ORDERREVERSED' } });
  });

  it('that belongs to one shop', async () => {
    await pay();
    const other = new URLSearchParams({ ...NUMBERS, sub_mchid: '1900000110' });
    const answer = await callRaw(town, `/v3/global/transactions/out-trade-no/${number}?${other.toString()}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    expect(answer.headers.get('Request-ID')).toMatch(/-268447845$/);
  });

  it('which the wallet knows by its own number as well', async () => {
    const { body } = await pay();
    const id = String(body['id']);
    expect((await callRaw(town, `/v3/global/transactions/id/${id}?${QUERY}`)).body).toEqual(body);
    town.time.advance(15_000);
    const reversed = await callRaw(town, `/v3/global/micropay/transactions/id/${id}/reverse`, {
      body: NUMBERS,
    });
    expect(reversed.status).toBe(204);
  });
});

describe('a phone’s own code', () => {
  it('is taken once, for a minute, and with the password for a moment longer', async () => {
    const { authCode } = await town.sandbox.issueCode('wechatpay');
    expect((await pay({ payer: { auth_code: authCode } })).status).toBe(200);
    count += 1;
    number = `S${String(count).padStart(8, '0')}`;
    expect(await pay({ payer: { auth_code: authCode } })).toMatchObject({
      status: 400,
      body: { code: 'AUTH_CODE_ERROR' },
    });
    const [late, old] = [
      await town.sandbox.issueCode('wechatpay'),
      await town.sandbox.issueCode('wechatpay'),
    ];
    town.time.advance(60_000);
    count += 1;
    number = `S${String(count).padStart(8, '0')}`;
    expect(await pay({ payer: { auth_code: late.authCode } })).toMatchObject({
      status: 202,
      body: { trade_state: 'USERPAYING' },
    });
    town.time.advance(10_000);
    count += 1;
    number = `S${String(count).padStart(8, '0')}`;
    expect(await pay({ payer: { auth_code: old.authCode } })).toMatchObject({
      status: 400,
      body: { code: 'AUTHCODEEXPIRE' },
    });
  });
});

describe('answers', () => {
  it('are signed, whatever they say, but for 401', async () => {
    const answers = [
      await pay(),
      await pay(),
      await enquire(),
      await callRaw(town, '/v3/global/certificates'),
    ];
    town.time.advance(15_000);
    answers.push(await reverse());
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 200, 200, 204]);
    expect(answers.every((answer) => isSealed(answer))).toBe(true);
  });

  it('with errors are unsigned where that is the habit', async () => {
    town.protocol.change({ errorsSigned: false });
    await pay();
    const again = await pay();
    town.protocol.change({ errorsSigned: true });
    expect(again.headers.get('Wechatpay-Signature')).toBeNull();
    expect(again.body).toMatchObject({ code: 'ORDER_PAID' });
  });

  it('have the older codes where that is the habit', async () => {
    town.protocol.change({ codeSpelling: 'older' });
    const refused = await pay({ payer: { auth_code: '130000000000401201' } });
    town.protocol.change({ codeSpelling: 'underscored' });
    expect(refused).toMatchObject({ status: 403, body: { code: 'NOTENOUGH' } });
  });
});

describe('what no document says how it is answered is noted', () => {
  it('a reversal too early, enquiries too fast, a nonce that comes twice', async () => {
    const { length } = town.protocol.violations;
    const target = `/v3/global/transactions/out-trade-no/${number}?${QUERY}`;
    await pay();
    await callRaw(town, target, { nonce: `twice${number}` });
    await callRaw(town, target, { nonce: `twice${number}` });
    await reverse();
    expect(town.protocol.violations.slice(length).map((each) => each.replace(/\w+\d{8}/, 'X'))).toEqual([
      'nonce X came twice',
      'order X was asked about again after 0 ms',
      'order X was reversed after 0 ms',
    ]);
  });
});

it('calls are counted', async () => {
  town.time.advance(1_000);
  town.protocol.change({ callsPerSecond: 3 });
  const statuses: number[] = [];
  for (let call = 0; call < 5; call += 1) statuses.push((await enquire()).status);
  town.time.advance(1_000);
  statuses.push((await enquire()).status);
  town.protocol.change({ callsPerSecond: undefined });
  expect(statuses).toEqual([404, 404, 404, 429, 429, 404]);
});

it('a reversal too late is refused, with the cause that says so', async () => {
  await pay();
  town.time.jump(8 * 86_400_000);
  const answer = await reverse();
  expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  expect(answer.headers.get('Request-ID')).toMatch(/-268449386$/);
  town.time.jump(-8 * 86_400_000);
});

it('an order that nobody pays is revoked after 45 s, whether anybody asks or not', async () => {
  await pay({ payer: { auth_code: '130000000000401143' } });
  await town.pass(44_999);
  expect((await town.sandbox.door.find(number))?.state).toBe('waiting');
  await town.pass(1);
  expect((await town.sandbox.door.find(number))?.state).toBe('closed');
  expect((await enquire()).body).toMatchObject({ trade_state: 'REVOKED' });
  expect(await reverse()).toMatchObject({ status: 400, body: { code: 'ORDERREVERSED' } });
});
