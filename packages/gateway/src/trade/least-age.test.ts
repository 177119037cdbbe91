import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BusinessClock } from '../clock/business-clock.ts';
import { SteadyClock } from '../clock/steady-clock.ts';
import { ManualTime } from '../clock/test-time.ts';
import { leastAgeMs } from './least-age.ts';

const HOUR_MS = 3_600_000;

function clocks() {
  const time = new ManualTime();
  return { time, clock: new BusinessClock(time, 0), steadyClock: new SteadyClock(time) };
}

describe('the least age', () => {
  it('is that of the clocks while nobody sets them', () => {
    const { time, ...both } = clocks();
    const createdAtMs = both.clock.nowMs();
    time.advance(90_000);
    expect(leastAgeMs(both, createdAtMs, 30_000)).toBe(90_000);
  });

  it('is what was counted when that is more', () => {
    const { time, ...both } = clocks();
    time.jump(HOUR_MS);
    const createdAtMs = both.clock.nowMs();
    time.advance(90_000);
    expect(leastAgeMs(both, createdAtMs, 30_000)).toBe(30_000);
  });

  it('is never more than the age, whenever the clock jumps ahead or is set back', () => {
    const passing = fc.nat({ max: 600_000 });
    const jump = fc.integer({ min: -HOUR_MS, max: HOUR_MS });
    fc.assert(
      fc.property(passing, passing, passing, jump, fc.boolean(), (before, between, after, jumpMs, early) => {
        const { time, ...both } = clocks();
        time.advance(before);
        both.clock.nowMs();
        if (early) time.jump(jumpMs);
        time.advance(between);
        const createdAtMs = both.clock.nowMs();
        const bornMs = time.monotonicMs();
        time.advance(after);
        both.clock.nowMs();
        if (!early) time.jump(jumpMs);
        time.advance(between);
        expect(leastAgeMs(both, createdAtMs, 0)).toBeLessThanOrEqual(time.monotonicMs() - bornMs);
      }),
    );
  });
});
