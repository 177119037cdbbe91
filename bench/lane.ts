import { Connection } from './connection.ts';
import { type CpuTimes, cpuTimes } from './cpu-time.ts';
import type { LanePlan, LaneResult, Slice } from './load-plan.ts';
import { RequestMaker } from './request-maker.ts';
import { RequestStock } from './request-stock.ts';
import { Tally } from './tally.ts';

/** Answers a second that the first load is prepared for; later ones are prepared for twice the rate seen before. */
const FIRST_RATE = 20_000;
const RESERVE = 2;
/** How long the answers that are under way at the end of a slice may still take. */
const DRAIN_LIMIT_MS = 15_000;

interface Mark {
  readonly atMs: number;
  readonly answered: number;
  readonly cpu: CpuTimes;
}

/** One server under load: its connections, which stay open over all slices, and everything they have been answered. */
export class Lane {
  readonly #plan: LanePlan;
  readonly #maker: RequestMaker;
  readonly #stock: RequestStock;
  readonly #tally: Tally;
  readonly #slices: Slice[] = [];
  readonly #connectionCount: number;
  #connections: readonly Connection[] = [];
  #ratePerSecond = FIRST_RATE;
  #sent = 0;
  #open = false;
  #measured = false;

  constructor(plan: LanePlan, connectionCount: number, nowMs: number) {
    this.#plan = plan;
    this.#connectionCount = connectionCount;
    this.#maker = new RequestMaker(plan.requests, nowMs);
    this.#stock = new RequestStock(this.#maker, plan.repeating);
    this.#tally = new Tally(plan.marker);
  }

  /**
   * Loads the server for a while. All requests are made and signed before; afterwards nothing is under way any more.
   *
   * @param measured whether the slice counts, or only warms up.
   * @throws Error when a connection cannot be made.
   */
  async load(durationMs: number, measured: boolean): Promise<void> {
    this.#stock.fill(Math.ceil((this.#ratePerSecond * durationMs) / 1000));
    // Not earlier: a server gives up connections on which no request comes.
    if (this.#connections.length === 0) this.#connections = await this.#connect();
    this.#measured = measured;
    this.#open = true;
    const begin = this.#mark();
    let end: Mark | undefined;
    const close = (): Mark => {
      this.#open = false;
      end ??= this.#mark();
      return end;
    };
    const timer = setTimeout(close, durationMs);
    await this.#runAll(durationMs + DRAIN_LIMIT_MS);
    clearTimeout(timer);
    // Closed by now, unless the requests were used up or every connection broke.
    const slice = sliceBetween(begin, close());
    if (measured) this.#slices.push(slice);
    this.#ratePerSecond = slice.answersPerSecond * RESERVE;
  }

  /** Closes the connections and verifies the sample of signatures. */
  finish(): LaneResult {
    for (const connection of this.#connections) connection.close();
    const tally = this.#tally;
    const samples = tally.verifySamples(this.#plan.requests.signer.clientKey);
    return {
      slices: this.#slices,
      ...tally.latencies(),
      next: this.#maker.next,
      answered: tally.answered,
      lost: this.#sent - tally.answered,
      wrong: tally.wrong,
      signaturesVerified: samples.verified,
      signaturesWrong: samples.wrong,
      wrongExample: tally.wrongExample,
    };
  }

  #connect(): Promise<readonly Connection[]> {
    const open = (): Promise<Connection> =>
      Connection.open(this.#plan.port, {
        next: () => this.#take(),
        answered: (text, frame, latencyMs) =>
          this.#tally.add(text, frame, this.#open && this.#measured ? latencyMs : undefined),
        broken: (why) => this.#tally.note(`a connection broke: ${why}`),
      });
    return Promise.all(Array.from({ length: this.#connectionCount }, open));
  }

  async #runAll(limitMs: number): Promise<void> {
    const limit = Promise.withResolvers<void>();
    const timer = setTimeout(limit.resolve, limitMs);
    const runs = this.#connections.map((connection) => connection.run());
    await Promise.race([Promise.all(runs), limit.promise]);
    clearTimeout(timer);
  }

  #take(): Uint8Array | undefined {
    const request = this.#open ? this.#stock.take() : undefined;
    if (request !== undefined) this.#sent += 1;
    return request;
  }

  #mark(): Mark {
    return { atMs: performance.now(), answered: this.#tally.answered, cpu: cpuTimes(this.#plan.processId) };
  }
}

function sliceBetween(begin: Mark, end: Mark): Slice {
  const elapsedMs = end.atMs - begin.atMs;
  const own = end.cpu.own - begin.cpu.own;
  const server =
    begin.cpu.server === undefined || end.cpu.server === undefined
      ? undefined
      : end.cpu.server - begin.cpu.server;
  const others =
    server === undefined ? undefined : Math.max(0, end.cpu.machine - begin.cpu.machine - own - server);
  return {
    answersPerSecond: ((end.answered - begin.answered) / elapsedMs) * 1000,
    generatorCpu: own / elapsedMs,
    serverCpu: server === undefined ? undefined : server / elapsedMs,
    othersCpu: others === undefined ? undefined : others / elapsedMs,
  };
}
