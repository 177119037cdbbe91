import { write, writeSync } from 'node:fs';
import type { Timers } from '../clock/clock.ts';

/** Lines are gathered up to this many characters, or this long, before they are written; a write for each is dear. */
const GATHERED_MAX = 4_096;
const GATHER_MS = 200;
/** Characters that wait while nothing can be written; lines beyond them are lost. */
const WAITING_MAX = 4 * 1_024 * 1_024;

const NOTHING = Buffer.alloc(0);

/**
 * Writes lines to a file descriptor in the background, so that nobody waits for a terminal. What cannot be written,
 * because the disk is full or the reader has gone, is tried again later and never raises an error: a log must not stop
 * a payment.
 */
export class LineWriter {
  readonly #descriptor: number;
  readonly #timers: Timers;
  #gathered = '';
  /** Taken out of what is gathered and not written yet. */
  #leaving: Uint8Array = NOTHING;
  #writing = false;
  #waiting = false;
  /** Somebody asked for what is gathered to be written while a write was under way. */
  #urgent = false;
  /** Nothing has come since the flush, so the process may be about to end: nothing is tried again for its own sake. */
  #flushed = false;

  constructor(descriptor: number, timers: Timers) {
    this.#descriptor = descriptor;
    this.#timers = timers;
  }

  /** @param line ends with a line feed. */
  write(line: string): void {
    if (this.#gathered.length >= WAITING_MAX) return;
    this.#flushed = false;
    this.#gathered += line;
    if (this.#gathered.length >= GATHERED_MAX) this.send();
    else this.#sendLater();
  }

  /** Begins to write what is gathered. */
  send(): void {
    this.#urgent = this.#writing;
    if (this.#writing) return;
    if (this.#leaving.length === 0) {
      this.#leaving = Buffer.from(this.#gathered);
      this.#gathered = '';
    }
    if (this.#leaving.length === 0) return;
    this.#writing = true;
    write(this.#descriptor, this.#leaving, (error, written) => {
      this.#writing = false;
      if (error === null) this.#leaving = this.#leaving.subarray(written);
      if (error === null && (this.#leaving.length > 0 || this.#urgent)) this.send();
      else if (!this.#flushed && (this.#leaving.length > 0 || this.#gathered !== '')) this.#sendLater();
    });
  }

  /** Writes everything at once, for the end of the process. What cannot be written then is lost. */
  flush(): void {
    // What is being written in this moment is on its way already.
    const leaving = this.#writing ? NOTHING : this.#leaving;
    let rest: Uint8Array = Buffer.concat([leaving, Buffer.from(this.#gathered)]);
    this.#gathered = '';
    this.#flushed = true;
    if (!this.#writing) this.#leaving = NOTHING;
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(this.#descriptor, rest));
    } catch {
      // There is nowhere left to report it.
    }
  }

  #sendLater(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#timers.after(GATHER_MS, () => {
      this.#waiting = false;
      this.send();
    });
  }
}
