import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type BodyOutcome, tryBody } from './body-target.ts';
import { HeaderTarget } from './header-target.ts';
import { SocketTarget } from './socket-target.ts';
import { mutate } from './support/mutate.ts';
import { Chance } from './support/random.ts';
import { BODY_SEEDS, HOSTILE_BODIES } from './support/seeds.ts';

/** What a run has tried. A broken rule is an exception instead, which names the seed and the input. */
export interface FuzzReport {
  readonly seed: number;
  readonly bodies: number;
  readonly outcomes: Readonly<Record<BodyOutcome, number>>;
  readonly headers: number;
  readonly headersAccepted: number;
  readonly messages: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Growth of the heap over the whole run, after collecting garbage. */
  readonly heapGrowthBytes: number;
  /** Most processor time one body took, of two tries the better. */
  readonly slowestBodyMs: number;
}

/** Bodies between two looks at the time. */
const BATCH = 200;
/** Bodies kept as new beginnings, because they came further than the one they were made of. */
const CORPUS_MAX = 2_000;

/**
 * Tries made-up input for a time: two fifths bodies, a fifth headers, two fifths bytes on sockets of a whole gateway.
 *
 * @throws Error at the first broken rule.
 */
export async function fuzz(seconds: number, seed: number): Promise<FuzzReport> {
  const collect = garbageCollector();
  const chance = new Chance(seed);
  const sockets = await SocketTarget.start();
  // Once around first, so that what is loaded once does not count as growth.
  let messages = await sockets.tryAllNamed();
  const headerTarget = new HeaderTarget();
  const bodies = new BodyRun(chance);
  bodies.tryNamed();
  collect();
  const heapBefore = process.memoryUsage().heapUsed;

  await during(seconds * 0.4, async () => bodies.tryBatch());
  let headers = 0;
  let headersAccepted = 0;
  await during(seconds * 0.2, async () => {
    for (let count = 0; count < BATCH; count += 1) {
      if ((await headerTarget.try(chance)) === 'accepted') headersAccepted += 1;
    }
    headers += BATCH;
  });
  await during(seconds * 0.4, async () => {
    await Promise.all(Array.from({ length: 20 }, () => sockets.try(chance)));
    messages += 20;
  });
  collect();
  const heapGrowthBytes = process.memoryUsage().heapUsed - heapBefore;
  const statuses = Object.fromEntries([...sockets.statuses].sort(([left], [right]) => left - right));
  await sockets.end();
  const { count, outcomes, slowestMs } = bodies;
  return {
    seed,
    bodies: count,
    outcomes,
    headers,
    headersAccepted,
    messages,
    statuses,
    heapGrowthBytes,
    slowestBodyMs: slowestMs,
  };
}

/** Makes bodies and keeps those as new beginnings that came further than their parent. */
class BodyRun {
  count = 0;
  slowestMs = 0;
  readonly outcomes: Record<BodyOutcome, number> = { unreadable: 0, ambiguous: 0, invalid: 0, valid: 0 };
  readonly #chance: Chance;
  readonly #corpus: Buffer[] = [...BODY_SEEDS];

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  tryNamed(): void {
    for (const [, body] of HOSTILE_BODIES) this.#try(body);
    for (const body of BODY_SEEDS) this.#try(body);
  }

  tryBatch(): void {
    for (let count = 0; count < BATCH; count += 1) {
      const body = mutate(this.#chance.oneOf(this.#corpus), this.#chance, BODY_SEEDS);
      const outcome = this.#try(body);
      if (outcome !== 'unreadable' && this.#corpus.length < CORPUS_MAX && this.#chance.once(50)) {
        this.#corpus.push(Buffer.from(body));
      }
    }
  }

  #try(body: Buffer): BodyOutcome {
    this.count += 1;
    const [outcome, firstMs] = timed(() => tried(body));
    // A pause of the collector can hit any body, but hardly the same one twice.
    const costMs = firstMs > this.slowestMs ? Math.min(firstMs, timed(() => tried(body))[1]) : firstMs;
    this.slowestMs = Math.max(this.slowestMs, costMs);
    this.outcomes[outcome] += 1;
    return outcome;
  }
}

function tried(body: Buffer): BodyOutcome {
  try {
    return tryBody(body);
  } catch (error) {
    throw new Error(`body in hex ${body.toString('hex')}`, { cause: error });
  }
}

/** Processor time of this thread, so that a busy machine does not count. */
function timed<T>(run: () => T): readonly [result: T, costMs: number] {
  const before = process.threadCpuUsage();
  const result = run();
  const { user, system } = process.threadCpuUsage(before);
  return [result, (user + system) / 1000];
}

async function during(seconds: number, run: () => Promise<void>): Promise<void> {
  const endMs = performance.now() + seconds * 1000;
  while (performance.now() < endMs) await run();
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('the garbage collector cannot be called');
  return () => void collect();
}
