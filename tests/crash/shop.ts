import { REFUND_TEST_NUMBERS } from '../../packages/sandbox/src/index.ts';
import type { RefundErrand, ReversalErrand } from './errand.ts';
import type { SeededRandom } from './random.ts';
import { type BehaviourMix, SaleMaker } from './sale-maker.ts';
import { NoAnswer, type Sale, type Till } from './till.ts';

/** Half of the payments are paid at once; the rest is everything that can go another way and still ends. */
const MIX: BehaviourMix = [
  'paid',
  ...Array.from({ length: 13 }, () => 'paid' as const),
  'slow',
  'very-slow',
  'answer-lost',
  'answer-timeout',
  'never-arrived',
  'late-success',
  'password-approved',
  'password-refused',
  'password-unanswered',
  'processing-paid',
  'processing-declined',
  'declined-1201',
  'declined-not-final',
  'declined-then-paid',
  'busy',
];

/** Ways a refund can go that end; one that never arrives would not. */
const REFUND_WAYS = REFUND_TEST_NUMBERS.filter(({ refundBehaviour }) => refundBehaviour !== 'never-arrived');

const TIME = '2026-03-01 12:00:00';
/** Every refund of a sale this large or larger can be one of the sandbox's test numbers. */
const LARGE_MINOR = 1_000_000;

/** A shop: what its tills have sent and heard, kept where no kill of the gateway reaches it. */
export class Shop {
  readonly sales: Sale[] = [];
  readonly refunds: RefundErrand[] = [];
  readonly reversals: ReversalErrand[] = [];
  readonly #random: SeededRandom;
  readonly #maker: SaleMaker;

  constructor(random: SeededRandom) {
    this.#random = random;
    this.#maker = new SaleMaker(random, MIX);
  }

  /**
   * Serves one customer: a sale, and sometimes its refund or its undoing.
   *
   * @returns whether the till heard everything it waited for.
   */
  async serve(till: Till): Promise<boolean> {
    const sale = this.#nextSale();
    const patienceMs = this.#random.whole(1, 20) === 1 ? this.#random.whole(1, 30) : undefined;
    try {
      const { respcd, syssn } = await till.send(sale, patienceMs);
      const chance = this.#random.whole(1, 100);
      if (respcd === '0000' && chance <= 50) await this.#refund(till, sale, syssn);
      if (respcd === '0000' && chance > 97) await this.#reverse(till, sale);
      if ((respcd === '1143' || respcd === '1145') && chance <= 40) await this.#reverse(till, sale);
      return true;
    } catch (error) {
      if (error instanceof NoAnswer) return false;
      throw error;
    }
  }

  #nextSale(): Sale {
    const sale = this.#maker.next();
    const large = this.#random.whole(1, 2) === 1;
    const amountMinor = large ? LARGE_MINOR + sale.amountMinor : sale.amountMinor;
    const parameters = sale.parameters.map(
      ([name, value]) => [name, name === 'txamt' ? String(amountMinor) : value] as const,
    );
    const made = { ...sale, amountMinor, parameters };
    this.sales.push(made);
    return made;
  }

  /** Returns all or a part; sometimes a second time, which may be too much. */
  async #refund(till: Till, sale: Sale, syssn: string): Promise<void> {
    const times = this.#random.whole(1, 4) === 1 ? 2 : 1;
    for (let time = 1; time <= times; time += 1) {
      const amountMinor = this.#refundAmount(sale);
      const orderNumber = `${sale.orderNumber}-R${time}`;
      const errand: RefundErrand = {
        orderNumber,
        originalSyssn: syssn,
        amountMinor,
        answers: [],
        parameters: [
          ['syssn', syssn],
          ['out_trade_no', orderNumber],
          ['txamt', String(amountMinor)],
          ['txdtm', TIME],
        ],
      };
      this.refunds.push(errand);
      await sendRefund(till, errand);
    }
  }

  #refundAmount({ amountMinor }: Sale): number {
    if (amountMinor >= LARGE_MINOR) {
      const way = REFUND_WAYS[this.#random.whole(0, REFUND_WAYS.length - 1)];
      if (way !== undefined) return way.amountMinor;
    }
    return this.#random.whole(1, 2) === 1 ? amountMinor : this.#random.whole(1, amountMinor);
  }

  async #reverse(till: Till, sale: Sale): Promise<void> {
    const errand: ReversalErrand = {
      orderNumber: sale.orderNumber,
      answers: [],
      parameters: [
        ['out_trade_no', sale.orderNumber],
        ['txamt', String(sale.amountMinor)],
        ['txdtm', TIME],
      ],
    };
    this.reversals.push(errand);
    errand.answers.push(await till.post('/trade/v1/reversal', errand.parameters));
  }
}

/** Sends a refund, the first time or again, and notes a whole answer in its journal. */
export async function sendRefund(till: Till, errand: RefundErrand): Promise<void> {
  errand.answers.push(await till.post('/trade/v1/refund', errand.parameters));
}
