import { pino } from 'pino';
import type { Log, LogFields } from './log.ts';

/** How much is logged. */
export type LogLevel = 'info' | 'warn' | 'alert' | 'silent';

/** Logs one JSON line per event to a file descriptor, from a buffer, so that logging never waits for a terminal. */
export function pinoLog(level: LogLevel, descriptor: number): Log & { flush(): void } {
  const destination = pino.destination({ dest: descriptor, sync: false, minLength: 0 });
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
      logger[method]({ event, ...fields });
  return {
    info: write('info'),
    warn: write('warn'),
    alert: write('error'),
    flush: () => destination.flushSync(),
  };
}
