import type { SteadyClock } from '../clock/steady-clock.ts';
import { TokenBucket } from './token-bucket.ts';

/** Most rows leased at once: few enough to be worked on long before their lease ends. */
const BATCH_MAX = 32;

/** What a lane needs. */
export interface WorkLaneParts<Row> {
  /** Leases what is due, the earliest first. */
  readonly lease: (nowMs: number, limit: number) => Promise<readonly Row[]>;
  /** Does one turn of a row; never rejects. */
  readonly work: (row: Row) => Promise<void>;
  /** Called when a full lane has room again. */
  readonly freed: () => void;
  readonly steadyClock: SteadyClock;
  readonly inFlightMax: number;
  readonly perSecond: number;
}

/** Work of one kind: so much at once, so much a second. What does not fit stays in the store. */
export class WorkLane<Row> {
  readonly #parts: WorkLaneParts<Row>;
  readonly #bucket: TokenBucket;
  readonly #inFlight = new Set<Promise<void>>();

  constructor(parts: WorkLaneParts<Row>) {
    this.#parts = parts;
    this.#bucket = new TokenBucket(parts.steadyClock, parts.perSecond);
  }

  /** Rows that are being worked on. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Begins the turns of what is due, as many as there is room for. */
  async fill(): Promise<void> {
    for (;;) {
      const room = Math.min(this.#room(), this.#bucket.available(), BATCH_MAX);
      if (room === 0) return;
      const rows = await this.#parts.lease(this.#parts.steadyClock.nowMs(), room);
      this.#bucket.take(rows.length);
      for (const row of rows) this.#begin(row);
      if (rows.length < room) return;
    }
  }

  /** Resolves when nothing is being worked on any more. */
  async drained(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight);
  }

  #room(): number {
    return this.#parts.inFlightMax - this.#inFlight.size;
  }

  #begin(row: Row): void {
    const turn = this.#parts.work(row).finally(() => {
      const wasFull = this.#room() === 0;
      this.#inFlight.delete(turn);
      if (wasFull) this.#parts.freed();
    });
    this.#inFlight.add(turn);
  }
}
