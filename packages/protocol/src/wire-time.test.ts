import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  businessDay,
  businessDayStart,
  businessMonth,
  formatWireTime,
  minuteOfBusinessDay,
  parseWireTime,
  windowDays,
} from './wire-time.ts';

const seconds = fc.integer({ min: Date.UTC(1000, 0) / 1000, max: Date.UTC(9999, 11, 31) / 1000 });

describe('a wire time', () => {
  it.each([
    ['1970-01-01 08:00:00', 0],
    ['2026-03-05 18:00:00', Date.UTC(2026, 2, 5, 10)],
    ['2026-03-05 07:59:59', Date.UTC(2026, 2, 4, 23, 59, 59)],
    ['2028-02-29 00:00:00', Date.UTC(2028, 1, 28, 16)],
    ['2000-02-29 23:59:59', Date.UTC(2000, 1, 29, 15, 59, 59)],
    ['1969-12-31 23:59:59', Date.UTC(1969, 11, 31, 15, 59, 59)],
  ])('%s is %d', (text, epochMs) => {
    expect(parseWireTime(text)).toBe(epochMs);
    expect(formatWireTime(epochMs)).toBe(text);
    expect(formatWireTime(epochMs + 999)).toBe(text);
  });

  it('is the same after writing and reading', () => {
    fc.assert(
      fc.property(seconds, fc.integer({ min: 0, max: 999 }), (second, rest) => {
        const epochMs = second * 1000;
        expect(formatWireTime(epochMs + rest)).toBe(formatWireTime(epochMs));
        expect(parseWireTime(formatWireTime(epochMs + rest))).toBe(epochMs);
      }),
    );
  });

  it('goes on by a second when the clock does', () => {
    const texts = [0, 999, 1_000, 1_999, 2_000, 1_000, -1].map(formatWireTime);
    expect(texts.map((text) => text.slice(11))).toEqual([
      '08:00:00',
      '08:00:00',
      '08:00:01',
      '08:00:01',
      '08:00:02',
      '08:00:01',
      '07:59:59',
    ]);
  });

  it.each([
    ['a day that is not in the month', '2026-04-31 00:00:00'],
    ['29 February of a common year', '2026-02-29 00:00:00'],
    ['29 February of 1900', '1900-02-29 00:00:00'],
    ['day 0', '2026-03-00 00:00:00'],
    ['day 32', '2026-03-32 00:00:00'],
    ['month 0', '2026-00-01 00:00:00'],
    ['month 13', '2026-13-01 00:00:00'],
    ['hour 24', '2026-03-05 24:00:00'],
    ['minute 60', '2026-03-05 18:60:00'],
    ['a leap second', '2026-06-30 23:59:60'],
    ['a year below 100', '0026-03-05 18:00:00'],
    ['no seconds', '2026-03-05 18:00'],
    ['no time', '2026-03-05'],
    ['milliseconds', '2026-03-05 18:00:00.000'],
    ['a letter T', '2026-03-05T18:00:00'],
    ['a zone', '2026-03-05 18:00:00+0800'],
    ['single digits', '2026-3-5 18:00:00'],
    ['slashes', '2026/03/05 18:00:00'],
    ['a blank in front', ' 2026-03-05 18:00:00'],
    ['a line end', '2026-03-05 18:00:00\n'],
    ['two blanks', '2026-03-05  18:00:00'],
    ['full-width digits', '２026-03-05 18:00:00'],
    ['a sign', '-026-03-05 18:00:00'],
    ['nothing', ''],
  ])('has not %s', (_case, text) => expect(parseWireTime(text)).toBeUndefined());

  it('is refused for any day that the calendar does not have', () => {
    const two = (value: number): string => String(value).padStart(2, '0');
    let days = 0;
    for (let month = 0; month <= 13; month += 1) {
      for (let day = 0; day <= 32; day += 1) {
        if (parseWireTime(`2026-${two(month)}-${two(day)} 12:00:00`) !== undefined) days += 1;
      }
    }
    expect(days).toBe(365);
  });

  it('cannot be written for no instant', () => {
    expect(() => formatWireTime(Number.NaN)).toThrow(RangeError);
    expect(formatWireTime(0)).toBe('1970-01-01 08:00:00');
  });
});

describe('the business day', () => {
  it.each([
    [Date.UTC(2026, 2, 4, 15, 59, 59, 999), '20260304'],
    [Date.UTC(2026, 2, 4, 16), '20260305'],
    [Date.UTC(2027, 11, 31, 16), '20280101'],
  ])('of %d is %s', (epochMs, day) => expect(businessDay(epochMs)).toBe(day));
});

describe('the start of the business day', () => {
  it.each([
    ['2026-03-01 00:00:00', 0],
    ['2026-03-01 00:00:59', 0],
    ['2026-03-01 00:01:00', 1],
    ['2026-03-01 08:00:00', 480],
    ['2026-03-01 23:59:59', 1_439],
  ])('is midnight in UTC+8, so that %s is minute %d', (text, minute) => {
    const epochMs = (parseWireTime(text) ?? 0) + 999;
    expect(formatWireTime(businessDayStart(epochMs))).toBe('2026-03-01 00:00:00');
    expect(businessDayStart(epochMs) % 1_000).toBe(0);
    expect(minuteOfBusinessDay(epochMs)).toBe(minute);
  });

  it('begins the day it lies in', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (epochMs) => {
        const startMs = businessDayStart(epochMs);
        expect(startMs).toBeLessThanOrEqual(epochMs);
        expect(businessDay(startMs)).toBe(businessDay(epochMs));
        expect(businessDay(startMs - 1)).not.toBe(businessDay(epochMs));
      }),
    );
  });
});

describe('the business month', () => {
  const march = { fromMs: Date.UTC(2026, 1, 28, 16), toMs: Date.UTC(2026, 2, 31, 15, 59, 59, 999) };

  it.each([
    ['its first moment', march.fromMs],
    ['its middle', Date.UTC(2026, 2, 15)],
    ['its last moment', march.toMs],
  ])('contains %s', (_case, epochMs) => expect(businessMonth(epochMs)).toEqual(march));

  it.each([
    ['before it', march.fromMs - 1, Date.UTC(2026, 0, 31, 16)],
    ['behind it', march.toMs + 1, Date.UTC(2026, 2, 31, 16)],
    ['of a leap year', Date.UTC(2028, 1, 29, 15), Date.UTC(2028, 0, 31, 16)],
    ['at the turn of the year', Date.UTC(2026, 11, 31, 16), Date.UTC(2026, 11, 31, 16)],
  ])('does not contain the moment %s', (_case, epochMs, fromMs) => {
    expect(businessMonth(epochMs).fromMs).toBe(fromMs);
  });

  it('covers time without gap or overlap', () => {
    fc.assert(
      fc.property(seconds, (second) => {
        const { fromMs, toMs } = businessMonth(second * 1000);
        expect(fromMs <= second * 1000 && second * 1000 <= toMs).toBe(true);
        expect(formatWireTime(fromMs)).toMatch(/-01 00:00:00$/);
        expect(formatWireTime(toMs)).toMatch(/ 23:59:59$/);
        expect(businessMonth(toMs + 1).fromMs).toBe(toMs + 1);
        expect(businessMonth(fromMs - 1).toMs).toBe(fromMs - 1);
      }),
    );
  });

  it.each([
    [0, 0],
    [1, 1],
    [86_399_999, 1],
    [86_400_000, 1],
    [86_400_001, 2],
    [92 * 86_400_000 - 1, 92],
    [92 * 86_400_000 + 1, 93],
  ])('a window of %d ms counts as %d days', (lengthMs, days) => {
    expect(windowDays({ fromMs: march.fromMs, toMs: march.fromMs + lengthMs })).toBe(days);
  });

  it('has 28 to 31 days', () => {
    expect(windowDays(march)).toBe(31);
    expect(windowDays(businessMonth(Date.UTC(2026, 1, 10)))).toBe(28);
    expect(windowDays(businessMonth(Date.UTC(2028, 1, 10)))).toBe(29);
  });
});
