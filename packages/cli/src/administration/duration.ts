import { wrongUsage } from '../command-failure.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(\d{1,6})([smhd])$/;

/** Reads a duration such as `90s`, `30m`, `24h` or `7d`, or plain `0`, as milliseconds. */
export function readDuration(option: string, text: string): number {
  if (text === '0') return 0;
  const [, count, unit] = DURATION.exec(text) ?? [];
  const unitMs = unit === undefined ? undefined : UNIT_MS[unit];
  if (count !== undefined && unitMs !== undefined) return Number(count) * unitMs;
  throw wrongUsage(
    `--${option} is no duration: ${text}`,
    'Write a number and s, m, h or d: 90s, 30m, 24h, 7d; or 0.',
  );
}
