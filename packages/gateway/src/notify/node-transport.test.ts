import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createTlsServer, type Server } from 'node:https';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ManualTime } from '../clock/test-time.ts';
import { useDirectories } from '../store/sqlite/test-directory.ts';
import { describeAnswer, isAcknowledged, quoteAnswer } from './notify-transport.ts';
import { until, useEndpoints } from './test-endpoint.ts';
import { BODY, post, useRawServers } from './test-post.ts';

describe('posting a notification', () => {
  const openEndpoint = useEndpoints();
  const rawServer = useRawServers();

  it('sends the body byte for byte, once, and asks for an answer that is not packed', async () => {
    const endpoint = await openEndpoint();
    const answer = await post(`${endpoint.url}?store=7`);
    expect(isAcknowledged(answer)).toBe(true);
    expect(endpoint.received).toHaveLength(1);
    const [received] = endpoint.received;
    expect(received?.path).toBe('/notify?store=7');
    expect(received?.body).toBe(BODY);
    expect(received?.headers).toEqual({
      'content-type': 'application/json',
      'x-qf-sign': 'ABC',
      'content-length': String(BODY.length),
      'accept-encoding': 'identity',
      connection: 'close',
      host: `127.0.0.1:${endpoint.port}`,
    });
    expect(received?.rawHeaders).toContain('X-QF-SIGN');
  });

  it('leaves no connection and no timer behind', async () => {
    const endpoint = await openEndpoint();
    const time = new ManualTime();
    await post(endpoint.url, { time });
    await until(() => endpoint.open === 0);
    expect(time.running).toBe(0);
  });

  it.each(['SUCCESS', 'success', ' Success\r\n', '\tSUCCESS '])(
    'takes %j for an acknowledgement',
    async (body) => {
      const endpoint = await openEndpoint();
      endpoint.answer = (response) => response.end(body);
      const answer = await post(endpoint.url);
      expect(isAcknowledged(answer)).toBe(true);
      expect(describeAnswer(answer)).toBe('SUCCESS');
    },
  );

  it.each([
    [200, 'OK', 'HTTP 200, but instead of SUCCESS: OK'],
    [200, '', 'HTTP 200, but without SUCCESS'],
    [200, '"SUCCESS"', 'HTTP 200, but instead of SUCCESS: "SUCCESS"'],
    [200, 'SUCCESS!', 'HTTP 200, but instead of SUCCESS: SUCCESS!'],
    [
      200,
      `<html>\n\u001b[31m${'x'.repeat(80)}`,
      `HTTP 200, but instead of SUCCESS: <html>??[31m${'x'.repeat(48)}`,
    ],
    [201, 'SUCCESS', 'HTTP 201'],
    [204, '', 'HTTP 204'],
    [404, 'SUCCESS', 'HTTP 404'],
    [500, 'SUCCESS', 'HTTP 500'],
  ])('takes HTTP %i with %j for none', async (status, body, words) => {
    const endpoint = await openEndpoint();
    endpoint.answer = (response) => response.writeHead(status).end(body);
    const answer = await post(endpoint.url);
    expect(isAcknowledged(answer)).toBe(false);
    expect(quoteAnswer(answer)).toBe(words);
    expect(describeAnswer(answer)).toBe(words.replace(/instead of SUCCESS: .*/, 'without SUCCESS'));
  });

  it('says so when nobody listens', async () => {
    const endpoint = await openEndpoint();
    const { url } = endpoint;
    await endpoint.close();
    const answer = await post(url);
    expect(describeAnswer(answer)).toMatch(/ECONNREFUSED/);
    expect(quoteAnswer(answer)).toBe(describeAnswer(answer));
    // Closed twice by the end of the test otherwise.
    await openEndpoint();
  });

  it('does not trust a broken answer', async () => {
    expect(describeAnswer(await post((await rawServer('HTTP/9 SUCCESS\r\n\r\n')).url))).toMatch(
      /Parse Error/,
    );
    expect(
      describeAnswer(await post((await rawServer(`HTTP/1.1 200 OK\r\nX: ${'y'.repeat(9_000)}\r\n\r\n`)).url)),
    ).toMatch(/Header overflow/);
    const endpoint = await openEndpoint();
    endpoint.answer = (response) => {
      response.writeHead(200, { 'Content-Length': '700' }).write('SUCCESS');
      response.socket?.end();
    };
    expect(isAcknowledged(await post(endpoint.url))).toBe(false);
  });

  it('reaches localhost under either family', async () => {
    const endpoint = await openEndpoint();
    expect(isAcknowledged(await post(`http://localhost:${endpoint.port}/n`))).toBe(true);
  });

  it('takes no proxy from the environment', async () => {
    const [endpoint, proxy] = [await openEndpoint(), await openEndpoint()];
    const names = ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'];
    const before = names.map((name) => [name, process.env[name]] as const);
    for (const name of names) process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : proxy.url;
    try {
      expect(isAcknowledged(await post(endpoint.url))).toBe(true);
      expect(proxy.connections).toBe(0);
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });
});

describe('an endpoint with TLS', () => {
  const directories = useDirectories();
  const closing: Server[] = [];
  afterEach(async () => {
    for (const server of closing.splice(0)) {
      server.close();
      await once(server, 'close');
    }
  });

  /** A server with a certificate of its own for 127.0.0.1 that answers SUCCESS. */
  async function tlsEndpoint(): Promise<{ readonly url: string; readonly certificate: string }> {
    const directory = directories();
    const [key, certificate] = [join(directory, 'key.pem'), join(directory, 'certificate.pem')];
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const made = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    execFileSync('openssl', ['req', ...made, ...subject, '-keyout', key, '-out', certificate], {
      stdio: 'pipe',
    });
    const options = { key: readFileSync(key), cert: readFileSync(certificate) };
    const server = createTlsServer(options, (_request, response) => response.end('SUCCESS'));
    closing.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    return { url: `https://127.0.0.1:${address.port}/`, certificate: readFileSync(certificate, 'utf8') };
  }

  it('is notified when its certificate is trusted', async () => {
    const { url, certificate } = await tlsEndpoint();
    expect(await post(url, { authorities: certificate })).toMatchObject({ status: 200, body: 'SUCCESS' });
  });

  it('is told nothing when it is not, whatever the environment says', async () => {
    const { url } = await tlsEndpoint();
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      expect(describeAnswer(await post(url))).toMatch(/self-signed certificate/);
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    }
  });
});
