import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryWaitMs } from './retry-schedule.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Every wait in its middle, until the tries are over. */
function waits(tail: boolean): readonly number[] {
  const found: number[] = [];
  for (let tries = 1; ; tries += 1) {
    const wait = retryWaitMs(tries, tail, 0.5);
    if (wait === undefined) return found;
    found.push(wait);
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

describe('the waits between the tries', () => {
  it('are those of the wire: seven in 24 h 22 min', () => {
    expect(waits(false).map((wait) => wait / MINUTE_MS)).toEqual([2, 10, 10, 60, 120, 360, 900]);
    expect(sum(waits(false))).toBe(24 * HOUR_MS + 22 * MINUTE_MS);
  });

  it('go on every twelve hours, as long as the last try is within thirty days', () => {
    const tailed = waits(true);
    expect(tailed.slice(0, 7)).toEqual(waits(false));
    expect(new Set(tailed.slice(7))).toEqual(new Set([12 * HOUR_MS]));
    expect(sum(tailed)).toBeLessThanOrEqual(30 * DAY_MS);
    expect(sum(tailed)).toBeGreaterThan(30 * DAY_MS - 12 * HOUR_MS);
  });

  it('are spread by ten in a hundred either way, and whole', () => {
    expect(retryWaitMs(1, true, 0)).toBe(108_000);
    expect(retryWaitMs(1, true, 0.999_999_999)).toBe(132_000);
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), chance, (tries, number) => {
        const plan = waits(true)[tries - 1];
        const wait = retryWaitMs(tries, true, number);
        if (plan === undefined || wait === undefined) return plan === wait;
        return Number.isInteger(wait) && wait >= plan * 0.9 && wait <= plan * 1.1;
      }),
    );
  });
});
