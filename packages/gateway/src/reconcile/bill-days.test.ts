import { describe, expect, it } from 'vitest';
import { leadOf } from '../wallet/bill-day-end.ts';
import { billDayOf, billDaysAround, dayNumberOf, NoSuchDay, nearestDayEnd } from './bill-days.ts';

describe('the days around a bill', () => {
  it('reach over the end of a month and a leap day, in UTC+8', () => {
    const days = billDaysAround('2028-02-29');
    expect([days.before, days.day, days.after]).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
    expect([days.fromMs, days.dayMs, days.toMs].map((atMs) => billDayOf(atMs))).toEqual([
      days.before,
      days.day,
      days.after,
    ]);
    expect(billDayOf(days.toMs + 1)).toBe('2028-03-02');
    expect(billDayOf(days.fromMs - 1)).toBe('2028-02-27');
  });

  it('end with the clearing of a wallet that clears before midnight', () => {
    const days = billDaysAround('2026-03-01', '23:00');
    expect([days.before, days.day, days.after]).toEqual(['2026-02-28', '2026-03-01', '2026-03-02']);
    const { dayMs, fromMs, toMs, end } = days;
    const leadMs = leadOf(end);
    expect(new Date(dayMs).toISOString()).toBe('2026-02-28T15:00:00.000Z');
    expect(toMs - fromMs).toBe(3 * 86_400_000 - 1);
    expect([dayMs - 1, dayMs].map((atMs) => billDayOf(atMs, end))).toEqual(['2026-02-28', '2026-03-01']);
    expect(dayNumberOf(dayMs, leadMs) - dayNumberOf(dayMs - 1, leadMs)).toBe(1);
    expect(nearestDayEnd(dayMs - 60_000, leadMs)).toEqual({ side: 'before', awayMs: 60_000 });
    expect(nearestDayEnd(dayMs + 60_000, leadMs)).toEqual({ side: 'after', awayMs: 60_000 });
  });

  it.each(['2026-02-30', '2026-3-1', '20260301', ''])('are refused for "%s"', (day) => {
    expect(() => billDaysAround(day)).toThrow(NoSuchDay);
    expect(() => billDaysAround(day)).toThrow('write it like 2026-03-01');
  });
});
