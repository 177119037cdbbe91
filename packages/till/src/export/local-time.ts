/** Dates and times of a shop's time zone. */
export class LocalTime {
  readonly #parts: Intl.DateTimeFormat;

  /** @param timeZone IANA name. Throws RangeError for any other. */
  constructor(timeZone: string) {
    this.#parts = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
  }

  /** `YYYY-MM-DD hh:mm:ss` */
  second(epochMs: number): string {
    const part = Object.fromEntries(
      this.#parts.formatToParts(epochMs).map(({ type, value }) => [type, value]),
    );
    const { year, month, day, hour, minute, second } = part;
    return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
  }

  /** `YYYY-MM-DD hh:mm` */
  minute(epochMs: number): string {
    return this.second(epochMs).slice(0, 16);
  }

  /** First millisecond of a day written as `YYYY-MM-DD`, or `undefined` when there is no such day. */
  startOfDay(day: string): number | undefined {
    const utcMs = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
    if (Number.isNaN(utcMs) || new Date(utcMs).toISOString().slice(0, 10) !== day) return undefined;
    // The offset at a first guess may be that of the other side of a clock change; a second one settles it.
    const guessMs = utcMs - this.#offsetMs(utcMs);
    const startMs = utcMs - this.#offsetMs(guessMs);
    // Where the clock skips midnight there is no 00:00: the second guess falls on the day before, the first one on the skip.
    return this.second(startMs).slice(0, 10) < day ? guessMs : startMs;
  }

  /** First millisecond of the day after. */
  endOfDay(day: string): number | undefined {
    const startMs = this.startOfDay(day);
    if (startMs === undefined) return undefined;
    // No day is longer than 26 hours or shorter than 22.
    return this.startOfDay(this.second(startMs + 26 * 3_600_000).slice(0, 10));
  }

  /** What the wall shows less what UTC shows. */
  #offsetMs(epochMs: number): number {
    const wallMs = Date.parse(`${this.second(epochMs).replace(' ', 'T')}Z`);
    return wallMs - Math.floor(epochMs / 1000) * 1000;
  }
}
