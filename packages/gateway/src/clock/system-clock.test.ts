import { describe, expect, it, vi } from 'vitest';
import { systemClock, systemTimers } from './system-clock.ts';

describe('systemClock', () => {
  it('is the clock of the machine', () => {
    vi.useFakeTimers({ now: 1_772_000_000_000 });
    try {
      expect(systemClock.nowMs()).toBe(1_772_000_000_000);
      const start = systemClock.monotonicMs();
      vi.advanceTimersByTime(250);
      expect(systemClock.nowMs()).toBe(1_772_000_000_250);
      expect(systemClock.monotonicMs()).toBe(start + 250);
    } finally {
      vi.useRealTimers();
    }
  });

  it('never runs backwards as a monotonic clock', () => {
    const first = systemClock.monotonicMs();
    expect(systemClock.monotonicMs()).toBeGreaterThanOrEqual(first);
  });
});

describe('systemTimers', () => {
  it('calls back after the delay, once, unless called off', () => {
    vi.useFakeTimers();
    try {
      const calls: string[] = [];
      systemTimers.after(100, () => calls.push('kept'));
      const callOff = systemTimers.after(100, () => calls.push('called off'));
      callOff();
      vi.advanceTimersByTime(99);
      expect(calls).toEqual([]);
      vi.advanceTimersByTime(10_000);
      expect(calls).toEqual(['kept']);
      callOff();
    } finally {
      vi.useRealTimers();
    }
  });
});
