import { signBody } from '@opencpm/protocol';
import { nodeDigest } from '@opencpm/protocol/node';
import { type AnswerFrame, headerOf } from './answer-frame.ts';
import { Connection } from './connection.ts';
import { type CpuTimes, cpuTimes } from './cpu-time.ts';
import type { CpuShare, LoadPlan, LoadResult } from './load-plan.ts';
import { makeRequests, type RequestStock } from './request-maker.ts';
import { percentile } from './statistics.ts';

/** Every so many answers one is kept, and its signature verified when the load is over. */
const SAMPLE_EVERY = 499;
/** How long the answers that are still under way may take at the end. */
const DRAIN_LIMIT_MS = 15_000;

interface Sample {
  readonly head: string;
  readonly body: string;
}

interface Mark {
  readonly atMs: number;
  readonly answered: number;
  readonly cpu: CpuTimes;
}

/** Puts one load on a server: warm-up, measured part, and the answers that are still under way. */
export class Load {
  readonly #plan: LoadPlan;
  readonly #stock: RequestStock;
  readonly #latenciesMs: number[] = [];
  readonly #samples: Sample[] = [];
  readonly #connections: Connection[] = [];
  #next = 0;
  #answered = 0;
  #underWay = 0;
  #lost = 0;
  #wrong = 0;
  #wrongExample: string | undefined;
  #start: Mark | undefined;
  #end: Mark | undefined;
  #usedUp = false;
  #idle = (): void => undefined;

  /** Makes all requests; this may take seconds. */
  constructor(plan: LoadPlan, nowMs: number) {
    this.#plan = plan;
    this.#stock = makeRequests(plan.requests, nowMs);
  }

  async run(): Promise<LoadResult> {
    const { warmUpMs, measureMs, connections } = this.#plan;
    for (let index = 0; index < connections; index += 1) this.#connect();
    const marks = [
      setTimeout(() => this.#beginMeasuring(), warmUpMs),
      setTimeout(() => this.#finish(), warmUpMs + measureMs),
    ];
    await this.#drained(warmUpMs + measureMs + DRAIN_LIMIT_MS);
    for (const mark of marks) clearTimeout(mark);
    for (const connection of this.#connections) connection.close();
    return this.#result();
  }

  #connect(): void {
    let sentAtMs = 0;
    let waiting = false;
    const send = (): void => {
      const request = this.#take();
      if (request === undefined) return;
      waiting = true;
      this.#underWay += 1;
      sentAtMs = performance.now();
      connection.send(request);
    };
    const connection = new Connection(this.#plan.port, {
      open: send,
      answer: (text, frame) => {
        waiting = false;
        this.#underWay -= 1;
        this.#count(text, frame, performance.now() - sentAtMs);
        send();
        if (this.#underWay === 0) this.#idle();
      },
      broken: (why) => {
        this.#note(`connection broken: ${why}`);
        if (waiting) {
          this.#underWay -= 1;
          this.#lost += 1;
        }
        if (this.#underWay === 0) this.#idle();
      },
    });
    this.#connections.push(connection);
  }

  #take(): Uint8Array | undefined {
    if (this.#end !== undefined) return undefined;
    if (this.#next === this.#stock.count) {
      if (this.#plan.repeating) {
        this.#next = 0;
      } else {
        this.#usedUp = true;
        this.#finish();
        return undefined;
      }
    }
    const request = this.#stock.at(this.#next);
    this.#next += 1;
    return request;
  }

  #count(text: string, frame: AnswerFrame, latencyMs: number): void {
    this.#answered += 1;
    if (this.#start !== undefined && this.#end === undefined) this.#latenciesMs.push(latencyMs);
    const { marker } = this.#plan;
    if (!frame.ok || (marker !== '' && !text.includes(marker))) {
      this.#wrong += 1;
      this.#note(text);
    }
    if (marker !== '' && this.#answered % SAMPLE_EVERY === 1) {
      this.#samples.push({ head: text.slice(0, frame.bodyStart), body: text.slice(frame.bodyStart, frame.end) });
    }
  }

  #note(wrong: string): void {
    this.#wrongExample ??= wrong;
  }

  #beginMeasuring(): void {
    if (this.#end === undefined) this.#start = this.#mark();
  }

  #finish(): void {
    this.#end ??= this.#mark();
  }

  #mark(): Mark {
    return { atMs: performance.now(), answered: this.#answered, cpu: cpuTimes(this.#plan.serverProcessId) };
  }

  /** Resolves when the load has ended and nothing is under way, or the limit is over; what is missing then is lost. */
  #drained(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const limit = setTimeout(() => this.#idle(), limitMs);
      let over = false;
      this.#idle = () => {
        if (over || (this.#end === undefined && this.#connectionsLeft())) return;
        over = true;
        clearTimeout(limit);
        this.#lost += this.#underWay;
        resolve();
      };
    });
  }

  #connectionsLeft(): boolean {
    return true;
  }

  #result(): LoadResult {
    return undefined as never;
  }
}
