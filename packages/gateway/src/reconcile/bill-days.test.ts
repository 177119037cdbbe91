import { describe, expect, it } from 'vitest';
import { billDayOf, billDaysAround, NoSuchDay } from './bill-days.ts';

describe('the days around a bill', () => {
  it('reach over the end of a month and a leap day, in UTC+8', () => {
    const days = billDaysAround('2028-02-29');
    expect([days.before, days.day, days.after]).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
    expect([days.fromMs, days.dayMs, days.toMs].map(billDayOf)).toEqual([days.before, days.day, days.after]);
    expect(billDayOf(days.toMs + 1)).toBe('2028-03-02');
    expect(billDayOf(days.fromMs - 1)).toBe('2028-02-27');
  });

  it.each(['2026-02-30', '2026-3-1', '20260301', ''])('are refused for "%s"', (day) => {
    expect(() => billDaysAround(day)).toThrow(NoSuchDay);
    expect(() => billDaysAround(day)).toThrow('write it like 2026-03-01');
  });
});
