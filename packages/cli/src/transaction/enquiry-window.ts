import { parseWireTime } from '@opencpm/protocol';
import { wrongUsage } from '../command-failure.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * One end of the window of an enquiry as the wire writes it, in UTC+8. A day alone begins at its first second and ends
 * with its last.
 *
 * @param option name of the option the text came from, for the message.
 */
export function windowEnd(option: 'from' | 'to', text: string): string {
  const time = DAY.test(text)
    ? `${text} ${option === 'from' ? '00:00:00' : '23:59:59'}`
    : text.replace('T', ' ');
  if (parseWireTime(time) !== undefined) return time;
  throw wrongUsage(
    `--${option} is no day or time: ${text}`,
    'Write 2026-03-05 or "2026-03-05 18:00:00"; the clock is UTC+8.',
  );
}
