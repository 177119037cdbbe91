import { businessDayOf } from '@opencpm/protocol';

const BEIJING_MS = 8 * 3_600_000;

/** `YYYYMMDDhhmmss`, Beijing time. */
export function wireTime(epochMs: number): string {
  return new Date(epochMs + BEIJING_MS).toISOString().replaceAll(/\D/g, '').slice(0, 14);
}

/** Reads `YYYYMMDDhhmmss`; undefined when there is no such time. */
export function readWireTime(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (parts === null) return undefined;
  const [year = 0, month = 0, ...rest] = parts.slice(1).map(Number);
  const [day, hour, minute, second] = rest;
  const epochMs = Date.UTC(year, month - 1, day, hour, minute, second) - BEIJING_MS;
  return wireTime(epochMs) === text ? epochMs : undefined;
}

/** The clearing day something belongs to: it ends at 23:00, Beijing time. */
export function clearingDay(epochMs: number): string {
  return wireTime(epochMs + 3_600_000).slice(0, 8);
}

/**
 * The latest day with a month and day, four digits, as `YYYY-MM-DD`; by UnionPay's clearing, the running day
 * among them.
 *
 * @returns undefined when there is no such day.
 */
export function latestDay(monthAndDay: string, nowMs: number): string | undefined {
  const [, month, day] = /^(\d{2})(\d{2})$/.exec(monthAndDay) ?? [];
  const today = clearingDay(nowMs);
  const thisYear = Number(today.slice(0, 4));
  const years = `${thisYear}${monthAndDay}` <= today ? [thisYear] : [thisYear - 1];
  return years
    .map((year) => `${year}-${month ?? ''}-${day ?? ''}`)
    .find((name) => businessDayOf(name) !== undefined);
}
