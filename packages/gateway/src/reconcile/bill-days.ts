import { businessDayOf, formatWireTime } from '@opencpm/protocol';

const DAY_MS = 86_400_000;
const ZONE_MS = 8 * 3_600_000;

/** The day of a bill and its neighbours. Wallets cut their days in UTC+8, as the wire does. */
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
}

/** A reconciliation of a day that does not exist. */
export class NoSuchDay extends RangeError {}

/**
 * @param day `YYYY-MM-DD`, in UTC+8.
 * @throws NoSuchDay also when the text is written in another way.
 */
export function billDaysAround(day: string): BillDays {
  const window = businessDayOf(day);
  if (window === undefined) throw new NoSuchDay(`there is no day ${day}; write it like 2026-03-01`);
  const fromMs = window.fromMs - DAY_MS;
  const toMs = window.toMs + DAY_MS;
  return { before: billDayOf(fromMs), day, after: billDayOf(toMs), dayMs: window.fromMs, fromMs, toMs };
}

/** The day, `YYYY-MM-DD` in UTC+8, on which something happened. */
export function billDayOf(atMs: number): string {
  return formatWireTime(atMs).slice(0, 10);
}

/** Days since 1970-01-01 in UTC+8: the day of {@link billDayOf} as a number that is quickly made and compared. */
export function dayNumberOf(atMs: number): number {
  return Math.floor((atMs + ZONE_MS) / DAY_MS);
}

/** How far an instant is from the nearest midnight of UTC+8, and on which side of it. */
export function nearestMidnight(atMs: number): {
  readonly side: 'before' | 'after';
  readonly awayMs: number;
} {
  const intoDayMs = atMs + ZONE_MS - dayNumberOf(atMs) * DAY_MS;
  return intoDayMs < DAY_MS / 2
    ? { side: 'after', awayMs: intoDayMs }
    : { side: 'before', awayMs: DAY_MS - intoDayMs };
}
