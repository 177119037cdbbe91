import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BusinessClock } from './business-clock.ts';
import { ManualTime } from './test-time.ts';

describe('BusinessClock', () => {
  it('follows the wall clock', () => {
    const time = new ManualTime();
    const clock = new BusinessClock(time, 0);
    expect(clock.nowMs()).toBe(time.nowMs());
    time.advance(1_234);
    expect(clock.nowMs()).toBe(time.nowMs());
  });

  it('stands still while the wall clock is behind, and goes on when it has caught up', () => {
    const time = new ManualTime();
    const clock = new BusinessClock(time, 0);
    const before = clock.nowMs();
    time.jump(-3_600_000);
    expect(clock.nowMs()).toBe(before);
    time.advance(3_599_999);
    expect(clock.nowMs()).toBe(before);
    time.advance(2);
    expect(clock.nowMs()).toBe(before + 1);
  });

  it('begins no earlier than the latest instant in the store', () => {
    const time = new ManualTime();
    const stored = time.nowMs() + 60_000;
    const clock = new BusinessClock(time, stored);
    expect(clock.nowMs()).toBe(stored);
    time.advance(60_001);
    expect(clock.nowMs()).toBe(stored + 1);
  });

  it('never runs backwards, however the wall clock jumps', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e12, max: 1e12 })), (jumps) => {
        const time = new ManualTime();
        const clock = new BusinessClock(time, 0);
        let latest = clock.nowMs();
        for (const jump of jumps) {
          time.jump(jump);
          const now = clock.nowMs();
          expect(now).toBeGreaterThanOrEqual(latest);
          expect(now).toBeGreaterThanOrEqual(time.nowMs());
          latest = now;
        }
      }),
    );
  });
});
