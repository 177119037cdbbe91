import { parseWireTime, type TimeWindow } from './wire-time.ts';

const DAY_MS = 86_400_000;

/**
 * Reads a day `YYYY-MM-DD` of the wire's clock, UTC+8.
 *
 * @returns its first and last millisecond, or `undefined` when there is no such day or the text has another form.
 */
export function businessDayOf(text: string): TimeWindow | undefined {
  const fromMs = parseWireTime(`${text} 00:00:00`);
  return fromMs === undefined ? undefined : { fromMs, toMs: fromMs + DAY_MS - 1 };
}
