import { pino } from 'pino';
import type { Clock, Timers } from '../clock/clock.ts';
import { systemClock, systemTimers } from '../clock/system-clock.ts';
import { LineWriter } from './line-writer.ts';
import type { Log, LogFields } from './log.ts';

/** How much is logged. */
export type LogLevel = 'info' | 'warn' | 'alert' | 'silent';

/**
 * Logs one JSON line per event to a file descriptor, in the background. Alerts are written at once. A log that cannot
 * be written stops nothing.
 *
 * @param timers what gathering lines waits with; the event loop's own when left out.
 * @param clock the time of the lines; the machine's own when left out.
 */
export function pinoLog(
  level: LogLevel,
  descriptor: number,
  timers: Timers = systemTimers,
  clock: Clock = systemClock,
): Log & { flush(): void } {
  // Not pino's own destination: it ends the process, or never comes back from a flush, when the disk is full.
  const destination = new LineWriter(descriptor, timers);
  const logger = pino(
    {
      level: level === 'alert' ? 'error' : level,
      base: null,
      timestamp: timeMember(clock),
      formatters: { level: (label) => ({ level: label === 'error' ? 'alert' : label }) },
    },
    destination,
  );
  const write =
    (method: 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}): void =>
      logger[method]({ event, ...inOneLine(fields) });
  return {
    info: write('info'),
    warn: write('warn'),
    alert(event, fields) {
      write('error')(event, fields);
      destination.send();
    },
    flush: () => destination.flush(),
  };
}

/** Many lines fall into one millisecond, and writing its time out costs more than the rest of a line. */
function timeMember(clock: Clock): () => string {
  let writtenMs = Number.NaN;
  let written = '';
  return () => {
    const nowMs = clock.nowMs();
    if (nowMs !== writtenMs) {
      writtenMs = nowMs;
      written = `,"time":"${new Date(nowMs).toISOString()}"`;
    }
    return written;
  };
}

/** JSON leaves these characters as they are, and some readers of logs take them for the end of a line. */
const LINE_ENDS = /[\u0085\u2028\u2029]/;

function inOneLine(fields: LogFields): LogFields {
  if (!Object.values(fields).some((value) => typeof value === 'string' && LINE_ENDS.test(value)))
    return fields;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace(new RegExp(LINE_ENDS, 'g'), '\ufffd') : value,
    ]),
  );
}
