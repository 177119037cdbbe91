import type { Log, LogFields } from './log.ts';

/** A log that keeps its lines for a test to look at. */
export class KeptLog implements Log {
  readonly lines: {
    readonly level: 'info' | 'warn' | 'alert';
    readonly event: string;
    readonly fields: LogFields;
  }[] = [];

  info(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'info', event, fields });
  }

  warn(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'warn', event, fields });
  }

  alert(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'alert', event, fields });
  }

  /** Names of the alerts so far. */
  get alerts(): readonly string[] {
    return this.lines.filter(({ level }) => level === 'alert').map(({ event }) => event);
  }
}
