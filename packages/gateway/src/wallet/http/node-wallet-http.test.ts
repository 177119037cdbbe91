import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualTime } from '../../clock/test-time.ts';
import type { ConnectionSettings } from './connection-settings.ts';
import { NodeWalletHttp } from './node-wallet-http.ts';
import type { WalletExchange } from './wallet-http.ts';

const SETTINGS: ConnectionSettings = {
  connectTimeoutMs: 5_000,
  totalTimeoutMs: 25_000,
  proxy: undefined,
  tlsCertificate: undefined,
  tlsKey: undefined,
  tlsAuthorities: undefined,
};
const PATIENT = new AbortController().signal;

let time: ManualTime;
let opened: (Server | TcpServer)[];
let https: NodeWalletHttp[];

beforeEach(() => {
  time = new ManualTime();
  opened = [];
  https = [];
});
afterEach(async () => {
  for (const http of https) http.close();
  for (const server of opened) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

function client(changes: Partial<ConnectionSettings> = {}): NodeWalletHttp {
  const http = new NodeWalletHttp({ ...SETTINGS, ...changes }, time);
  https.push(http);
  return http;
}

async function listen(server: Server | TcpServer, scheme = 'http'): Promise<string> {
  opened.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/pay`;
}

function post(http: NodeWalletHttp, url: string, signal = PATIENT): Promise<WalletExchange> {
  return http.send({ method: 'POST', url, headers: { 'X-Sign': 'abc' }, body: '{"é":1}' }, signal);
}

describe('a request to a wallet', () => {
  it('goes out byte for byte, and its answer comes back as it was', async () => {
    let seen = '';
    const url = await listen(
      createServer((request, response) => {
        request.setEncoding('utf8').on('data', (text: string) => {
          const { 'x-sign': sign, 'content-length': length = '' } = request.headers;
          seen += `${String(sign)} ${length} ${text}`;
        });
        request.on('end', () => response.writeHead(202, { 'X-Answer': 'yes' }).end('done'));
      }),
    );
    const answer = await post(client(), url);
    expect(seen).toBe('abc 8 {"é":1}');
    expect(answer).toMatchObject({ kind: 'answer', status: 202, headers: { 'x-answer': 'yes' } });
    expect(answer.kind === 'answer' ? answer.body.toString() : '').toBe('done');
    expect(time.running).toBe(0);
  });

  it('follows no redirect', async () => {
    const url = await listen(
      createServer((_request, response) => response.writeHead(302, { Location: '/other' }).end()),
    );
    expect(await post(client(), url)).toMatchObject({ kind: 'answer', status: 302 });
  });

  it('uses a connection again', async () => {
    let connections = 0;
    const server = createServer((_request, response) => response.end('ok'));
    server.on('connection', () => {
      connections += 1;
    });
    const url = await listen(server);
    const http = client();
    await post(http, url);
    await post(http, url);
    expect(connections).toBe(1);
  });
});

describe('provably not sent', () => {
  it('is what nobody took', async () => {
    const url = await listen(createTcpServer());
    const [server] = opened.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    expect(await post(client(), url)).toMatchObject({ kind: 'not_sent' });
  });

  it('is what has no address', async () => {
    expect(await post(client(), 'http://name.invalid/')).toMatchObject({ kind: 'not_sent' });
  });

  it('is what was given up before', async () => {
    expect(await post(client(), 'http://127.0.0.1:1/', AbortSignal.abort())).toMatchObject({
      kind: 'not_sent',
    });
  });

  it('is what failed in the TLS handshake, although bytes went to and fro', async () => {
    let bytes = 0;
    const url = await listen(
      createTcpServer((socket) => {
        socket.on('error', () => undefined);
        socket.on('data', (chunk) => {
          bytes += chunk.length;
          socket.end('this is no TLS at all\r\n\r\n');
        });
      }),
      'https',
    );
    expect(await post(client(), url)).toMatchObject({ kind: 'not_sent' });
    expect(bytes).toBeGreaterThan(0);
  });

  it('is what a proxy did not let through', async () => {
    const proxy = createServer();
    proxy.on('connect', (_request, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
    const address = (await listen(proxy)).replace('/pay', '');
    expect(await post(client({ proxy: address }), 'https://wallet.invalid/')).toMatchObject({
      kind: 'not_sent',
    });
  });

  it('is what goes to a proxy that is down: it is named, without its password', async () => {
    const address = (await listen(createServer())).replace('/pay', '');
    const [server] = opened.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    const proxy = address.replace('http://', 'http://user:secret@');
    expect(await post(client({ proxy }), 'https://wallet.invalid/')).toEqual({
      kind: 'not_sent',
      reason: expect.stringMatching(/^by the proxy 127\.0\.0\.1:\d+: connect ECONNREFUSED/) as string,
    });
  });

  it('is a handshake that takes too long', async () => {
    const url = await listen(
      createTcpServer((socket) => {
        socket.on('error', () => undefined);
      }),
      'https',
    );
    const answer = post(client(), url);
    while (opened[0]?.listening !== true) await new Promise(setImmediate);
    time.advance(5_000);
    expect(await answer).toEqual({ kind: 'not_sent', reason: 'no connection within 5000 ms' });
  });
});

describe('unknown', () => {
  /** Waits until the request is there, then does something to its connection. */
  async function meet(act: (socket: import('node:net').Socket) => void): Promise<WalletExchange> {
    const url = await listen(
      createTcpServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => act(socket));
      }),
    );
    return post(client(), url);
  }

  it.each([
    ['a connection that ends without an answer', 'end', ''],
    ['a connection that is reset', 'reset', ''],
    ['an answer that is no HTTP', 'end', 'hello\r\n\r\n'],
    ['an answer that breaks off', 'end', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal'],
    ['a packed answer', 'keep', 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx'],
  ] as const)('is %s', async (_what, how, text) => {
    const exchange = await meet((socket) => {
      if (how === 'reset') socket.resetAndDestroy();
      else if (how === 'end') socket.end(text);
      else socket.write(text);
    });
    expect(exchange).toMatchObject({ kind: 'unknown' });
    expect(exchange.kind === 'unknown' ? exchange.reason : '').not.toContain('hello');
  });

  it('is an answer that is too long', async () => {
    const url = await listen(createServer((_request, response) => response.end('x'.repeat(2_000))));
    const request = { method: 'GET', url, headers: {}, answerBytesMax: 1_000 } as const;
    expect(await client().send(request, PATIENT)).toEqual({
      kind: 'unknown',
      reason: 'the answer is longer than 1000 bytes',
    });
  });

  it('is an answer that does not come in time, or that nobody waits for any more', async () => {
    let arrived = 0;
    const url = await listen(
      createServer(() => {
        arrived += 1;
      }),
    );
    const late = post(client(), url);
    while (arrived < 1) await new Promise(setImmediate);
    time.advance(25_000);
    expect(await late).toEqual({ kind: 'unknown', reason: 'no answer within 25000 ms' });
    const stop = new AbortController();
    const given = post(client(), url, stop.signal);
    while (arrived < 2) await new Promise(setImmediate);
    stop.abort();
    expect(await given).toEqual({ kind: 'unknown', reason: 'the gateway stopped waiting' });
  });
});
