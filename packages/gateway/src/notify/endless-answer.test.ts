import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ManualTime } from '../clock/test-time.ts';
import { CONNECT_LIMIT_MS, type ResolveName } from './node-transport.ts';
import { describeAnswer, isAcknowledged, quoteAnswer } from './notify-transport.ts';
import { until, useEndpoints } from './test-endpoint.ts';
import { post, useRawServers } from './test-post.ts';

describe('row 11 of the security list: an endpoint that answers for ever', () => {
  const openEndpoint = useEndpoints();
  const rawServer = useRawServers();

  it('is cut at 1 KB, however much it has to say', async () => {
    const endpoint = await openEndpoint();
    let written = 0;
    endpoint.answer = (response) => {
      const more = (): void => {
        while (!response.destroyed && written < 10e9) {
          written += 65_536;
          if (!response.write(Buffer.alloc(65_536, ' '))) return;
        }
      };
      response.on('drain', more);
      more();
    };
    const answer = await post(endpoint.url);
    expect(quoteAnswer(answer)).toBe('HTTP 200, but the answer is longer than 1024 bytes or broke off');
    expect(answer.kind === 'answer' ? answer.body.length : 0).toBe(1_024);
    await until(() => endpoint.open === 0);
    // What the sockets' own buffers took, not gigabytes.
    expect(written).toBeLessThan(100e6);
  });

  it('takes SUCCESS and blanks up to 1,024 bytes, and not one more', async () => {
    const endpoint = await openEndpoint();
    endpoint.answer = (response, { path }) => response.end('SUCCESS'.padEnd(Number(path.slice(1))));
    const of = (length: number) => post(`http://127.0.0.1:${endpoint.port}/${length}`);
    expect(isAcknowledged(await of(1_024))).toBe(true);
    expect(isAcknowledged(await of(1_025))).toBe(false);
  });

  it('is cut when the time is up, however slowly it trickles', async () => {
    const endpoint = await openEndpoint();
    let trickling = false;
    endpoint.answer = (response) => {
      response.write('S');
      trickling = true;
    };
    const end = new AbortController();
    const time = new ManualTime();
    const answer = post(endpoint.url, { signal: end.signal, time });
    await until(() => trickling);
    // Connected long ago: the limit of connecting no longer holds.
    time.advance(CONNECT_LIMIT_MS * 2);
    end.abort();
    expect(describeAnswer(await answer)).toBe('no answer in time');
    await until(() => endpoint.open === 0);
  });

  it('is not unpacked: a packed SUCCESS is none, and neither is a bomb', async () => {
    const endpoint = await openEndpoint();
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    endpoint.answer = (response, { path }) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      response.end(path === '/bomb' ? bomb : gzipSync('SUCCESS'));
    };
    expect(isAcknowledged(await post(endpoint.url))).toBe(false);
    const answer = await post(`http://127.0.0.1:${endpoint.port}/bomb`);
    expect(answer).toMatchObject({ kind: 'answer', complete: false });
    expect(answer.kind === 'answer' ? answer.body.length : 0).toBe(1_024);
  });

  it('gets three seconds to connect', async () => {
    const time = new ManualTime();
    const never: ResolveName = () => new Promise(() => undefined);
    const answer = post('http://shop.example/', { time, resolve: never });
    await until(() => time.running === 1);
    time.advance(CONNECT_LIMIT_MS - 1);
    expect(time.running).toBe(1);
    time.advance(1);
    expect(describeAnswer(await answer)).toBe('no connection within 3 s');
    expect(time.running).toBe(0);
  });

  it('gets three seconds for the handshake of TLS as well', async () => {
    const server = await rawServer('');
    const url = server.url.replace('http:', 'https:');
    const time = new ManualTime();
    const answer = post(url, { time });
    await until(() => server.connections() === 1);
    // The client hears of it a few turns after the server.
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    time.advance(CONNECT_LIMIT_MS);
    expect(describeAnswer(await answer)).toBe('no connection within 3 s');
  });

  it('is not called at all when the time was up before', async () => {
    const endpoint = await openEndpoint();
    const answer = await post(endpoint.url, { signal: AbortSignal.abort() });
    expect(describeAnswer(answer)).toBe('no answer in time');
    expect(endpoint.received).toEqual([]);
  });
});
