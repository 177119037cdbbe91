import type { CrashPlan, KillPoint } from './crash-plan.ts';
import { findFinalViolations } from './final-books.ts';
import { SeededRandom } from './random.ts';
import { sendRefund, Shop } from './shop.ts';
import { type EnquiryRow, NoAnswer, type Sale, Till } from './till.ts';
import { Town } from './town.ts';

/** Customers at a time, and the pause of each after it was served: about 50 payments a second together. */
const CUSTOMERS = 16;
const PAUSE_MS = 320;
/** Sales after which a planned kill that has not come is made up for. */
const SALES_MAX = 400;
/** How often it is looked whether everything has ended, and how often at most: a minute, an hour of the town. */
const LOOK_EVERY_MS = 50;
const LOOKS_MAX = 1_200;

/** What a series has seen so far. */
export interface CrashTally {
  /** Ends of the gateway, all kinds. */
  readonly kills: number;
  /** Kills that came at the moment they were planned for, by moment. */
  readonly atPoint: ReadonlyMap<KillPoint, number>;
  readonly sales: number;
  readonly refunds: number;
  readonly reversals: number;
  /** Answers to sales that arrived whole. */
  readonly answers: number;
  /** Sales whose till never heard the first answer. */
  readonly unanswered: number;
  /** Notifications the merchant has heard, repeats included. */
  readonly heard: number;
}

/**
 * One shop whose gateway is killed again and again, while wallets and merchant live on in other processes. After every
 * kill the gateway is started again and the till sends once more what it got no answer to; from time to time it is
 * waited until everything has ended, and all books are compared.
 */
export class CrashSeries {
  readonly #town: Town;
  readonly #random: SeededRandom;
  readonly #shop: Shop;
  readonly #atPoint = new Map<KillPoint, number>();
  #kills = 0;
  #unanswered = 0;
  #heard = 0;

  private constructor(town: Town, seed: number) {
    this.#town = town;
    this.#random = new SeededRandom(seed);
    this.#shop = new Shop(this.#random);
  }

  /** @param directory an empty directory. */
  static async begin(directory: string, seed: number): Promise<CrashSeries> {
    return new CrashSeries(await Town.begin(directory), seed);
  }

  get tally(): CrashTally {
    const { sales, refunds, reversals } = this.#shop;
    return {
      kills: this.#kills,
      atPoint: this.#atPoint,
      sales: sales.length,
      refunds: refunds.length,
      reversals: reversals.length,
      answers: sales.reduce((sum, sale) => sum + sale.answers.length, 0),
      unanswered: this.#unanswered,
      heard: this.#heard,
    };
  }

  /** Sells until the gateway is killed at a moment of its work, and starts it again. */
  async killAt(plan: CrashPlan): Promise<readonly string[]> {
    await this.#town.arm(plan);
    const { came, from } = await this.#sellUntilEnded();
    await this.#town.disarm();
    if (came) this.#atPoint.set(plan.point, (this.#atPoint.get(plan.point) ?? 0) + 1);
    return this.#restart(from);
  }

  /** Sells and kills the gateway at a moment nobody has chosen. */
  async killAnywhere(): Promise<readonly string[]> {
    return this.#endWith(() => this.#town.endGateway('SIGKILL'));
  }

  /** Sells and lets the gateway end as an operator does. It has to end by itself. */
  async stopGently(): Promise<readonly string[]> {
    let code: number | null = null;
    const violations = await this.#endWith(async () => {
      ({ code } = await this.#town.endGateway('SIGTERM'));
    });
    return code === 0 ? violations : [...violations, `SIGTERM ended with ${String(code)}`];
  }

  /** Sells while the gateway stands still for a while, as a machine under memory pressure does; then kills it. */
  async freezeAndKill(): Promise<readonly string[]> {
    return this.#endWith(async () => {
      this.#town.signalGateway('SIGSTOP');
      await pause(this.#random.whole(50, 700));
      this.#town.signalGateway('SIGCONT');
      await pause(this.#random.whole(0, 300));
      await this.#town.endGateway('SIGKILL');
    });
  }

  /** Sells while another process is killed and started again; then kills the gateway. */
  async killStub(name: 'wallets' | 'merchant'): Promise<readonly string[]> {
    return this.#endWith(async () => {
      await this.#town.restartStub(name);
      await pause(this.#random.whole(0, 300));
      await this.#town.endGateway('SIGKILL');
    });
  }

  /** Waits until nothing is under way any more and compares all books. @returns every rule that is broken. */
  async settle(): Promise<readonly string[]> {
    for (let looks = 0; this.#town.openWork() > 0; looks += 1) {
      if (looks === LOOKS_MAX) return [`${this.#town.openWork()} things have not ended in an hour`];
      await pause(LOOK_EVERY_MS);
    }
    const { sales, refunds, reversals } = this.#shop;
    const till = new Till(this.#town.gateway);
    const numbers = [...sales, ...refunds].map(({ orderNumber }) => orderNumber);
    const rows: readonly EnquiryRow[] = await till.enquire(numbers);
    const orders = await this.#town.readWallets(0);
    const heard = await this.#town.readMerchant();
    this.#heard = heard.length;
    const { clientKey } = this.#town.gateway;
    return findFinalViolations({ sales, refunds, reversals, rows, orders, heard, clientKey });
  }

  /** Ends everybody without a word. */
  async end(): Promise<void> {
    await this.#town.end();
  }

  async #endWith(end: () => Promise<unknown>): Promise<readonly string[]> {
    const afterMs = this.#random.whole(100, 1_500);
    const ending = pause(afterMs).then(end);
    const { from } = await this.#sellUntilEnded();
    await ending;
    return this.#restart(from);
  }

  /** @returns the first sale of this run, and whether the gateway ended before it had to be helped. */
  async #sellUntilEnded(): Promise<{ readonly came: boolean; readonly from: number }> {
    const from = this.#shop.sales.length;
    const till = new Till(this.#town.gateway);
    let over = false;
    let came = true;
    const ended = this.#town.gatewayEnded().then(() => {
      over = true;
    });
    const serveCustomers = async (): Promise<void> => {
      await pause(this.#random.whole(0, PAUSE_MS));
      while (!over) {
        await this.#shop.serve(till);
        if (!over && this.#shop.sales.length - from > SALES_MAX && came) {
          came = false;
          await this.#town.endGateway('SIGKILL');
        }
        await pause(PAUSE_MS);
      }
    };
    await Promise.all(Array.from({ length: CUSTOMERS }, serveCustomers));
    await ended;
    return { came, from };
  }

  async #restart(from: number): Promise<readonly string[]> {
    this.#kills += 1;
    await this.#town.startGateway();
    return this.#sendAgain(this.#shop.sales.slice(from));
  }

  /**
   * Sends again what got no answer, and a few that did: each is answered with the number it has, or gets its first.
   * Every other one is asked about before, as a careful till does; the rest are sent blindly, and a second charge of
   * theirs shows in the wallets' books.
   */
  async #sendAgain(sales: readonly Sale[]): Promise<readonly string[]> {
    const till = new Till(this.#town.gateway);
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
    for (const refund of this.#shop.refunds.filter(({ answers }) => answers.length === 0)) {
      await sendRefund(till, refund).catch((error: unknown) => {
        if (!(error instanceof NoAnswer)) throw error;
      });
    }
    return violations.flat();
  }
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
