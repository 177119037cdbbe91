const HIDDEN = '****';
const NOT_PRINTABLE = /[^!-~]/g;

/**
 * A payment code as a log may show it: its first two and last four characters, fewer for a short code, never more than
 * half of it. Characters that could break a log line are shown as `?`.
 */
export function maskAuthCode(code: string): string {
  const head = code.length >= 8 ? 2 : 0;
  const tail = code.length >= 12 ? 4 : head;
  const shown = (part: string): string => part.replace(NOT_PRINTABLE, '?');
  return shown(code.slice(0, head)) + HIDDEN + shown(code.slice(code.length - tail));
}
