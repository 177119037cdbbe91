import type { CrashPlan } from './crash-plan.ts';
import { findViolations } from './check-books.ts';
import { GatewayProcess } from './gateway-process.ts';
import { SeededRandom } from './random.ts';
import { SaleMaker } from './sale-maker.ts';
import { NoAnswer, type Sale, Till } from './till.ts';
import { type BookOrder, readBooks } from './wallet-book.ts';

/** Most sales sent while waiting for a planned kill; more would mean that the point is never passed. */
const SALES_MAX = 400;
/** Connections of the random kills, and their pause after an answer: about 50 payments a second together. */
const CONNECTIONS = 16;
const PAUSE_MS = 320;

/** What a series has seen so far. */
export interface CrashTally {
  readonly kills: number;
  readonly sales: number;
  /** Answers that arrived whole. */
  readonly answers: number;
  /** Sales whose till never heard the first answer. */
  readonly unanswered: number;
}

/**
 * One shop on one data directory whose gateway is killed again and again. After every kill the gateway is started
 * again, the till sends once more what it got no answer to, and the books are compared.
 */
export class CrashSeries {
  readonly #directory: string;
  readonly #random: SeededRandom;
  readonly #maker: SaleMaker;
  readonly #journal: Sale[] = [];
  #gateway: GatewayProcess;
  #kills = 0;
  #unanswered = 0;
  /**
   * Where the kill before the latest one began: its first sale, and the last order in the wallets' books before it.
   * What lies further back is compared at the end.
   */
  #recent = { sale: 0, sequence: 0 };
  #latest = { sale: 0, sequence: 0 };

  private constructor(directory: string, seed: number, gateway: GatewayProcess) {
    this.#directory = directory;
    this.#random = new SeededRandom(seed);
    this.#maker = new SaleMaker(this.#random);
    this.#gateway = gateway;
  }

  /** @param directory an empty data directory. */
  static async begin(directory: string, seed: number): Promise<CrashSeries> {
    return new CrashSeries(directory, seed, await GatewayProcess.start(directory));
  }

  get tally(): CrashTally {
    const answers = this.#journal.reduce((sum, sale) => sum + sale.answers.length, 0);
    return { kills: this.#kills, sales: this.#journal.length, answers, unanswered: this.#unanswered };
  }

  /**
   * Sells over four connections until the gateway kills itself at a point.
   *
   * @returns the rules that are broken after the restart.
   */
  async killAt(plan: CrashPlan): Promise<readonly string[]> {
    await this.#gateway.arm(plan);
    const from = this.#journal.length;
    const till = new Till(this.#gateway.ready);
    const sellUntilKilled = async (): Promise<void> => {
      while (await this.#sell(till)) {
        if (this.#journal.length - from > SALES_MAX) throw new Error(`${plan.point} is never passed`);
      }
    };
    await Promise.all([1, 2, 3, 4].map(sellUntilKilled));
    await this.#gateway.ended();
    return this.#restartAndCheck(from);
  }

  /**
   * Sells about 50 payments a second over 16 connections and kills the gateway at a moment nobody has chosen.
   *
   * @returns the rules that are broken after the restart.
   */
  async killAnywhere(): Promise<readonly string[]> {
    const from = this.#journal.length;
    const till = new Till(this.#gateway.ready);
    const killAfterAnswers = this.#random.whole(1, 60);
    let answers = 0;
    let killed: Promise<void> | undefined;
    const kill = async (): Promise<void> => {
      await pause(this.#random.whole(0, 20));
      await this.#gateway.kill();
    };
    const sellUntilKilled = async (): Promise<void> => {
      await pause(this.#random.whole(0, PAUSE_MS));
      while (await this.#sell(till)) {
        answers += 1;
        if (answers >= killAfterAnswers) killed ??= kill();
        await pause(PAUSE_MS);
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, sellUntilKilled));
    await killed;
    return this.#restartAndCheck(from);
  }

  /** Compares the whole journal with the whole books. */
  async checkEverything(): Promise<readonly string[]> {
    return (await this.#compare(this.#journal, 0)).violations;
  }

  /** Ends the gateway without a word. */
  async end(): Promise<void> {
    await this.#gateway.kill();
  }

  /** Sends a fresh sale. @returns whether it was answered. */
  async #sell(till: Till): Promise<boolean> {
    const sale = this.#maker.next();
    this.#journal.push(sale);
    try {
      await till.send(sale);
      return true;
    } catch (error) {
      if (error instanceof NoAnswer) return false;
      throw error;
    }
  }

  async #restartAndCheck(from: number): Promise<readonly string[]> {
    this.#kills += 1;
    this.#gateway = await GatewayProcess.start(this.#directory);
    const repeats = await this.#sendAgain(this.#journal.slice(from));
    const { sale, sequence } = this.#recent;
    const { violations, last } = await this.#compare(this.#journal.slice(sale), sequence);
    this.#recent = this.#latest;
    this.#latest = { sale: this.#journal.length, sequence: last };
    return [...repeats, ...violations];
  }

  /**
   * Sends again what got no answer, and a few that did: each is answered with the number it has, or gets its first.
   * Every other one is asked about before, as a careful till does; the rest are sent blindly, and a second charge of
   * theirs shows in the wallets' books.
   */
  async #sendAgain(sales: readonly Sale[]): Promise<readonly string[]> {
    const till = new Till(this.#gateway.ready);
    const unanswered = sales.filter(({ answers }) => answers.length === 0);
    this.#unanswered += unanswered.length;
    const again = [...unanswered, ...sales.filter(({ answers }) => answers.length > 0).slice(-4)];
    const asked = again.filter((_sale, index) => index % 2 === 0);
    const rows = await till.enquire(asked.map(({ orderNumber }) => orderNumber));
    const known = new Map(rows.map((row) => [row.orderNumber, row.syssn]));
    const violations = await Promise.all(
      again.map(async (sale) => {
        const before = known.get(sale.orderNumber) ?? sale.answers.at(-1)?.syssn;
        const { syssn, respcd } = await till.send(sale);
        if (syssn === '') return `${sale.orderNumber}: the retry was answered ${respcd} without a number`;
        return before === undefined || before === syssn
          ? []
          : `${sale.orderNumber}: was ${before} and the retry made ${syssn}`;
      }),
    );
    return violations.flat();
  }

  async #compare(
    sales: readonly Sale[],
    aboveSequence: number,
  ): Promise<{ readonly violations: readonly string[]; readonly last: number }> {
    const till = new Till(this.#gateway.ready);
    const { url } = this.#gateway.ready;
    const before = await readBooks(url, aboveSequence);
    const rows = await till.enquire(sales.map(({ orderNumber }) => orderNumber));
    const after = await readBooks(url, aboveSequence);
    const rowsOfWalletOrders = await till.enquireSyssns(after.map(({ channelOrderId }) => channelOrderId));
    const violations = findViolations({ sales, rows, rowsOfWalletOrders, before, after });
    return { violations, last: lastSequence(after, aboveSequence) };
  }
}

function lastSequence(orders: readonly BookOrder[], atLeast: number): number {
  return orders.reduce((last, { sequence }) => Math.max(last, sequence), atLeast);
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
