import { request } from 'node:http';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PATIENT, sale, TestSandbox } from '../test-sandbox.ts';
import { sandboxRoutes } from './sandbox-routes.ts';

describe('what a phone shows, over HTTP', () => {
  let test: TestSandbox;
  let app: FastifyInstance;
  beforeEach(() => {
    test = new TestSandbox();
    app = fastify();
    sandboxRoutes(test.sandbox, test.virtualTime)(app);
  });
  afterEach(async () => {
    await app.close();
    test.dispose();
  });

  it('is one JSON object', async () => {
    await test.sandbox.changeAccount('li-na', { freeLimitMinor: 0 });
    const { authCode } = await test.sandbox.issueCode('alipay', 'li-na');
    await test.sandbox.charge(sale('order-1', { authCode }), PATIENT);
    const { authCode: fresh } = await test.sandbox.issueCode('alipay', 'li-na');
    const payment = { channel_order_id: 'order-1', state: 'waiting', attempts_left: 3, refunds: [] };
    expect((await app.inject('/sandbox/accounts/li-na/phone')).json()).toMatchObject({
      now: '2026-03-01T12:00:00.000Z',
      wallet: 'alipay',
      wallet_name: 'Alipay',
      currency: 'CNY',
      account: { account: 'li-na', balance_minor: 500_000, password: '123456' },
      fresh_codes: [fresh],
      waiting: [payment],
      history: [payment],
    });
  });

  it.each(['/sandbox/accounts/nobody/phone', '/sandbox/accounts/nobody/phone/events'])(
    'is refused for an account that does not exist: %s',
    async (url) => {
      const answer = await app.inject(url);
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toEqual({
        error: 'account: there is no account nobody; see GET /sandbox/wallets.',
      });
    },
  );

  it.each([
    '/phone',
    '/phone/assets/x.js',
    '/sandbox/accounts/li-na/phone',
    '/sandbox/accounts/li-na/phone/events',
  ])('keeps strangers out of %s', async (url) => {
    for (const stranger of [
      { remoteAddress: '192.168.1.5' },
      { headers: { host: 'evil.example' } },
      { headers: { origin: 'https://evil.example' } },
    ]) {
      expect((await app.inject({ url, ...stranger })).statusCode).toBe(403);
    }
  });

  it('is streamed at every change, until the phone is switched off or the server closes', async () => {
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const first = await openStream(`${url}/sandbox/accounts/li-na/phone/events`);
    const second = await openStream(`${url}/sandbox/accounts/li-na/phone/events`);
    expect(first.type).toBe('text/event-stream; charset=utf-8');
    await first.until((events) => events.length === 1);
    await second.until((events) => events.length === 1);
    await app.inject({ method: 'POST', url: '/sandbox/accounts/li-na', payload: { balance_minor: 5 } });
    await first.until((events) => events.at(-1)?.account.balance_minor === 5);
    await app.inject({ method: 'POST', url: '/sandbox/clock', payload: { advance: '1m' } });
    // Told again, because a phone cannot know that the clock was moved.
    await first.until((events) => events.length === 3);
    second.close();
    await app.close();
    await first.ended;
  });
});

interface Event {
  readonly now: string;
  readonly account: { readonly balance_minor: number };
}

interface Stream {
  readonly type: string | undefined;
  readonly until: (enough: (events: readonly Event[]) => boolean) => Promise<void>;
  readonly ended: Promise<void>;
  readonly close: () => void;
}

function openStream(url: string): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const call = request(url, (answer) => {
      let text = '';
      const waiting = new Set<() => void>();
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        for (const look of waiting) look();
      });
      const events = (): readonly Event[] =>
        [...text.matchAll(/^data: (.*)\n\n/gm)].map(([, json = '']) => JSON.parse(json) as Event);
      resolve({
        type: answer.headers['content-type'],
        until: (enough) =>
          new Promise((heard) => {
            const look = (): void => {
              if (!enough(events())) return;
              waiting.delete(look);
              heard();
            };
            waiting.add(look);
            look();
          }),
        ended: new Promise((end) => {
          answer.once('close', () => end());
        }),
        close: () => call.destroy(),
      });
    });
    call.once('error', reject).end();
  });
}
