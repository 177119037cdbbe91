import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VirtualTime } from './support/virtual-time.ts';
import type { WireAnswer, WireClient } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';

const time = new VirtualTime();
let gateway: WireGateway;
let shop: WireClient;

/** Instants (UTC+8) of the payments, in order, and what they are called in the tests. */
const MOMENTS = {
  lastOfMarch: Date.UTC(2026, 2, 31, 15, 59, 59, 999),
  firstOfApril: Date.UTC(2026, 2, 31, 16),
  lateSecond: Date.UTC(2026, 3, 10, 4, 0, 0, 500),
  nextSecond: Date.UTC(2026, 3, 10, 4, 0, 1),
  firstOfJuly: Date.UTC(2026, 5, 30, 16),
} as const;
type Moment = keyof typeof MOMENTS;

const syssns = new Map<Moment, string>();

beforeAll(async () => {
  gateway = await WireGateway.start({ time });
  shop = await gateway.merchant();
  for (const moment of Object.keys(MOMENTS) as Moment[]) {
    time.advanceTo(MOMENTS[moment]);
    syssns.set(moment, (await shop.pay()).syssn);
  }
  time.advanceTo(Date.UTC(2026, 6, 20, 4));
});
afterAll(() => gateway.close());

/** The payments of an answer by name, the newest first. */
function momentsOf({ rows }: WireAnswer): unknown[] {
  return rows.map((row) => [...syssns].find(([, syssn]) => syssn === row['syssn'])?.[0]);
}

describe('the window of an enquiry', () => {
  it('is the current month in UTC+8 when no time is given', async () => {
    expect(momentsOf(await shop.query())).toEqual(['firstOfJuly']);
  });

  it('ends with the month to the millisecond: 31 March 23:59:59 and 1 April 00:00:00', async () => {
    const april = { start_time: '2026-04-01 00:00:00', end_time: '2026-04-30 23:59:59' };
    expect(momentsOf(await shop.query(april))).toEqual(['nextSecond', 'lateSecond', 'firstOfApril']);
    const march = { start_time: '2026-03-01 00:00:00', end_time: '2026-03-31 23:59:59' };
    expect(momentsOf(await shop.query(march))).toEqual(['lastOfMarch']);
  });

  it('includes the whole of its last second', async () => {
    const window = { start_time: '2026-04-10 12:00:00', end_time: '2026-04-10 12:00:00' };
    expect(momentsOf(await shop.query(window))).toEqual(['lateSecond']);
  });

  it('crosses months when both times are given', async () => {
    const window = { start_time: '2026-03-31 00:00:00', end_time: '2026-04-01 00:00:00' };
    expect(momentsOf(await shop.query(window))).toEqual(['firstOfApril', 'lastOfMarch']);
  });

  it('takes one time alone inside the current month', async () => {
    expect(momentsOf(await shop.query({ start_time: '2026-07-01 00:00:00' }))).toEqual(['firstOfJuly']);
    expect(momentsOf(await shop.query({ start_time: '2026-07-02 00:00:00' }))).toEqual([]);
    expect(momentsOf(await shop.query({ end_time: '2026-07-01 00:00:00' }))).toEqual(['firstOfJuly']);
  });

  it.each([
    ['end_time', { start_time: '2026-06-30 23:59:59' }],
    ['start_time', { end_time: '2026-06-30 23:59:59' }],
    ['end_time', { start_time: '2026-07-02 00:00:00', end_time: '2026-07-01 00:00:00' }],
  ])('is refused, naming %s, for %j', async (field, window) => {
    const answer = await shop.query(window);
    expect(answer.respcd).toBe('1104');
    expect(answer.respmsg.startsWith(`${field}: `)).toBe(true);
  });

  it.each([
    ['2026-04-01 00:00:00', '2026-07-01 23:59:59'],
    ['2026-03-31 23:59:59', '2026-07-01 23:59:59'],
    ['2026-04-01 12:00:00', '2026-07-02 12:00:00'],
  ])('may span 92 days: %s to %s', async (start_time, end_time) => {
    expect((await shop.query({ start_time, end_time })).respcd).toBe('0000');
  });

  it.each([
    ['2026-03-31 23:59:58', '2026-07-01 23:59:59'],
    ['2026-01-01 00:00:00', '2026-12-31 23:59:59'],
  ])('may not span more: %s to %s', async (start_time, end_time) => {
    const answer = await shop.query({ start_time, end_time });
    expect(answer.respcd).toBe('1104');
    expect(answer.respmsg).toMatch(/^end_time: .*92 days/);
  });

  it('is ignored when numbers are given, whatever it says', async () => {
    const syssn = syssns.get('lastOfMarch');
    for (const window of [
      {},
      { start_time: '2026-07-01 00:00:00' },
      { end_time: '2026-01-01 00:00:00' },
      { start_time: '2020-01-01 00:00:00', end_time: '2026-12-31 00:00:00' },
    ]) {
      expect(momentsOf(await shop.query({ syssn, ...window }))).toEqual(['lastOfMarch']);
    }
  });

  it('is not moved by txzone', async () => {
    const window = { start_time: '2026-04-10 12:00:00', end_time: '2026-04-10 12:00:00' };
    expect(momentsOf(await shop.query({ ...window, txzone: '+0000' }))).toEqual(['lateSecond']);
  });
});
