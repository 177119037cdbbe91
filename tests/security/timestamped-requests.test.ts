import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VirtualTime } from '../wire/support/virtual-time.ts';
import { PAYMENT_PATH, paymentOf, QUERY_PATH, type WireClient } from '../wire/support/wire-client.ts';
import { WireGateway } from '../wire/support/wire-gateway.ts';
import { codeOf, freshNonce, type TimestampedRequest, TimestampedTill } from './support/timestamped-till.ts';
import { REFUND_PATH, refundOf } from './support/writing-calls.ts';

const time = new VirtualTime();
let gateway: WireGateway;
let shop: WireClient;
let till: TimestampedTill;

beforeAll(async () => {
  gateway = await WireGateway.start({ time, rateLimited: true });
  shop = await gateway.merchant();
  till = new TimestampedTill(gateway.url, shop.credentials, () => time.nowMs());
});
afterAll(() => gateway.close());

describe('a request with time and nonce', () => {
  it('pays and enquires, and every answer is signed for its own request', async () => {
    const order = paymentOf();
    const payment = till.request(PAYMENT_PATH, order);
    const paid = await till.send(payment);
    expect(codeOf(paid)).toBe('0000');
    expect(paid.headers.get('x-qf-signtype')).toBe('HMAC-SHA256');
    expect(till.isAnswerTo(payment.nonce, paid)).toBe(true);
    expect(till.isAnswerTo(freshNonce(), paid)).toBe(false);
    const parameters = { out_trade_no: order['out_trade_no'] ?? '' };
    for (const method of ['POST', 'GET'] as const) {
      const enquiry = till.request(QUERY_PATH, parameters, { method });
      const found = await till.send(enquiry);
      expect(found.body).toMatchObject({ respcd: '0000', data: [{ out_trade_no: order['out_trade_no'] }] });
      expect(till.isAnswerTo(enquiry.nonce, found)).toBe(true);
    }
  });

  it('is announced by the gateway, so that a client can choose the form', async () => {
    const health = (await (await fetch(`${gateway.url}/healthz`)).json()) as Record<string, unknown>;
    expect(health).toMatchObject({ sign_types: ['MD5', 'SHA256', 'HMAC-SHA256'] });
  });

  it.each<[what: string, change: (request: TimestampedRequest) => TimestampedRequest]>([
    ['at another path', (request) => ({ ...request, path: REFUND_PATH })],
    ['with another method', (request) => ({ ...request, method: 'GET' })],
    ['with another time', (request) => ({ ...request, timestamp: String(Number(request.timestamp) + 1) })],
    ['with another nonce', (request) => ({ ...request, nonce: freshNonce() })],
    ['with another amount', (request) => ({ ...request, content: request.content.replace('1050', '1051') })],
    ['with one more parameter', (request) => ({ ...request, content: `${request.content}&udid=1` })],
    [
      'with the same parameters in another spelling',
      (request) => ({ ...request, content: request.content.replace('+', '%20') }),
    ],
  ])('does not verify %s', async (_what, change) => {
    const before = await gateway.traces();
    const request = till.request(QUERY_PATH, paymentOf());
    const answer = await till.send(change(request), till.signatureOf(request));
    expect(answer.body).toMatchObject({ respcd: '1108', respmsg: expect.stringContaining('does not fit') });
    expect(await gateway.traces()).toEqual(before);
  });

  it('is taken once; the repeat is refused with an alert, and a new nonce makes it the ordinary repeat', async () => {
    const order = paymentOf();
    const request = till.request(PAYMENT_PATH, order);
    const paid = await till.send(request);
    expect(codeOf(paid)).toBe('0000');
    const replayed = await till.send(request);
    expect(replayed.body).toMatchObject({
      respcd: '1108',
      respmsg: expect.stringMatching(/^X-QF-NONCE was used/),
    });
    expect(till.isAnswerTo(request.nonce, replayed)).toBe(true);
    const alerts = (await gateway.logEntries()).filter(({ event }) => event === 'request_replayed');
    expect(alerts.at(-1)).toMatchObject({ level: 'alert', app: shop.credentials.appCode });
    const again = await till.send(till.request(PAYMENT_PATH, order));
    expect(again.body).toMatchObject({ respcd: '0000', syssn: paid.body['syssn'] });
  });

  it('sent twice at once is taken once', async () => {
    const request = till.request(PAYMENT_PATH, paymentOf());
    const codes = (await Promise.all([till.send(request), till.send(request)])).map(codeOf);
    expect(new Set(codes)).toEqual(new Set(['0000', '1108']));
  });

  it('is refused when it is 301 seconds old, also when its nonce has been forgotten', async () => {
    const request = till.request(QUERY_PATH, { page: '1' });
    expect(codeOf(await till.send(request))).toBe('0000');
    for (const [waitMs, why] of [
      [300_000, /^X-QF-NONCE was used/],
      [1_000, /^X-QF-TIMESTAMP is more than 300 s/],
      [3_600_000, /^X-QF-TIMESTAMP is more than 300 s/],
    ] as const) {
      time.advance(waitMs);
      const late = await till.send(request);
      expect(late.body).toMatchObject({ respcd: '1108', respmsg: expect.stringMatching(why) });
    }
  });

  it('cannot be repeated at any moment of its ten minutes', async () => {
    // From the earliest moment at which its time is taken to the latest.
    const early = { timestamp: String(Math.floor(time.nowMs() / 1000) + 300) };
    const request = till.request(QUERY_PATH, { page: '1' }, early);
    expect(codeOf(await till.send(request))).toBe('0000');
    for (let second = 0; second <= 660; second += 60) {
      expect(codeOf(await till.send(request))).toBe('1108');
      time.advance(60_000);
    }
  });

  it('that comes too often may be sent again as it is', async () => {
    const slow = await gateway.merchant({ requestsPerSecondMax: 1, requestsPerMinuteMax: 10 });
    const hasty = new TimestampedTill(gateway.url, slow.credentials, () => time.nowMs());
    expect(codeOf(await hasty.send(hasty.request(QUERY_PATH, { page: '1' })))).toBe('0000');
    const request = hasty.request(QUERY_PATH, { page: '1' });
    const refused = await hasty.send(request);
    expect(refused).toMatchObject({ status: 429, body: { respcd: '1297' } });
    expect(hasty.isAnswerTo(request.nonce, refused)).toBe(true);
    time.advance(1_000);
    expect(codeOf(await hasty.send(request))).toBe('0000');
  });

  it('needs no pinning: the same parameters may be signed anew for another call', async () => {
    const paid = await till.send(till.request(PAYMENT_PATH, paymentOf()));
    const refund = refundOf(String(paid.body['syssn']));
    expect(codeOf(await till.send(till.request('/trade/v1/add_note', refund)))).not.toBe('1108');
    expect(codeOf(await till.send(till.request(REFUND_PATH, refund)))).toBe('0000');
  });

  it('is the only kind a pinned merchant takes', async () => {
    const pinned = await gateway.merchant({
      signaturePolicy: { minimumAlgorithm: 'HMAC-SHA256', rawValuesAllowed: false },
    });
    const own = new TimestampedTill(gateway.url, pinned.credentials, () => time.nowMs());
    expect(codeOf(await own.send(own.request(PAYMENT_PATH, paymentOf())))).toBe('0000');
    expect((await pinned.pay({}, { algorithm: 'SHA256' })).respcd).toBe('1108');
  });
});
