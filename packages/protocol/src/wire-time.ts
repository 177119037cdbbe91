/** The wire's clock is UTC+8 in every region and has no daylight saving (contract section 4). */
const WIRE_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

const WIRE_TIME = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})$/;

/** Number of the latest day that was written since 1970-01-01, and its text. */
let lastDay = Number.NaN;
let lastDayText = '';

/**
 * Writes an instant as the wire does: `YYYY-MM-DD hh:mm:ss` in UTC+8.
 *
 * @param epochMs milliseconds since 1970-01-01 UTC.
 */
export function formatWireTime(epochMs: number): string {
  const localMs = epochMs + WIRE_OFFSET_MS;
  const day = Math.floor(localMs / DAY_MS);
  // The instants of one answer mostly share their day; finding a date costs many times what all else does here.
  if (day !== lastDay) {
    lastDayText = new Date(day * DAY_MS).toISOString().slice(0, 10);
    lastDay = day;
  }
  const second = Math.floor((localMs - day * DAY_MS) / 1000);
  const minute = Math.floor(second / 60);
  return `${lastDayText} ${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}:${twoDigits(second % 60)}`;
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : `${number}`;
}

/**
 * Reads a wire time `YYYY-MM-DD hh:mm:ss` as UTC+8.
 *
 * @returns milliseconds since 1970-01-01 UTC, or `undefined` when the text has another form or names a day or
 * an hour that does not exist.
 */
export function parseWireTime(text: string): number | undefined {
  const match = WIRE_TIME.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const midnight = Date.UTC(year, month - 1, day);
  const date = new Date(midnight);
  // Date.UTC reads years below 100 as 19xx and rolls 31 April over into May; both come back changed.
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? midnight + (hour * 3600 + minute * 60 + second) * 1000 - WIRE_OFFSET_MS : undefined;
}

/** The business day of an instant in UTC+8 as eight digits, `YYYYMMDD`: the date of `sysdtm` and of a `syssn`. */
export function businessDay(epochMs: number): string {
  return formatWireTime(epochMs).slice(0, 10).replaceAll('-', '');
}

/** A stretch of time; both ends are part of it. Milliseconds since 1970-01-01 UTC. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** First millisecond of the business day (UTC+8) that contains an instant. */
export function businessDayStart(epochMs: number): number {
  return epochMs - millisecondOfDay(epochMs);
}

/** Minutes since midnight (UTC+8) at an instant, 0 to 1439. */
export function minuteOfBusinessDay(epochMs: number): number {
  return Math.floor(millisecondOfDay(epochMs) / 60_000);
}

function millisecondOfDay(epochMs: number): number {
  // No daylight saving, so every day has the same length; instants lie after 1970.
  return (epochMs + WIRE_OFFSET_MS) % DAY_MS;
}

/** The calendar month (UTC+8) that contains an instant. */
export function businessMonth(epochMs: number): TimeWindow {
  const local = new Date(epochMs + WIRE_OFFSET_MS);
  const fromMs = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), 1) - WIRE_OFFSET_MS;
  const toMs = Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 1) - WIRE_OFFSET_MS - 1;
  return { fromMs, toMs };
}

/** Length of a window in whole days, rounded up. */
export function windowDays(window: TimeWindow): number {
  return Math.ceil((window.toMs - window.fromMs) / DAY_MS);
}
