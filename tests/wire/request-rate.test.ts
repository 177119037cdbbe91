import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VirtualTime } from './support/virtual-time.ts';
import { PAYMENT_PATH, paymentOf, type WireAnswer, type WireClient } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';

const time = new VirtualTime();
let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start({ time, rateLimited: true });
});
afterAll(() => gateway.close());
beforeEach(async () => {
  shop = await gateway.merchant();
});

/** Sends enquiries at once; time stands still meanwhile. */
function ask(till: WireClient, count: number): Promise<readonly WireAnswer[]> {
  return Promise.all(Array.from({ length: count }, () => till.query({ syssn: '1' })));
}

function statuses(answers: readonly WireAnswer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

describe('more requests than allowed', () => {
  it('the 101st in a second is answered 429 with 1297 and Retry-After, signed, and starts nothing', async () => {
    expect(statuses(await ask(shop, 100))).toEqual({ 200: 100 });
    const before = await gateway.traces();
    const order = paymentOf();
    const refused = await shop.send(PAYMENT_PATH, order);
    expect(refused).toMatchObject({ status: 429, respcd: '1297' });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.respmsg).toMatch(/nothing was started/);
    expect(shop.isSignedFor(refused)).toBe(true);
    expect(refused.body).not.toHaveProperty('syssn');
    expect(await gateway.traces()).toEqual(before);

    time.advance(999);
    expect((await shop.send(PAYMENT_PATH, order)).status).toBe(429);
    time.advance(1);
    expect(await shop.send(PAYMENT_PATH, order)).toMatchObject({ status: 200, respcd: '0000' });
  });

  it('the 401st in a minute is refused until the first is a minute old', async () => {
    for (let second = 0; second < 4; second += 1) {
      expect(statuses(await ask(shop, 100))).toEqual({ 200: 100 });
      time.advance(1_000);
    }
    const [refused] = await ask(shop, 1);
    expect(refused?.status).toBe(429);
    expect(refused?.headers.get('retry-after')).toBe('56');
    time.advance(55_999);
    expect(statuses(await ask(shop, 1))).toEqual({ 429: 1 });
    time.advance(1);
    expect(statuses(await ask(shop, 101))).toEqual({ 200: 100, 429: 1 });
  });

  it('cannot be had by bunching them around the turn of a second', async () => {
    time.advance(500);
    expect(statuses(await ask(shop, 60))).toEqual({ 200: 60 });
    time.advance(600);
    expect(statuses(await ask(shop, 60))).toEqual({ 200: 40, 429: 20 });
  });

  it('sent all at once let exactly the allowed number through', async () => {
    expect(statuses(await ask(shop, 150))).toEqual({ 200: 100, 429: 50 });
  });

  it('refused ones do not use up the allowance', async () => {
    await ask(shop, 100);
    for (let round = 0; round < 3; round += 1) expect(statuses(await ask(shop, 50))).toEqual({ 429: 50 });
    time.advance(1_000);
    expect(statuses(await ask(shop, 100))).toEqual({ 200: 100 });
  });

  it('of one merchant leave the others alone', async () => {
    const neighbour = await gateway.merchant();
    await ask(shop, 150);
    expect(statuses(await ask(neighbour, 100))).toEqual({ 200: 100 });
  });

  it('all stores of a partner share one allowance', async () => {
    const chain = await gateway.partner('RATE01', 'RATE02');
    expect(statuses(await ask(chain.forStore('RATE01'), 60))).toEqual({ 200: 60 });
    expect(statuses(await ask(chain.forStore('RATE02'), 60))).toEqual({ 200: 40, 429: 20 });
  });

  it('by a stranger without the key count for nothing', async () => {
    const stranger = shop.withKey('a guess');
    const answers = await ask(stranger, 150);
    expect(new Set(answers.map(({ status, respcd }) => `${status} ${respcd}`))).toEqual(
      new Set(['200 1108']),
    );
    expect(statuses(await ask(shop, 100))).toEqual({ 200: 100 });
  });
});

describe('the limits of a merchant', () => {
  it('are its own, and hold from the next request on when they are changed', async () => {
    const slow = await gateway.merchant({ requestsPerSecondMax: 2, requestsPerMinuteMax: 3 });
    expect(statuses(await ask(slow, 3))).toEqual({ 200: 2, 429: 1 });
    time.advance(1_000);
    expect(statuses(await ask(slow, 2))).toEqual({ 200: 1, 429: 1 });
    await gateway.administration.change(slow.credentials.appCode, {
      requestsPerSecondMax: 500,
      requestsPerMinuteMax: 5_000,
    });
    expect(statuses(await ask(slow, 300))).toEqual({ 200: 300 });
  });
});

describe('a gateway with its limits switched off', () => {
  it('answers as many as are sent', async () => {
    const open = await WireGateway.start({ time, rateLimited: false });
    try {
      const till = await open.merchant({ requestsPerSecondMax: 1, requestsPerMinuteMax: 1 });
      expect(statuses(await ask(till, 450))).toEqual({ 200: 450 });
    } finally {
      await open.close();
    }
  });
});
