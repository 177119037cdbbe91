import { describe, expect, it } from 'vitest';
import { LocalTime } from './local-time.ts';

describe('the time of a shop', () => {
  it.each([
    ['Asia/Hong_Kong', '2026-11-22 11:52:57', '2026-11-22'],
    ['UTC', '2026-11-22 03:52:57', '2026-11-22'],
    ['America/New_York', '2026-11-21 22:52:57', '2026-11-21'],
  ])('in %s is what its wall shows', (zone, second, day) => {
    const time = new LocalTime(zone);
    const atMs = Date.UTC(2026, 10, 22, 3, 52, 57, 900);
    expect(time.second(atMs)).toBe(second);
    expect(time.minute(atMs)).toBe(second.slice(0, 16));
    const startMs = time.startOfDay(day) ?? 0;
    expect(time.second(startMs)).toBe(`${day} 00:00:00`);
    expect(startMs).toBeLessThanOrEqual(atMs);
    expect(time.endOfDay(day)).toBeGreaterThan(atMs);
  });

  it.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
    ['2026-06-01', 24],
  ])('has days as long as they are: %s has %i hours in Berlin', (day, hours) => {
    const time = new LocalTime('Europe/Berlin');
    expect((time.endOfDay(day) ?? 0) - (time.startOfDay(day) ?? 0)).toBe(hours * 3_600_000);
  });

  it.each([
    ['America/Santiago', '2026-09-06', 23],
    ['America/Havana', '2026-03-08', 23],
    ['Atlantic/Azores', '2026-03-29', 23],
    ['Africa/Cairo', '2026-04-24', 23],
    ['America/Santiago', '2026-09-05', 24],
    ['America/Havana', '2026-11-01', 25],
  ])(
    'begins with the first moment of a day, where the clock skips midnight as well: %s %s',
    (zone, day, hours) => {
      const time = new LocalTime(zone);
      const [startMs, endMs] = [time.startOfDay(day) ?? 0, time.endOfDay(day) ?? 0];
      const dayAt = (epochMs: number): string => time.second(epochMs).slice(0, 10);
      expect([dayAt(startMs - 1) < day, dayAt(startMs), dayAt(endMs - 1), dayAt(endMs) > day]).toEqual([
        true,
        day,
        day,
        true,
      ]);
      expect(endMs - startMs).toBe(hours * 3_600_000);
    },
  );

  it.each(['2026-02-30', '2026-13-01', '26-01-01', 'today', ''])('knows no day %j', (day) => {
    const time = new LocalTime('UTC');
    expect([time.startOfDay(day), time.endOfDay(day)]).toEqual([undefined, undefined]);
  });

  it('knows no zone that is none', () => {
    expect(() => new LocalTime('Mars/Olympus')).toThrow(RangeError);
  });
});
