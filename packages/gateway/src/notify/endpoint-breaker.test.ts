import { describe, expect, it } from 'vitest';
import { EndpointBreaker } from './endpoint-breaker.ts';

const SHOP = 'https://shop.example';
const PAUSE_MS = 15_000;

function failing(times: number, nowMs = 0): EndpointBreaker {
  const breaker = new EndpointBreaker();
  for (let count = 0; count < times; count += 1) breaker.failed(SHOP, nowMs);
  return breaker;
}

describe('the breaker of an endpoint', () => {
  it('allows four tries at a time', () => {
    const breaker = new EndpointBreaker();
    expect([0, 1, 4].map((open) => breaker.allowance(SHOP, open, 0).tries)).toEqual([4, 3, 0]);
  });

  it('still does after four failures in a row', () => {
    expect(failing(4).allowance(SHOP, 0, 0)).toEqual({ tries: 4, againAtMs: undefined });
  });

  it('only probes after the fifth: one try, a pause, one try', () => {
    const breaker = failing(5, 100);
    expect(breaker.allowance(SHOP, 0, 100)).toEqual({ tries: 0, againAtMs: 100 + PAUSE_MS });
    expect(breaker.allowance(SHOP, 0, 99 + PAUSE_MS).tries).toBe(0);
    expect(breaker.allowance(SHOP, 0, 100 + PAUSE_MS)).toEqual({ tries: 1, againAtMs: undefined });
    expect(breaker.allowance(SHOP, 1, 100 + PAUSE_MS)).toEqual({ tries: 0, againAtMs: undefined });
    breaker.failed(SHOP, 200_000);
    expect(breaker.allowance(SHOP, 0, 200_000)).toEqual({ tries: 0, againAtMs: 200_000 + PAUSE_MS });
  });

  it('says once that it begins to probe', () => {
    const breaker = failing(4);
    expect([breaker.failed(SHOP, 0), breaker.failed(SHOP, 0)]).toEqual([true, false]);
  });

  it('is closed by an acknowledgement, and counts from the beginning again', () => {
    const breaker = failing(9);
    breaker.acknowledged(SHOP);
    expect(breaker.allowance(SHOP, 0, 0).tries).toBe(4);
    expect([1, 2, 3, 4, 5].map(() => breaker.failed(SHOP, 0))).toEqual([false, false, false, false, true]);
  });

  it('says nothing about other endpoints', () => {
    expect(failing(9).allowance('https://other.example', 0, 0).tries).toBe(4);
  });

  it('forgets endpoints that nothing waits for', () => {
    const breaker = failing(9);
    breaker.keepOnly(new Set([SHOP]));
    expect(breaker.allowance(SHOP, 0, 0).tries).toBe(0);
    breaker.keepOnly(new Set());
    expect(breaker.allowance(SHOP, 0, 0).tries).toBe(4);
  });
});
