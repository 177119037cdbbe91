import { localTag } from '@opencpm/page-host/kit';
import { language } from '../language/language.ts';
import { start } from '../session/session.ts';

/** An instant for people, in the time zone of the shop. */
export function timeText(atMs: number): string {
  return new Intl.DateTimeFormat(localTag(language()), {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: start.value?.timeZone ?? 'UTC',
  }).format(atMs);
}

/** The time of day in the time zone of the shop, with the day when it is not that of now. */
export function clockText(atMs: number, nowMs: number): string {
  if (dayField(atMs) !== dayField(nowMs)) return timeText(atMs);
  return new Intl.DateTimeFormat(localTag(language()), {
    timeStyle: 'short',
    timeZone: start.value?.timeZone ?? 'UTC',
  }).format(atMs);
}

/** A day as fields of days write it, `YYYY-MM-DD`, in the time zone of the shop. */
export function dayField(atMs: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: start.value?.timeZone ?? 'UTC' }).format(atMs);
}
