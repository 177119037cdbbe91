import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchange, requestBytes } from '../wire/support/raw-http.ts';
import { VirtualTime } from '../wire/support/virtual-time.ts';
import { PAYMENT_PATH, paymentOf, QUERY_PATH, type WireClient } from '../wire/support/wire-client.ts';
import { WireGateway } from '../wire/support/wire-gateway.ts';
import { formOf } from '../wire/support/wire-signing.ts';

let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start();
  shop = await gateway.merchant();
});
afterAll(() => gateway.close());

/** Sends a signed payment with another request line or more headers. */
async function send(line: string, more: readonly (readonly [string, string])[] = []) {
  const parameters = paymentOf();
  const headers = [
    ['Content-Type', 'application/x-www-form-urlencoded'],
    ...Object.entries(shop.headersFor(parameters)),
    ...more,
  ] as const;
  return exchange(gateway.url, requestBytes(line, headers, formOf(parameters)));
}

describe('row 23: surprising paths and verbs', () => {
  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'GET'])(
    'row 23: %s at the payment is 404 or 405',
    async (method) => {
      const before = await gateway.traces();
      const answer = await send(`${method} ${PAYMENT_PATH}`);
      expect([404, 405]).toContain(answer.status);
      expect(await gateway.traces()).toEqual(before);
    },
  );

  it.each(['TRACE', 'CONNECT', 'PROPFIND', 'BREW'])(
    'row 23: %s is refused, and echoes nothing',
    async (method) => {
      const before = await gateway.traces();
      const bytes = requestBytes(`${method} ${PAYMENT_PATH}`, [['X-Secret', 'not to be echoed']]);
      const text = await exchange(gateway.url, bytes).then(
        ({ status, text: body }) => `${status} ${body}`,
        (error: Error) => error.message,
      );
      expect(text).toMatch(/^(40[045] |the connection ended)/);
      expect(text).not.toContain('not to be echoed');
      expect(await gateway.traces()).toEqual(before);
    },
  );

  it.each([
    '//trade//v1//payment',
    '/trade//v1/payment',
    '/trade/v1/payment/',
    '/trade/v1/payment//',
    '/trade/v1/../v1/payment',
    '/trade/v1/%2e%2e/v1/payment',
    '/trade%2fv1%2fpayment',
    '/TRADE/V1/PAYMENT',
    '/trade/v1/payment%00',
    '/trade/v1/payment;x=1',
    '/trade/v1/payment.json',
    '/admin/merchants',
    '/metrics',
    '/.env',
  ])('row 23: %s is 404', async (path) => {
    const before = await gateway.traces();
    const { status } = await send(`POST ${path}`);
    expect([400, 404]).toContain(status);
    expect(await gateway.traces()).toEqual(before);
  });

  it.each(['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'])(
    'row 23: %s changes no method',
    async (name) => {
      const before = await gateway.traces();
      const answer = await send(`GET ${PAYMENT_PATH}`, [[name, 'POST']]);
      expect([404, 405]).toContain(answer.status);
      expect(await gateway.traces()).toEqual(before);
    },
  );

  it.each(['X-Original-URL', 'X-Rewrite-URL'])('row 23: %s changes no path', async (name) => {
    const before = await gateway.traces();
    const answer = await send('POST /nowhere', [[name, PAYMENT_PATH]]);
    expect(answer.status).toBe(404);
    expect(await gateway.traces()).toEqual(before);
  });

  it('row 23: HEAD at the payment is 404 or 405, without a body', async () => {
    const answer = await fetch(gateway.url + PAYMENT_PATH, { method: 'HEAD' });
    expect([404, 405]).toContain(answer.status);
    expect(await answer.text()).toBe('');
  });

  it('row 23: a target with a host in it means its path, as HTTP says, and no other host', async () => {
    const enquiry = { page: '1' };
    const headers = Object.entries(shop.headersFor(enquiry));
    const answer = await shop.sendBytes(`POST http://other.example${QUERY_PATH}`, headers, formOf(enquiry));
    expect(answer.respcd).toBe('0000');
    const payment = await send(`POST http://other.example${QUERY_PATH}`);
    expect(payment.text).toContain('1108');
    expect(payment.text).not.toContain('other.example');
  });
});

describe('row 23: the address of a caller', () => {
  /** Bad signatures from as many forwarded addresses as there are requests. */
  const guess = async (running: WireGateway, forwardedFor: (index: number) => string): Promise<number> => {
    const stranger = running.till('E'.repeat(32), 'a guess');
    // Each under an app code of its own, so that only the address is counted.
    const asked = Array.from({ length: 400 }, (_, index) => {
      const code = index.toString(16).toUpperCase().padStart(32, 'D');
      return stranger.query(
        {},
        { headers: { 'X-QF-APPCODE': code, 'X-Forwarded-For': forwardedFor(index) } },
      );
    });
    return (await Promise.all(asked)).filter(({ status }) => status === 429).length;
  };
  const spread = (index: number): string => `198.51.${index >> 8}.${index & 255}`;

  it('row 23: is that of the connection while no proxy is configured', async () => {
    const running = await WireGateway.start({ time: new VirtualTime(), rateLimited: true });
    expect(await guess(running, spread)).toBe(100);
    await running.close();
  });

  it('row 23: is the one a configured proxy names, and only the last one it added', async () => {
    const running = await WireGateway.start({
      time: new VirtualTime(),
      rateLimited: true,
      trustedProxies: ['127.0.0.1'],
    });
    expect(await guess(running, spread)).toBe(0);
    // The first address of the list is what the caller claims; the last is what the proxy saw.
    expect(await guess(running, (index) => `${spread(index)}, 203.0.113.9`)).toBe(100);
    await running.close();
  });

  it('row 23: a proxy that is not configured is not believed', async () => {
    const running = await WireGateway.start({
      time: new VirtualTime(),
      rateLimited: true,
      trustedProxies: ['203.0.113.0/24'],
    });
    expect(await guess(running, spread)).toBe(100);
    await running.close();
  });
});
