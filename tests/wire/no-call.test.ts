import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchange, openSocket, readAnswer, requestBytes } from './support/raw-http.ts';
import { expectRefusedWithoutTrace } from './support/refused-without-trace.ts';
import { PAYMENT_PATH, paymentOf, QUERY_PATH, type WireClient } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';
import { formOf } from './support/wire-signing.ts';

let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start();
  shop = await gateway.merchant();
});
afterAll(() => gateway.close());

const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const;

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

  it('two requests on one connection are two answers, the first one a refusal', async () => {
    const socket = await openSocket(gateway.url);
    try {
      for (const [changes, respcd] of [
        [{ txamt: '0' }, '1104'],
        [{}, '0000'],
      ] as const) {
        const parameters = paymentOf(changes);
        const answer = readAnswer(socket);
        const headers = [FORM, ...Object.entries(shop.headersFor(parameters))];
        socket.write(requestBytes(`POST ${PAYMENT_PATH}`, headers, formOf(parameters)));
        expect(await answer).toMatchObject({
          status: 200,
          text: expect.stringContaining(`"respcd": "${respcd}"`),
        });
      }
    } finally {
      socket.destroy();
    }
  });
});
