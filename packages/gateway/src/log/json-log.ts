import type { Clock, Timers } from '../clock/clock.ts';
import { systemClock, systemTimers } from '../clock/system-clock.ts';
import { LineWriter } from './line-writer.ts';
import type { Log, LogFields } from './log.ts';

/** How much is logged. */
export type LogLevel = 'info' | 'warn' | 'alert' | 'silent';

const LEVELS: readonly LogLevel[] = ['info', 'warn', 'alert', 'silent'];

/**
 * Logs one JSON line per event to a file descriptor, in the background. Alerts are written at once. A log that cannot
 * be written stops nothing.
 *
 * @param level the least that is logged.
 * @param timers what gathering lines waits with; the event loop's own when left out.
 * @param clock the time of the lines; the machine's own when left out.
 */
export function jsonLog(
  level: LogLevel,
  descriptor: number,
  timers: Timers = systemTimers,
  clock: Clock = systemClock,
): Log & { flush(): void } {
  const destination = new LineWriter(descriptor, timers);
  const timeNow = timeText(clock);
  const writer = (label: 'info' | 'warn' | 'alert') => {
    if (LEVELS.indexOf(label) < LEVELS.indexOf(level)) return () => undefined;
    return (event: string, fields: LogFields = {}): void =>
      destination.write(lineOf(`{"level":"${label}","time":"${timeNow()}"`, event, fields));
  };
  const alert = writer('alert');
  return {
    info: writer('info'),
    warn: writer('warn'),
    alert(event, fields) {
      alert(event, fields);
      destination.send();
    },
    flush: () => destination.flush(),
  };
}

/** Many lines fall into one millisecond, and writing its time out costs more than the rest of a line. */
function timeText(clock: Clock): () => string {
  let writtenMs = Number.NaN;
  let written = '';
  return () => {
    const nowMs = clock.nowMs();
    if (nowMs !== writtenMs) {
      writtenMs = nowMs;
      written = new Date(nowMs).toISOString();
    }
    return written;
  };
}

/** JSON leaves these characters as they are, and some readers of logs take them for the end of a line. */
const LINE_ENDS = /[\u0085\u2028\u2029]/;
const ALL_LINE_ENDS = new RegExp(LINE_ENDS, 'g');

function lineOf(beginning: string, event: string, fields: LogFields): string {
  let line = `${beginning},"event":${JSON.stringify(event)}`;
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined) line += `,"${name}":${JSON.stringify(value)}`;
  }
  return `${LINE_ENDS.test(line) ? line.replace(ALL_LINE_ENDS, '\ufffd') : line}}\n`;
}
