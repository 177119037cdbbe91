import { describe, expect, it } from 'vitest';
import { SteadyClock } from '../clock/steady-clock.ts';
import { ManualTime } from '../clock/test-time.ts';
import { AskPace, OLD_WORK_PAUSE_MS } from './ask-pace.ts';

describe('AskPace', () => {
  it('lets own work wait as long as it has to and no longer', () => {
    const time = new ManualTime();
    const clock = new SteadyClock(time);
    const pace = new AskPace(clock);
    pace.takeOver(100, 1_000_000);
    expect(pace.dueMs(100, 3_000)).toBe(clock.nowMs() + 3_000);
    expect(pace.dueMs(101, 0)).toBe(clock.nowMs());
  });

  it('sends older work to the end of its queue, 20 a second, never before its wait is over', () => {
    const time = new ManualTime();
    const clock = new SteadyClock(time);
    const pace = new AskPace(clock);
    const start = clock.nowMs();
    pace.takeOver(100, 10);
    expect(pace.dueMs(7, 100)).toBe(start + 10 * OLD_WORK_PAUSE_MS);
    expect(pace.dueMs(8, 100)).toBe(start + 11 * OLD_WORK_PAUSE_MS);
    expect(pace.dueMs(9, 60_000)).toBe(start + 60_000);
    expect(pace.dueMs(99, 0)).toBe(start + 13 * OLD_WORK_PAUSE_MS);
    time.advance(5_000);
    expect(pace.dueMs(7, 0)).toBe(start + 5_000);
    expect(pace.dueMs(8, 0)).toBe(start + 5_000 + OLD_WORK_PAUSE_MS);
  });

  it('knows for certain only the waits that are no longer than the process is up', () => {
    const time = new ManualTime();
    const pace = new AskPace(new SteadyClock(time));
    expect(pace.hasServed(0)).toBe(true);
    expect(pace.hasServed(1)).toBe(false);
    time.advance(2_999);
    time.jump(86_400_000);
    expect(pace.hasServed(3_000)).toBe(false);
    time.advance(1);
    expect(pace.hasServed(3_000)).toBe(true);
    expect(pace.startedAtMs).toBe(new ManualTime().nowMs());
  });
});
