import { describe, expect, it } from 'vitest';
import { SteadyClock } from './steady-clock.ts';
import { ManualTime } from './test-time.ts';

describe('SteadyClock', () => {
  it('begins where the wall clock stands and runs with it', () => {
    const time = new ManualTime();
    const clock = new SteadyClock(time);
    expect(clock.nowMs()).toBe(time.nowMs());
    time.advance(1_234);
    expect(clock.nowMs()).toBe(time.nowMs());
  });

  it('does not follow the wall clock when it jumps, forwards or back', () => {
    const time = new ManualTime();
    const clock = new SteadyClock(time);
    const before = clock.nowMs();
    time.jump(86_400_000);
    expect(clock.nowMs()).toBe(before);
    time.jump(-2 * 86_400_000);
    time.advance(5);
    expect(clock.nowMs()).toBe(before + 5);
  });

  it('counts whole milliseconds', () => {
    const clock = new SteadyClock({ nowMs: () => 1_000, monotonicMs: () => 0.75 });
    expect(Number.isInteger(clock.nowMs())).toBe(true);
  });
});
