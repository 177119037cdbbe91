import { openSync, readFileSync } from 'node:fs';
import { type Log, type LogFields, jsonLog } from '../../../packages/gateway/src/index.ts';

/** The gateway's own log, written to a file that can be read while it grows. */
export class LogFile implements Log {
  readonly #file: string;
  readonly #log: ReturnType<typeof jsonLog>;
  #events = 0;

  constructor(file: string) {
    this.#file = file;
    this.#log = jsonLog('info', openSync(file, 'a'));
  }

  info(event: string, fields?: LogFields): void {
    this.#events += 1;
    this.#log.info(event, fields);
  }

  warn(event: string, fields?: LogFields): void {
    this.#events += 1;
    this.#log.warn(event, fields);
  }

  alert(event: string, fields?: LogFields): void {
    this.#events += 1;
    this.#log.alert(event, fields);
  }

  /** Everything logged so far, as soon as it is in the file: the log writes in the background. */
  async text(): Promise<string> {
    for (;;) {
      this.#log.flush();
      const text = readFileSync(this.#file, 'utf8');
      if (text.split('\n').length > this.#events) return text;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
