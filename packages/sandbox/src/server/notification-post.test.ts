import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { postNotification } from './notification-post.ts';

let server: Server;
let url: string;
let answer: (response: ServerResponse) => void;
const seen: {
  readonly method: string;
  readonly path: string;
  readonly sign: string;
  readonly body: string;
}[] = [];

beforeEach(async () => {
  seen.length = 0;
  answer = (response) => response.end('{"result":{"resultStatus":"S"}}');
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method = '', url: path = '', headers } = request;
      seen.push({ method, path, sign: String(headers['signature']), body });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify?x=1`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const HEADERS = { Signature: 'algorithm=RSA256' };

it('posts what it is given and tells what was answered', async () => {
  const body = Buffer.from('{"a":"奶茶"}');
  expect(await postNotification(url, HEADERS, body)).toEqual({
    status: 200,
    body: '{"result":{"resultStatus":"S"}}',
  });
  expect(seen).toEqual([
    { method: 'POST', path: '/notify?x=1', sign: 'algorithm=RSA256', body: '{"a":"奶茶"}' },
  ]);
});

it('has no answer when the connection breaks, or the answer is too long', async () => {
  answer = (response) => response.destroy();
  expect(await postNotification(url, HEADERS, Buffer.from('{}'))).toBeUndefined();
  answer = (response) => response.end('x'.repeat(10_000));
  expect(await postNotification(url, HEADERS, Buffer.from('{}'))).toBeUndefined();
});

it.each(['http://192.0.2.1/notify', 'https://example.com/notify', 'ftp://127.0.0.1/', 'nonsense'])(
  'calls nobody beyond this machine: %s',
  async (address) => {
    expect(await postNotification(address, HEADERS, Buffer.from('{}'))).toBeUndefined();
  },
);
