import { describe, expect, it } from 'vitest';
import { TEST_NOW_MS } from './test-support/run-command.ts';
import { TestClock } from './test-support/test-clock.ts';
import { timedFetch } from './timed-fetch.ts';

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function failing(cause: unknown): Promise<unknown> {
  const broken: typeof fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
  return timedFetch({ fetch: broken, clock: new TestClock(TEST_NOW_MS) }, 'http://localhost/', {});
}

describe('timedFetch', () => {
  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED'])(
    'knows that %s comes before anything is sent',
    async (code) => {
      expect(await failing(coded(code))).toMatchObject({ reason: 'not_connected' });
    },
  );

  it.each(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'ETIMEDOUT', 'WHATEVER'])(
    'assumes that the request arrived after %s',
    async (code) => {
      expect(await failing(coded(code))).toMatchObject({ reason: 'connection_lost' });
    },
  );

  it('assumes that the request arrived after an error without a code', async () => {
    expect(await failing(undefined)).toMatchObject({
      reason: 'connection_lost',
      detail: expect.stringContaining('fetch failed'),
    });
  });

  it('looks at every address of a host', async () => {
    const refused = coded('ECONNREFUSED');
    expect(await failing(new AggregateError([refused, refused]))).toMatchObject({ reason: 'not_connected' });
    expect(await failing(new AggregateError([refused, coded('ECONNRESET')]))).toMatchObject({
      reason: 'connection_lost',
    });
  });

  it('never follows a redirection', async () => {
    let mode: RequestInit['redirect'];
    const spy: typeof fetch = (_url, request) => {
      mode = request?.redirect;
      return Promise.resolve(new Response('x'));
    };
    await timedFetch({ fetch: spy, clock: new TestClock(TEST_NOW_MS) }, 'http://localhost/', {});
    expect(mode).toBe('manual');
  });
});
