import { request } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PATIENT, sale, TestSandbox } from '../test-sandbox.ts';
import { addPage } from './page-files.ts';
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

describe('a page', () => {
  let folder: string;
  let app: FastifyInstance;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'opencpm-page-'));
    app = fastify();
    addPage(app, { path: '/page', folder: pathToFileURL(`${folder}/`) });
  });
  afterEach(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });

  it('says what to do when it is not built', async () => {
    const answer = await app.inject('/page');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual({
      error: 'This page is not built yet: run `npm run pages`, then reload.',
    });
  });

  it('is served under a policy that lets nothing foreign in, its assets for ever', async () => {
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html>');
    writeFileSync(join(folder, 'assets', 'index-AB_c-1.js'), 'export {};');
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    const page = await app.inject('/page');
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': expect.stringContaining("default-src 'none'; script-src 'self';"),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
    expect((await app.inject('/page/')).body).toBe(page.body);
    const asset = await app.inject('/page/assets/index-AB_c-1.js');
    expect(asset.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    for (const name of ['none.js', '..%2fsecret.txt', '%2e%2e%2findex.html', 'a.txt', '.js']) {
      expect((await app.inject(`/page/assets/${name}`)).statusCode, name).toBe(404);
    }
  });

  it('leaves a failing disk to the application around', async () => {
    mkdirSync(join(folder, 'index.html'));
    expect((await app.inject('/page')).statusCode).toBe(500);
  });
});
