import { businessDayOf, formatWireTime } from '@opencpm/protocol';
import { type BillDayEnd, leadOf } from '../wallet/bill-day-end.ts';

const DAY_MS = 86_400_000;
const ZONE_MS = 8 * 3_600_000;

/** The day of a bill and its neighbours. Wallets cut their days in UTC+8, as the wire does, most of them at midnight. */
export interface BillDays {
  readonly before: string;
  readonly day: string;
  readonly after: string;
  /** First millisecond of the day. */
  readonly dayMs: number;
  /** First millisecond of the day before. */
  readonly fromMs: number;
  /** Last millisecond of the day after. */
  readonly toMs: number;
  /** Time of day at which each of them ends. */
  readonly end: BillDayEnd;
}

/** A reconciliation of a day that does not exist. */
export class NoSuchDay extends RangeError {}

/**
 * @param day `YYYY-MM-DD`, in UTC+8.
 * @param end when the days of the wallet's bills end.
 * @throws NoSuchDay also when the text is written in another way.
 */
export function billDaysAround(day: string, end: BillDayEnd = '24:00'): BillDays {
  const window = businessDayOf(day);
  if (window === undefined) throw new NoSuchDay(`there is no day ${day}; write it like 2026-03-01`);
  const leadMs = leadOf(end);
  const dayMs = window.fromMs - leadMs;
  const fromMs = dayMs - DAY_MS;
  const toMs = window.toMs - leadMs + DAY_MS;
  return {
    before: billDayOf(fromMs, end),
    day,
    after: billDayOf(toMs, end),
    dayMs,
    fromMs,
    toMs,
    end,
  };
}

/**
 * The day, `YYYY-MM-DD` in UTC+8, on which something happened.
 *
 * @param end when the days of the wallet's bills end.
 */
export function billDayOf(atMs: number, end: BillDayEnd = '24:00'): string {
  return formatWireTime(atMs + leadOf(end)).slice(0, 10);
}

/**
 * Days since 1970-01-01 in UTC+8: the day of {@link billDayOf} as a number that is quickly made and compared.
 *
 * @param leadMs how much earlier than at midnight the day ends.
 */
export function dayNumberOf(atMs: number, leadMs: number): number {
  return Math.floor((atMs + ZONE_MS + leadMs) / DAY_MS);
}

/** How far an instant is from where the nearest two days meet, and on which side of it. */
export function nearestDayEnd(
  atMs: number,
  leadMs: number,
): {
  readonly side: 'before' | 'after';
  readonly awayMs: number;
} {
  const intoDayMs = atMs + ZONE_MS + leadMs - dayNumberOf(atMs, leadMs) * DAY_MS;
  return intoDayMs < DAY_MS / 2
    ? { side: 'after', awayMs: intoDayMs }
    : { side: 'before', awayMs: DAY_MS - intoDayMs };
}
