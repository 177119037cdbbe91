import type { ClientClock, Fetch } from '@opencpm/client';

/** Values of a log line: short and flat, so that one event stays one line. */
type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where events go: one JSON line each. Never given a client key, a payment code, a PIN or a session. */
export interface TillLog {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  /** Something a person has to look at. */
  alert(event: string, fields?: LogFields): void;
}

/** What the till takes from the machine it runs on. */
export interface TillPorts {
  /** Time of the payments; the sandbox's can be moved ahead. */
  readonly clock: ClientClock;
  /** Waiting of the screens and of the watch over the line, always in the machine's time. */
  readonly timers: Pick<ClientClock, 'after'>;
  /** Unpredictable bytes. */
  readonly randomBytes: (length: number) => Uint8Array;
  readonly fetch: Fetch;
  readonly log: TillLog;
  /** Called when the disk cannot be trusted any more; must stop the process. */
  readonly onFatal: (error: unknown) => void;
}
