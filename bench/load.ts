import { Connection } from './connection.ts';
import { type CpuTimes, cpuTimes } from './cpu-time.ts';
import type { CpuShare, LoadPlan, LoadResult } from './load-plan.ts';
import { makeRequests, type RequestStock } from './request-maker.ts';
import { Tally } from './tally.ts';

/** How long the answers that are under way at the end may still take. */
const DRAIN_LIMIT_MS = 15_000;

interface Mark {
  readonly atMs: number;
  readonly answered: number;
  readonly cpu: CpuTimes;
}

/** Puts one load on a server: a warm-up, the measured part, then the answers that are still under way. */
export class Load {
  readonly #plan: LoadPlan;
  readonly #stock: RequestStock;
  readonly #tally: Tally;
  #next = 0;
  #sent = 0;
  #usedUp = false;
  #begin: Mark | undefined;
  #end: Mark | undefined;

  /** Makes and signs all requests; that may take seconds. */
  constructor(plan: LoadPlan, nowMs: number) {
    this.#plan = plan;
    this.#stock = makeRequests(plan.requests, nowMs);
    this.#tally = new Tally(plan.marker);
  }

  /** @throws Error when the load ended before its measured part began. */
  async run(): Promise<LoadResult> {
    const { warmUpMs, measureMs, connections } = this.#plan;
    const timers: NodeJS.Timeout[] = [];
    const limit = new Promise<void>((resolve) => {
      timers.push(
        setTimeout(() => this.#measure(), warmUpMs),
        setTimeout(() => this.#finish(), warmUpMs + measureMs),
        setTimeout(resolve, warmUpMs + measureMs + DRAIN_LIMIT_MS),
      );
    });
    await Promise.race([Promise.all(Array.from({ length: connections }, () => this.#work())), limit]);
    for (const timer of timers) clearTimeout(timer);
    return this.#result();
  }

  /** One connection that sends a request as soon as the one before it is answered. */
  #work(): Promise<void> {
    return new Promise((resolve) => {
      let sentAtMs = 0;
      const next = (): void => {
        const request = this.#take();
        if (request === undefined) {
          connection.close();
          resolve();
          return;
        }
        this.#sent += 1;
        sentAtMs = performance.now();
        connection.send(request);
      };
      const connection = new Connection(this.#plan.port, {
        open: next,
        answer: (text, frame) => {
          const measured = this.#begin !== undefined && this.#end === undefined;
          this.#tally.add(text, frame, measured ? performance.now() - sentAtMs : undefined);
          next();
        },
        broken: (why) => {
          this.#tally.note(`a connection broke: ${why}`);
          resolve();
        },
      });
    });
  }

  /** The next request, or `undefined` when no more are to be sent. */
  #take(): Uint8Array | undefined {
    if (this.#end !== undefined) return undefined;
    if (this.#next === this.#stock.count) {
      if (!this.#plan.repeating) {
        this.#usedUp = true;
        this.#finish();
        return undefined;
      }
      this.#next = 0;
    }
    const request = this.#stock.at(this.#next);
    this.#next += 1;
    return request;
  }

  #measure(): void {
    if (this.#end === undefined) this.#begin = this.#mark();
  }

  #finish(): void {
    this.#end ??= this.#mark();
  }

  #mark(): Mark {
    const { answered } = this.#tally;
    return { atMs: performance.now(), answered, cpu: cpuTimes(this.#plan.serverProcessId) };
  }

  #result(): LoadResult {
    const [begin, end, tally] = [this.#begin, this.#end ?? this.#mark(), this.#tally];
    if (begin === undefined) {
      throw new Error(`the load ended before it was measured: ${tally.wrongExample ?? 'too few requests'}`);
    }
    const samples = tally.verifySamples(this.#plan.requests.signer.clientKey);
    return {
      answersPerSecond: ((end.answered - begin.answered) / (end.atMs - begin.atMs)) * 1000,
      ...tally.latencies(),
      answered: tally.answered,
      lost: this.#sent - tally.answered,
      wrong: tally.wrong,
      signaturesVerified: samples.verified,
      signaturesWrong: samples.wrong,
      wrongExample: tally.wrongExample,
      usedUp: this.#usedUp,
      cpu: cpuShare(begin, end),
    };
  }
}

function cpuShare(begin: Mark, end: Mark): CpuShare {
  const elapsedMs = end.atMs - begin.atMs;
  const own = end.cpu.own - begin.cpu.own;
  const machine = end.cpu.machine - begin.cpu.machine;
  if (begin.cpu.server === undefined || end.cpu.server === undefined) {
    return { generator: own / elapsedMs, server: undefined, others: undefined };
  }
  const server = end.cpu.server - begin.cpu.server;
  return {
    generator: own / elapsedMs,
    server: server / elapsedMs,
    others: Math.max(0, machine - own - server) / elapsedMs,
  };
}
