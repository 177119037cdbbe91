import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

describe('parameters that cannot be read', () => {
  /** Sent with a wrong signature: what cannot be read is said before the signature is looked at. */
  const send = (body: string | Uint8Array): Promise<WireAnswer> =>
    shop.sendBytes(
      `POST ${PAYMENT_PATH}`,
      [FORM, ['X-QF-APPCODE', shop.credentials.appCode], ['X-QF-SIGN', '0'.repeat(32)]],
      body,
    );
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
    [
      'JSON under the content type of a form',
      '{"txamt": 10}',
      /the parameters are JSON; send them form-encoded/,
    ],
  ])('%s: 1103', async (_what, body, respmsg) => {
    await expectRefusedWithoutTrace(gateway, () => send(body), { respcd: '1103', respmsg });
  });

  it('__proto__ is refused even when it is signed', async () => {
    const { out_trade_no: order = '', auth_code: code = '' } = paymentOf();
    const body = `__proto__=x&auth_code=${code}&out_trade_no=${order}&pay_type=800108&txamt=10&txcurrcd=HKD&txdtm=2026-03-15 12:00:00`;
    const sendSigned = (): Promise<WireAnswer> =>
      shop.sendBytes(
        `POST ${PAYMENT_PATH}`,
        [
          FORM,
          ['X-QF-APPCODE', shop.credentials.appCode],
          ['X-QF-SIGN', digestOf('MD5', body + shop.credentials.clientKey)],
        ],
        body,
      );
    await expectRefusedWithoutTrace(gateway, sendSigned, { respcd: '1104', respmsg: /^__proto__: / });
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
