import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAYMENT_PATH, paymentOf, type WireClient } from '../wire/support/wire-client.ts';
import { WireGateway } from '../wire/support/wire-gateway.ts';
import { formOf } from '../wire/support/wire-signing.ts';
import { untilClosed } from './support/raw-exchange.ts';
import { requestsSeen } from './support/server-of.ts';

let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start();
  shop = await gateway.merchant();
});
afterAll(() => gateway.close());

/** A whole payment with a right signature, hidden behind a request that two readers would end at different places. */
function hiddenPayment(): string {
  const parameters = paymentOf();
  const body = formOf(parameters);
  const headers = Object.entries(shop.headersFor(parameters)).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${PAYMENT_PATH} HTTP/1.1\r\nHost: x\r\n${headers.join('')}Content-Length: ${body.length}\r\n\r\n${body}`;
}

function head(...lines: readonly string[]): string {
  return `POST ${PAYMENT_PATH} HTTP/1.1\r\nHost: x\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;
}

describe('row 13: a request two readers would end at different places', () => {
  it.each<[what: string, first: (hidden: string) => string]>([
    ['length and chunks', () => `${head('Content-Length: 5', 'Transfer-Encoding: chunked')}0\r\n\r\n`],
    ['chunks and length', () => `${head('Transfer-Encoding: chunked', 'Content-Length: 5')}0\r\n\r\n`],
    ['two lengths', (hidden) => head('Content-Length: 0', `Content-Length: ${hidden.length}`)],
    ['two lengths in one header', (hidden) => head(`Content-Length: 0, ${hidden.length}`)],
    ['a length that is no number', () => head('Content-Length: +0')],
    ['a negative length', () => head('Content-Length: -1')],
    ['a length in hex', () => head('Content-Length: 0x10')],
    ['a space before the colon', () => head('Content-Length : 0')],
    ['a folded header', () => head('X-A: 1', ' Content-Length: 0')],
    ['a bare line feed in a header', () => head('X-A: 1\nContent-Length: 0')],
    ['a bare carriage return in a header', () => head('X-A: 1\rContent-Length: 0')],
    ['a NUL in a header', () => head('X-A: 1\u0000', 'Content-Length: 0')],
    ['a coding nobody knows', () => `${head('Transfer-Encoding: xchunked')}0\r\n\r\n`],
    ['chunked, but not as the last coding', () => `${head('Transfer-Encoding: chunked, identity')}0\r\n\r\n`],
    [
      'a coding given twice',
      () => `${head('Transfer-Encoding: chunked', 'Transfer-Encoding: identity')}0\r\n\r\n`,
    ],
    ['a chunk whose length is no number', () => `${head('Transfer-Encoding: chunked')}0x1\r\na\r\n0\r\n\r\n`],
    [
      'a chunk that is longer than it says',
      () => `${head('Transfer-Encoding: chunked')}1\r\nab\r\n0\r\n\r\n`,
    ],
    ['a chunk that ends with a bare line feed', () => `${head('Transfer-Encoding: chunked')}1\na\n0\n\n`],
    ['a name that is none', () => head('X A: 1', 'Content-Length: 0')],
    ['a header without a name', () => head(': 1', 'Content-Length: 0')],
  ])('row 13: %s: refused, connection closed, and what follows is not carried out', async (_what, first) => {
    const before = await gateway.traces();
    const hidden = hiddenPayment();
    let received = '';
    const seen = await requestsSeen(async () => {
      received = await untilClosed(gateway.url, Buffer.from(first(hidden) + hidden, 'latin1'));
    });
    expect(seen.length).toBeLessThanOrEqual(1);
    expect(received).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
    expect(received.match(/HTTP\/1\.1 /g)?.length ?? 0).toBeLessThanOrEqual(1);
    expect(received).not.toContain('"0000"');
    expect(await gateway.traces()).toEqual(before);
  });

  it('row 13: a plain request with another right behind it is two requests, as HTTP says', async () => {
    const last = hiddenPayment().replace('Host: x', 'Host: x\r\nConnection: close');
    const received = await untilClosed(gateway.url, Buffer.from(hiddenPayment() + last, 'latin1'));
    expect(received.match(/"respcd": "0000"/g)).toHaveLength(2);
  });
});
