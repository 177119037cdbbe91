import { describe, expect, it } from 'vitest';
import { EndpointBreaker, type Open } from './endpoint-breaker.ts';
import type { Lane } from './lane.ts';

const SHOP: Lane = { merchantNumber: 1, endpoint: 'https://shop.example' };
const PAUSE_MS = 15_000;

function failing(times: number, nowMs = 0): EndpointBreaker {
  const breaker = new EndpointBreaker();
  for (let count = 0; count < times; count += 1) breaker.failed(SHOP, nowMs);
  return breaker;
}

/** Open tries to the endpoint, all of the merchant unless told otherwise. */
function open(toEndpoint: number, ofLane = toEndpoint): Open {
  return { toEndpoint, ofLane };
}

describe('the breaker of an endpoint', () => {
  it('allows four tries at a time, whoever they belong to', () => {
    const breaker = new EndpointBreaker();
    expect([0, 1, 4].map((count) => breaker.allowance(SHOP, open(count), 0).tries)).toEqual([4, 3, 0]);
    expect(breaker.allowance(SHOP, open(3, 0), 0).tries).toBe(1);
  });

  it('still does after four failures in a row', () => {
    expect(failing(4).allowance(SHOP, open(0), 0)).toEqual({ tries: 4, againAtMs: undefined });
  });

  it('only probes after the fifth: one try, a pause, one try', () => {
    const breaker = failing(5, 100);
    expect(breaker.allowance(SHOP, open(0), 100)).toEqual({ tries: 0, againAtMs: 100 + PAUSE_MS });
    expect(breaker.allowance(SHOP, open(0), 99 + PAUSE_MS).tries).toBe(0);
    expect(breaker.allowance(SHOP, open(0), 100 + PAUSE_MS)).toEqual({ tries: 1, againAtMs: undefined });
    expect(breaker.allowance(SHOP, open(1), 100 + PAUSE_MS)).toEqual({ tries: 0, againAtMs: undefined });
    breaker.failed(SHOP, 200_000);
    expect(breaker.allowance(SHOP, open(0), 200_000)).toEqual({ tries: 0, againAtMs: 200_000 + PAUSE_MS });
  });

  it('probes beside the tries of other merchants, while the endpoint has a place', () => {
    const breaker = failing(5);
    expect([3, 4].map((count) => breaker.allowance(SHOP, open(count, 0), PAUSE_MS).tries)).toEqual([1, 0]);
  });

  it('says once that it begins to probe', () => {
    const breaker = failing(4);
    expect([breaker.failed(SHOP, 0), breaker.failed(SHOP, 0)]).toEqual([true, false]);
  });

  it('is closed by an acknowledgement, and counts from the beginning again', () => {
    const breaker = failing(9);
    breaker.acknowledged(SHOP);
    expect(breaker.allowance(SHOP, open(0), 0).tries).toBe(4);
    expect([1, 2, 3, 4, 5].map(() => breaker.failed(SHOP, 0))).toEqual([false, false, false, false, true]);
  });

  it('says nothing about other endpoints, nor about other merchants at the same one', () => {
    const breaker = failing(9);
    const neighbour = { ...SHOP, merchantNumber: 2 };
    expect(breaker.allowance({ ...SHOP, endpoint: 'https://other.example' }, open(0), 0).tries).toBe(4);
    expect(breaker.allowance(neighbour, open(0), 0).tries).toBe(4);
    breaker.acknowledged(neighbour);
    expect(breaker.allowance(SHOP, open(0), 0).tries).toBe(0);
  });

  it('forgets lanes in which nothing waits', () => {
    const breaker = failing(9);
    breaker.keepOnly([{ ...SHOP, merchantNumber: 2 }, SHOP]);
    expect(breaker.allowance(SHOP, open(0), 0).tries).toBe(0);
    breaker.keepOnly([{ ...SHOP, merchantNumber: 2 }]);
    expect(breaker.allowance(SHOP, open(0), 0).tries).toBe(4);
  });
});
