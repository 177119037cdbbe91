import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { KeptLog } from '../log/test-log.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { listenForCalls } from './call-listener.ts';
import type { WireRequest } from './wire-request.ts';

const ANSWER: Answer = { status: 200, headers: { 'X-QF-SIGN': 'S' }, body: '{"respcd": "0000"}' };
const CALL: Call = {
  path: '/trade/v1/query',
  methods: ['POST', 'GET'],
  event: 'query',
  handle: () => Promise.reject(new Error('only the limiter calls it')),
};

let server: Server | undefined;

afterEach(() => server?.close());

/** A server that hands every call to one function. */
async function listen(
  serve: (call: Call, request: WireRequest) => Promise<Answer>,
  isStopping = false,
): Promise<{ readonly url: string; readonly log: KeptLog }> {
  const log = new KeptLog();
  const started = createServer(
    listenForCalls({
      calls: [CALL],
      limiter: { serve },
      log,
      addressOf: () => '192.0.2.1',
      isStopping: () => isStopping,
      otherwise: (_request, response) => response.writeHead(404).end('no call'),
    }),
  );
  server = started;
  started.listen(0, '127.0.0.1');
  await once(started, 'listening');
  return { url: `http://127.0.0.1:${(started.address() as AddressInfo).port}`, log };
}

describe('listening for calls', () => {
  it('hands over what the request says, blanks around its headers removed', async () => {
    const seen: WireRequest[] = [];
    const { url } = await listen(async (_call, request) => {
      seen.push(request);
      return ANSWER;
    });
    const headers = { 'X-QF-APPCODE': ' A ', 'X-QF-SIGN': 'B', 'Content-Type': 'text/plain' };
    const answer = await fetch(`${url}${CALL.path}`, { method: 'POST', headers, body: 'a=1' });
    expect(await answer.text()).toBe(ANSWER.body);
    expect(answer.headers.get('x-qf-sign')).toBe('S');
    await fetch(`${url}${CALL.path}?page=1?`);
    expect(seen).toMatchObject([
      { method: 'POST', appCode: 'A', signature: 'B', contentType: 'text/plain', query: '' },
      { method: 'GET', appCode: undefined, query: 'page=1?' },
    ]);
    expect(seen.map(({ body }) => Buffer.from(body).toString())).toEqual(['a=1', '']);
  });

  it.each([
    ['another path', '/trade/v1/query/', 'POST'],
    ['another method', CALL.path, 'PUT'],
  ])('leaves alone what is no call: %s', async (_what, path, method) => {
    const { url } = await listen(() => Promise.resolve(ANSWER));
    const answer = await fetch(url + path, { method });
    expect(answer.status).toBe(404);
  });

  it('begins nothing any more while the gateway stops, says so, and ends the connection', async () => {
    const { url } = await listen(() => Promise.reject(new Error('must not be called')), true);
    const answer = await fetch(`${url}${CALL.path}`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('connection')).toBe('close');
    expect(await answer.json()).toMatchObject({
      respcd: '1100',
      respmsg: expect.stringMatching(/nothing was started/),
    });
  });

  it('ends the connection without an answer, with an alert, when there is none that can be sent', async () => {
    const { url, log } = await listen(() => Promise.resolve({ ...ANSWER, headers: { 'X-QF-SIGN': 'a\nb' } }));
    await expect(fetch(`${url}${CALL.path}`)).rejects.toThrow('fetch failed');
    expect(log.alerts).toEqual(['answer_failed']);
  });
});
