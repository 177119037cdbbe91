import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VirtualTime } from '../wire/support/virtual-time.ts';
import type { WireAnswer, WireClient } from '../wire/support/wire-client.ts';
import { WireGateway } from '../wire/support/wire-gateway.ts';

const time = new VirtualTime();
let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start({ time, rateLimited: true });
});
afterAll(() => gateway.close());
beforeEach(async () => {
  // Long enough for every allowance to have grown back.
  time.advance(3_600_000);
  shop = await gateway.merchant();
});

async function guess(till: WireClient, count: number): Promise<readonly WireAnswer[]> {
  const answers: WireAnswer[] = [];
  while (answers.length < count) {
    answers.push(...(await Promise.all(Array.from({ length: 100 }, () => till.query({ page: '1' })))));
  }
  return answers;
}

function counted(answers: readonly WireAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, respcd } of answers) {
    const name = `${status} ${respcd}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

describe('row 14: a thousand wrong signatures in a second', () => {
  it('row 14: are throttled after 300, and lock the real merchant out of nothing', async () => {
    const stranger = shop.withKey('a guess');
    expect(counted(await guess(stranger, 1_000))).toEqual({ '200 1108': 300, '429 1297': 700 });
    // From the same address, in the same instant, with the same app code.
    for (let count = 0; count < 20; count += 1) expect((await shop.pay()).respcd).toBe('0000');
    const neighbour = await gateway.merchant();
    expect((await neighbour.pay()).respcd).toBe('0000');
  });

  it('row 14: are throttled by address too, however many app codes are tried', async () => {
    const codes = Array.from({ length: 400 }, (_, index) =>
      index.toString(16).toUpperCase().padStart(32, 'E'),
    );
    const answers = await Promise.all(codes.map((code) => gateway.till(code, 'a guess').query()));
    expect(counted(answers)).toEqual({ '200 1108': 300, '429 1297': 100 });
    expect((await shop.pay()).respcd).toBe('0000');
  });

  it('row 14: get short answers without a signature when throttled, on a connection that is closed', async () => {
    const answers = await guess(shop.withKey('a guess'), 400);
    const throttled = answers.find(({ status }) => status === 429);
    expect(throttled?.headers.get('x-qf-sign')).toBeNull();
    expect(throttled?.headers.get('connection')).toBe('close');
    expect(throttled?.headers.get('retry-after')).toBe('1');
  });

  it('row 14: do not fill the log: throttled ones share one line a second', async () => {
    const before = (await gateway.logEntries()).length;
    await guess(shop.withKey('a guess'), 1_000);
    const entries = (await gateway.logEntries()).slice(before);
    expect(entries.filter(({ event }) => event === 'query')).toHaveLength(300);
    expect(entries.filter(({ event }) => event === 'failures_throttled')).toHaveLength(1);
    time.advance(1_000);
    await guess(shop.withKey('a guess'), 100);
    const later = (await gateway.logEntries()).slice(before);
    const [, second] = later.filter(({ event }) => event === 'failures_throttled');
    expect(Number(second?.['count'])).toBeGreaterThan(600);
  });

  it('row 14: are let in again slowly', async () => {
    const stranger = shop.withKey('a guess');
    await guess(stranger, 400);
    time.advance(10_000);
    expect(counted(await guess(stranger, 100))).toEqual({ '200 1108': 50, '429 1297': 50 });
  });

  it('row 14: cannot be spread over addresses by a header: X-Forwarded-For is not believed', async () => {
    const stranger = shop.withKey('a guess');
    const ask = (index: number) =>
      stranger.query({ page: '1' }, { headers: { 'X-Forwarded-For': `198.51.100.${index % 250}` } });
    const answers = await Promise.all(Array.from({ length: 400 }, (_, index) => ask(index)));
    expect(counted(answers)).toEqual({ '200 1108': 300, '429 1297': 100 });
  });
});
