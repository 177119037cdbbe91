/** Values of a log line: short and flat, so that one event stays one line. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Where events go: one JSON line each. Never given a client key, an auth code, a full signature or a payer's
 * account.
 */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  /** Something a person has to look at. */
  alert(event: string, fields?: LogFields): void;
}
