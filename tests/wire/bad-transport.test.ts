import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchange, requestBytes } from './support/raw-http.ts';
import { expectRefusedWithoutTrace, field } from './support/refused-without-trace.ts';
import {
  PAYMENT_PATH,
  paymentOf,
  QUERY_PATH,
  type RequestChanges,
  type WireAnswer,
  type WireClient,
} from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';
import { digestOf, formOf } from './support/wire-signing.ts';

let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start();
  shop = await gateway.merchant();
});
afterAll(() => gateway.close());

const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const;

/** A payment that would succeed, sent with some headers replaced. */
function withHeaders(headers: NonNullable<RequestChanges['headers']>): () => Promise<WireAnswer> {
  return () => shop.pay({}, { headers });
}

/** A payment that would succeed, with its headers given one by one, as often as they are listed. */
async function withRawHeaders(
  change: (sign: string, app: string) => readonly (readonly [string, string])[],
): Promise<WireAnswer> {
  const parameters = paymentOf();
  const { 'X-QF-SIGN': sign = '', 'X-QF-APPCODE': app = '' } = shop.headersFor(parameters);
  return shop.sendBytes(`POST ${PAYMENT_PATH}`, [FORM, ...change(sign, app)], formOf(parameters));
}

describe('a sender that cannot be verified', () => {
  it.each<[what: string, ask: () => Promise<WireAnswer>, respmsg: RegExp]>([
    ['no app code', withHeaders({ 'X-QF-APPCODE': undefined }), /X-QF-APPCODE is missing/],
    ['an empty app code', withHeaders({ 'X-QF-APPCODE': '' }), /X-QF-APPCODE is missing/],
    [
      'an unknown app code',
      withHeaders({ 'X-QF-APPCODE': 'F'.repeat(32) }),
      /^X-QF-APPCODE is unknown or X-QF-SIGN/,
    ],
    [
      'an app code of 10,000 characters',
      withHeaders({ 'X-QF-APPCODE': 'F'.repeat(10_000) }),
      /^X-QF-APPCODE/,
    ],
    ['no signature', withHeaders({ 'X-QF-SIGN': undefined }), /X-QF-SIGN is missing/],
    ['a wrong signature', withHeaders({ 'X-QF-SIGN': '0'.repeat(32) }), /X-QF-SIGN does not fit/],
    ['a signature cut short', withHeaders({ 'X-QF-SIGN': '0'.repeat(31) }), /X-QF-SIGN does not fit/],
    ['an empty signature', withHeaders({ 'X-QF-SIGN': '' }), /X-QF-SIGN/],
    ['a signature that is no hex', withHeaders({ 'X-QF-SIGN': 'G'.repeat(32) }), /X-QF-SIGN does not fit/],
    ['an unknown sign type', withHeaders({ 'X-QF-SIGNTYPE': 'SHA1' }), /X-QF-SIGNTYPE must be MD5 or SHA256/],
    ['an empty sign type', withHeaders({ 'X-QF-SIGNTYPE': '' }), /X-QF-SIGNTYPE must be MD5 or SHA256/],
    [
      'a right signature with more behind it',
      () =>
        withRawHeaders((sign, app) => [
          ['X-QF-APPCODE', app],
          ['X-QF-SIGN', `${sign}00`],
        ]),
      /X-QF-SIGN does not fit/,
    ],
    [
      'a right signature given twice',
      () =>
        withRawHeaders((sign, app) => [
          ['X-QF-APPCODE', app],
          ['X-QF-SIGN', sign],
          ['X-QF-SIGN', sign],
        ]),
      /X-QF-SIGN does not fit/,
    ],
    [
      'a right app code given twice',
      () =>
        withRawHeaders((sign, app) => [
          ['X-QF-APPCODE', app],
          ['X-QF-APPCODE', app],
          ['X-QF-SIGN', sign],
        ]),
      /^X-QF-APPCODE is unknown/,
    ],
    [
      'a right sign type given twice',
      () =>
        withRawHeaders((sign, app) => [
          ['X-QF-APPCODE', app],
          ['X-QF-SIGN', sign],
          ['X-QF-SIGNTYPE', 'MD5'],
          ['X-QF-SIGNTYPE', 'MD5'],
        ]),
      /X-QF-SIGNTYPE must be MD5 or SHA256/,
    ],
    [
      'a body changed on the way',
      () => shop.pay({}, { body: formOf(paymentOf({ txamt: '1' })) }),
      /does not fit/,
    ],
  ])('%s: 1108', async (_what, ask, respmsg) => {
    await expectRefusedWithoutTrace(gateway, ask, { respcd: '1108', respmsg });
  });
});

describe('parameters that cannot be read', () => {
  const raw = (body: string | Uint8Array): (() => Promise<WireAnswer>) => {
    const { appCode } = shop?.credentials ?? { appCode: '' };
    return () =>
      shop.sendBytes(
        `POST ${PAYMENT_PATH}`,
        [FORM, ['X-QF-APPCODE', appCode || shop.credentials.appCode], ['X-QF-SIGN', '0'.repeat(32)]],
        body,
      );
  };
  const names = Array.from({ length: 10_000 }, (_, index) => `p${index.toString(36)}`);

  it.each<[what: string, body: string | Uint8Array, respmsg: RegExp]>([
    ['a name given twice', 'txamt=10&txcurrcd=HKD&txamt=10', field('txamt')],
    ['a name given twice in two spellings', 'txamt=10&tx%61mt=20', field('txamt')],
    ['an unknown name given twice', 'x=1&x=1', field('x')],
    ['a body sign given twice', 'sign=1&sign=2', field('sign')],
    ['bytes that are no UTF-8', Buffer.from('goods_name=\u00ff&txamt=10', 'latin1'), /not valid UTF-8/],
    ['%ff in a value', 'goods_name=%ff', field('goods_name')],
    ['%fe in a value', 'goods_name=%fe', field('goods_name')],
    ['half a character', 'goods_name=%E6%B5', field('goods_name')],
    ['an overlong encoding', 'goods_name=%C0%AF', field('goods_name')],
    ['a lone surrogate', 'goods_name=%ED%A0%80', field('goods_name')],
    ['10,000 parameters', names.map((name) => `${name}=`).join('&'), /more than 64 parameters/],
    [
      '65 parameters',
      names
        .slice(0, 65)
        .map((name) => `${name}=1`)
        .join('&'),
      /more than 64 parameters/,
    ],
    ['a name that is __proto__[x]', '__proto__[x]=1', /parameter name/],
    ['an empty name', '=1', /parameter name/],
    ['a name of 33 letters', `${'n'.repeat(33)}=1`, /parameter name/],
    ['a name with a line break', 'tx%0aamt=1', /parameter name/],
    ['JSON under the content type of a form', '{"txamt": 10}', /parameter name/],
  ])('%s: 1103', async (_what, body, respmsg) => {
    await expectRefusedWithoutTrace(gateway, raw(body), { respcd: '1103', respmsg });
  });

  it('__proto__ is read like any name nobody knows: signed, and without effect', async () => {
    const { out_trade_no: order = '', auth_code: code = '' } = paymentOf();
    const signed = `__proto__=x&auth_code=${code}&out_trade_no=${order}&pay_type=800108&txamt=10&txcurrcd=HKD&txdtm=2026-03-15 12:00:00`;
    const send = (body: string): Promise<WireAnswer> =>
      shop.sendBytes(
        `POST ${PAYMENT_PATH}`,
        [
          FORM,
          ['X-QF-APPCODE', shop.credentials.appCode],
          ['X-QF-SIGN', digestOf('MD5', signed + shop.credentials.clientKey)],
        ],
        body,
      );
    await expectRefusedWithoutTrace(gateway, () => send(signed.replace('__proto__=x', '__proto__=y')), {
      respcd: '1108',
      respmsg: /does not fit/,
    });
    expect((await send(signed)).body).toMatchObject({ respcd: '0000', out_trade_no: order });
    expect({}).not.toHaveProperty('x');
  });

  it('64 parameters are still read', async () => {
    const extra = Object.fromEntries(names.slice(0, 58).map((name) => [name, '1']));
    expect((await shop.pay(extra)).respcd).toBe('0000');
    await expectRefusedWithoutTrace(gateway, () => shop.pay({ ...extra, onemore: '1' }), {
      respcd: '1103',
      respmsg: /more than 64/,
    });
  });
});

describe('parameters in the wrong place or of the wrong type', () => {
  it.each([
    'application/json',
    'application/json; charset=UTF-8',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded-not',
  ])('Content-Type %s: 1103', async (type) => {
    await expectRefusedWithoutTrace(gateway, withHeaders({ 'Content-Type': type }), {
      respcd: '1103',
      respmsg: /^Content-Type must be application\/x-www-form-urlencoded/,
    });
  });

  it('a JSON body with a right signature: 1103', async () => {
    const parameters = paymentOf();
    await expectRefusedWithoutTrace(
      gateway,
      () =>
        shop.send(PAYMENT_PATH, parameters, {
          body: JSON.stringify(parameters),
          headers: { 'Content-Type': 'application/json' },
        }),
      { respcd: '1103', respmsg: /^Content-Type/ },
    );
  });

  it('body and query string at once: 1103', async () => {
    const parameters = paymentOf();
    const headers = Object.entries(shop.headersFor(parameters));
    for (const query of ['mchid=X', formOf(parameters)]) {
      await expectRefusedWithoutTrace(
        gateway,
        () => shop.sendBytes(`POST ${PAYMENT_PATH}?${query}`, [FORM, ...headers], formOf(parameters)),
        { respcd: '1103', respmsg: /body or in the query string, not in both/ },
      );
    }
  });

  it('a GET with a body: 1103, with and without a query string', async () => {
    const parameters = { page: '1' };
    const headers = Object.entries(shop.headersFor(parameters));
    for (const query of ['', `?${formOf(parameters)}`]) {
      await expectRefusedWithoutTrace(
        gateway,
        () => shop.sendBytes(`GET ${QUERY_PATH}${query}`, [FORM, ...headers], formOf(parameters)),
        { respcd: '1103', respmsg: /GET carries its parameters in the query string/ },
      );
    }
  });

  it('but a GET without a body is answered, whatever its content type says', async () => {
    const parameters = { page: '1' };
    for (const type of [
      'application/x-www-form-urlencoded',
      'application/json',
      'text/plain; charset=utf-8',
    ]) {
      const headers = [...Object.entries(shop.headersFor(parameters)), ['Content-Type', type] as const];
      const answer = await shop.sendBytes(`GET ${QUERY_PATH}?${formOf(parameters)}`, headers);
      expect(answer.respcd).toBe('0000');
    }
  });

  it('no parameters at all: 1104, naming the first that is missing', async () => {
    await expectRefusedWithoutTrace(gateway, () => shop.send(PAYMENT_PATH, {}), {
      respcd: '1104',
      respmsg: field('txamt'),
    });
  });
});

describe('what is no call', () => {
  it.each([
    '/',
    '/trade/v1',
    '/trade/v1/payments',
    '/trade/v1/payment/',
    '/trade/v1/payment/1',
    '/TRADE/V1/PAYMENT',
    '/admin',
  ])('path %s: 404', async (path) => {
    await expectRefusedWithoutTrace(gateway, () => shop.send(path, paymentOf()), {
      status: 404,
      respcd: '1103',
      respmsg: /no such path/,
    });
  });

  it.each([
    ['GET', PAYMENT_PATH, 'POST'],
    ['PUT', PAYMENT_PATH, 'POST'],
    ['DELETE', PAYMENT_PATH, 'POST'],
    ['PATCH', QUERY_PATH, 'POST, GET'],
    ['PUT', QUERY_PATH, 'POST, GET'],
    ['OPTIONS', QUERY_PATH, 'POST, GET'],
  ])('%s %s: 405 with the methods it takes', async (method, path, allow) => {
    const parameters = paymentOf();
    const headers = Object.entries(shop.headersFor(parameters));
    const answer = await expectRefusedWithoutTrace(
      gateway,
      () => shop.sendBytes(`${method} ${path}?${formOf(parameters)}`, headers),
      { status: 405, respcd: '1103', respmsg: new RegExp(allow) },
    );
    expect(answer.headers.get('allow')).toBe(allow);
  });

  it.each([
    ['a body of 1 MB', 1_048_576],
    ['a body one byte too long', 65_537],
  ])('%s: 413, before it is read', async (_what, length) => {
    const parameters = paymentOf();
    const headers = [
      ...Object.entries(shop.headersFor(parameters)),
      ['Content-Length', String(length)] as const,
    ];
    await expectRefusedWithoutTrace(
      gateway,
      () => shop.sendBytes(`POST ${PAYMENT_PATH}`, [FORM, ...headers], formOf(parameters)),
      { status: 413, respcd: '1103', respmsg: /larger than 65536 bytes/ },
    );
  });

  it('a body of 1 MB in chunks: 413 as soon as it is too long', async () => {
    const parameters = paymentOf();
    const chunk = `4000\r\n${'a'.repeat(0x4000)}\r\n`;
    await expectRefusedWithoutTrace(
      gateway,
      () =>
        shop.sendBytes(
          `POST ${PAYMENT_PATH}`,
          [FORM, ...Object.entries(shop.headersFor(parameters)), ['Transfer-Encoding', 'chunked']],
          chunk.repeat(5),
        ),
      { status: 413, respcd: '1103', respmsg: /larger than 65536 bytes/ },
    );
  });

  it('a body of exactly 64 KiB is read', async () => {
    const parameters = paymentOf({ goods_name: '' });
    const room = 65_536 - formOf(parameters).length;
    const answer = await shop.send(PAYMENT_PATH, { ...parameters, goods_name: 'x'.repeat(room) });
    expect(answer.respcd).toBe('0000');
  });

  it.each([
    ['no HTTP', 'HELLO\r\n\r\n'],
    [
      'two lengths',
      `POST ${PAYMENT_PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
    ],
    [
      'a length and chunks',
      `POST ${PAYMENT_PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      'a header of 20 KB',
      `POST ${PAYMENT_PATH} HTTP/1.1\r\nHost: x\r\nX-QF-SIGN: ${'A'.repeat(20_000)}\r\n\r\n`,
    ],
    ['a query string of 20 KB', `GET ${QUERY_PATH}?page=${'1'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
  ])('%s: 400, and the connection ends', async (_what, bytes) => {
    const before = await gateway.traces();
    const answer = await exchange(gateway.url, Buffer.from(bytes));
    expect(answer.status).toBe(400);
    expect(answer.headers.get('connection')).toBe('close');
    expect(await gateway.traces()).toEqual(before);
  });

  it('two requests on one connection are two answers, a refused one included', async () => {
    const [bad, good] = [paymentOf({ txamt: '0' }), paymentOf()];
    for (const parameters of [bad, good]) {
      const bytes = requestBytes(
        `POST ${PAYMENT_PATH}`,
        [FORM, ...Object.entries(shop.headersFor(parameters))],
        formOf(parameters),
      );
      const answer = await exchange(gateway.url, bytes);
      expect(answer.headers.get('connection')).toBe('keep-alive');
    }
  });
});
