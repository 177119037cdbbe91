import { pino } from 'pino';
import type { Log, LogFields } from './log.ts';

/** How much is logged. */
export type LogLevel = 'info' | 'warn' | 'alert' | 'silent';

/** Lines are gathered up to this size, or this long, before they are written; a write for each one is dear. */
const BUFFER_BYTES = 4_096;
const FLUSH_EVERY_MS = 200;
/** What waits while the log cannot be written; lines beyond it are lost. */
const WAITING_BYTES_MAX = 4 * 1_024 * 1_024;

/**
 * Logs one JSON line per event to a file descriptor, from a buffer, so that logging never waits for a terminal. Alerts
 * are written at once. A log that cannot be written, because its disk is full or its reader has gone, stops nothing.
 */
export function pinoLog(level: LogLevel, descriptor: number): Log & { flush(): void } {
  const destination = pino.destination({
    dest: descriptor,
    sync: false,
    minLength: BUFFER_BYTES,
    periodicFlush: FLUSH_EVERY_MS,
    maxLength: WAITING_BYTES_MAX,
  });
  // Every later line tries again. Without a listener the first failure would end the process.
  destination.on('error', () => undefined);
  const logger = pino(
    {
      level: level === 'alert' ? 'error' : level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
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
      destination.flush();
    },
    flush() {
      try {
        destination.flushSync();
      } catch {
        // Said above: there is nowhere left to report it.
      }
    },
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
