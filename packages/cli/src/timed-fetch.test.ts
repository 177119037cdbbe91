import { describe, expect, it } from 'vitest';
import { TEST_NOW_MS } from './test-support/run-command.ts';
import { TestClock } from './test-support/test-clock.ts';
import { timedFetch } from './timed-fetch.ts';

function coded(code: string, syscall?: string): Error {
  return Object.assign(new Error(code), { code, syscall });
}

function failing(cause: unknown): Promise<unknown> {
  const broken: typeof fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
  return timedFetch({ fetch: broken, clock: new TestClock(TEST_NOW_MS) }, 'http://localhost/', {});
}

describe('timedFetch', () => {
  it.each([
    ['ECONNREFUSED', 'connect'],
    ['ENOTFOUND', 'getaddrinfo'],
    ['UND_ERR_CONNECT_TIMEOUT', undefined],
  ])('knows that %s at %s comes before anything is sent', async (code, syscall) => {
    expect(await failing(coded(code, syscall))).toEqual({
      kind: 'failure',
      reason: 'not_connected',
      detail: `no connection: ${code}`,
    });
  });

  it.each([
    ['ECONNRESET', 'read'],
    ['ECONNREFUSED', 'read'],
    ['WHATEVER', undefined],
  ])('assumes that the request arrived after %s at %s', async (code, syscall) => {
    expect(await failing(coded(code, syscall))).toMatchObject({ reason: 'connection_lost' });
  });

  it('assumes that the request arrived after an error without a code', async () => {
    expect(await failing(undefined)).toMatchObject({
      reason: 'connection_lost',
      detail: expect.stringContaining('fetch failed'),
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
