import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestRate } from './request-rate.ts';

const USUAL = { requestsPerSecondMax: 100, requestsPerMinuteMax: 400 };

/** How many of some requests at the same instant are admitted. */
function admitted(rate: RequestRate, count: number, atMs: number, appCode = 'A'): number {
  let fits = 0;
  for (let request = 0; request < count; request += 1) {
    if (rate.admit(appCode, USUAL, atMs) === 0) fits += 1;
  }
  return fits;
}

describe('RequestRate', () => {
  it('admits as many as a second takes, and says when the next fits', () => {
    const rate = new RequestRate();
    expect(admitted(rate, 150, 5_000)).toBe(100);
    expect(rate.admit('A', USUAL, 5_250)).toBe(750);
    expect(rate.admit('A', USUAL, 5_999)).toBe(1);
    expect(rate.admit('A', USUAL, 6_000)).toBe(0);
  });

  it('admits as many as a minute takes', () => {
    const rate = new RequestRate();
    for (let second = 0; second < 4; second += 1) expect(admitted(rate, 100, second * 1_000)).toBe(100);
    expect(rate.admit('A', USUAL, 4_000)).toBe(56_000);
    expect(admitted(rate, 200, 60_000)).toBe(100);
  });

  it('does not count what it refused', () => {
    const rate = new RequestRate();
    admitted(rate, 100, 0);
    for (let atMs = 1; atMs < 1_000; atMs += 1) expect(rate.admit('A', USUAL, atMs)).toBe(1_000 - atMs);
    expect(admitted(rate, 200, 1_000)).toBe(100);
  });

  it('counts every merchant by itself', () => {
    const rate = new RequestRate();
    expect(admitted(rate, 150, 0, 'A')).toBe(100);
    expect(admitted(rate, 150, 0, 'B')).toBe(100);
  });

  it('follows changed limits at the next request', () => {
    const rate = new RequestRate();
    admitted(rate, 100, 0);
    expect(rate.admit('A', { requestsPerSecondMax: 101, requestsPerMinuteMax: 400 }, 1)).toBe(0);
    const fewer = { requestsPerSecondMax: 101, requestsPerMinuteMax: 1 };
    expect(rate.admit('A', fewer, 2)).toBe(0);
    expect(rate.admit('A', fewer, 3)).toBe(59_999);
  });

  it('never admits more than the limit in any window, however requests bunch', () => {
    const limits = { requestsPerSecondMax: 3, requestsPerMinuteMax: 7 };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 120 }), (pauses) => {
        const rate = new RequestRate();
        const times: number[] = [];
        let nowMs = 0;
        for (const pause of pauses) {
          nowMs += pause;
          if (rate.admit('A', limits, nowMs) === 0) times.push(nowMs);
        }
        for (const [index, time] of times.entries()) {
          const within = (windowMs: number) =>
            times.slice(0, index + 1).filter((each) => each > time - windowMs).length;
          expect(within(1_000)).toBeLessThanOrEqual(3);
          expect(within(60_000)).toBeLessThanOrEqual(7);
        }
      }),
    );
  });

  it('keeps its promise: after the wait it named, the request fits', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 60 }), (pauses) => {
        const rate = new RequestRate();
        const limits = { requestsPerSecondMax: 2, requestsPerMinuteMax: 5 };
        let nowMs = 0;
        for (const pause of pauses) {
          nowMs += pause;
          const waitMs = rate.admit('A', limits, nowMs);
          if (waitMs === 0) continue;
          nowMs += waitMs;
          expect(rate.admit('A', limits, nowMs)).toBe(0);
        }
      }),
    );
  });
});
