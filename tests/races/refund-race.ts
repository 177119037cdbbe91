import { profilesOf } from '../../packages/gateway/src/wallet/connectors.ts';
import { BusinessClock } from '../../packages/gateway/src/clock/business-clock.ts';
import { SteadyClock } from '../../packages/gateway/src/clock/steady-clock.ts';
import { systemClock, systemTimers } from '../../packages/gateway/src/clock/system-clock.ts';
import type { Merchant } from '../../packages/gateway/src/merchant/merchant.ts';
import { directMerchant } from '../../packages/gateway/src/merchant/test-merchant.ts';
import type { Payment } from '../../packages/gateway/src/payment/payment.ts';
import { USUAL_REFUND_POLICY } from '../../packages/gateway/src/payment/refund-policy.ts';
import { isRefundOpen } from '../../packages/gateway/src/payment/refund-state.ts';
import { keyOf } from '../../packages/gateway/src/store/contract/contract-data.ts';
import { paidPaymentIn } from '../../packages/gateway/src/store/contract/refund-data.ts';
import { SqliteStore } from '../../packages/gateway/src/store/sqlite/sqlite-store.ts';
import { AskPace } from '../../packages/gateway/src/trade/ask-pace.ts';
import { type RefundOutcome, RefundTaker } from '../../packages/gateway/src/trade/refund-payment.ts';
import { RefundResumer } from '../../packages/gateway/src/trade/resume-refund.ts';
import type { SeededRandom } from '../crash/random.ts';
import { WalletBook } from './wallet-book.ts';

/** Payments that are fought over at once. */
const PAYMENTS_AT_ONCE = 25;
/** Waves of attempts on each of them, with a turn of the resolver in between. */
const WAVES = 4;
/** Attempts of one wave on one payment. */
const ATTEMPTS_EACH = 10;
/** Most turns of the event loop an attempt is held up, so that attempts meet every step of the others. */
const HOLD_UP_MAX = 6;
/** Turns of the resolver after which every refund has ended, the line being good again. */
const TURNS_MAX = 3;

/** What a race came to. */
export interface RaceTally {
  readonly attempts: number;
  readonly payments: number;
  /** Answers by their code. */
  readonly answers: ReadonlyMap<string, number>;
  /** Payments of which more went back than was paid. */
  readonly overRefunds: number;
  /** Everything on which store, wallet and answers do not agree, in words; empty is what is wanted. */
  readonly violations: readonly string[];
}

/** Concurrent attempts to return the same payments, on one real store, with a wallet that loses messages. */
export class RefundRace {
  readonly #store: SqliteStore;
  readonly #merchant: Merchant;
  readonly #random: SeededRandom;
  readonly #book: WalletBook;
  readonly #refunds: RefundTaker;
  readonly #resumer: RefundResumer;
  readonly #answers = new Map<string, number>();
  readonly #violations: string[] = [];
  #attempts = 0;
  #payments = 0;
  #overRefunds = 0;

  /** @param directory an empty directory for the store. */
  static async begin(directory: string, random: SeededRandom): Promise<RefundRace> {
    const store = SqliteStore.open({
      directory,
      nowMs: systemClock.nowMs(),
      onFatal(error) {
        throw error;
      },
    });
    await store.addMerchant(directMerchant(), keyOf(1));
    const [merchant] = await store.listMerchants();
    if (merchant === undefined) throw new Error('the merchant was not stored');
    return new RefundRace(store, merchant, random);
  }

  private constructor(store: SqliteStore, merchant: Merchant, random: SeededRandom) {
    this.#store = store;
    this.#merchant = merchant;
    this.#random = random;
    this.#book = new WalletBook(random);
    const steadyClock = new SteadyClock(systemClock);
    const connectors = new Map([['races', this.#book.connector()]]);
    const parts = {
      store,
      log: { info: () => undefined, warn: () => undefined, alert: this.#alert },
      clock: new BusinessClock(systemClock, store.latestInstantMs()),
      steadyClock,
      announce: () => undefined,
      connectors,
      profiles: profilesOf(connectors),
      timers: systemTimers,
      pace: new AskPace(steadyClock),
      policy: USUAL_REFUND_POLICY,
      node: 1,
      reach: () => undefined,
    };
    this.#refunds = new RefundTaker(parts);
    this.#resumer = new RefundResumer(parts);
  }

  get tally(): RaceTally {
    return {
      attempts: this.#attempts,
      payments: this.#payments,
      answers: this.#answers,
      overRefunds: this.#overRefunds,
      violations: this.#violations,
    };
  }

  /** One round: some payments, waves of attempts on them at once, then the end of every refund, then both books. */
  async round(): Promise<void> {
    this.#book.faulty = true;
    const payments = await Promise.all(
      Array.from({ length: PAYMENTS_AT_ONCE }, () =>
        paidPaymentIn(this.#store, this.#store.nextTransactionNumber(), {
          connector: 'races',
          createdAtMs: systemClock.nowMs(),
          amountMinor: 4 * this.#random.whole(1, 250),
          notifyUrl: '',
        }),
      ),
    );
    for (let wave = 0; wave < WAVES; wave += 1) {
      await Promise.all(payments.flatMap((payment) => this.#attack(payment, wave)));
      await Promise.all(payments.map((payment) => this.#turn(payment)));
    }
    this.#book.faulty = false;
    for (const payment of payments) await this.#finish(payment);
    this.#payments += payments.length;
  }

  async end(): Promise<void> {
    await this.#refunds.drained();
    await this.#store.close();
  }

  #attack(payment: Payment, wave: number): readonly Promise<void>[] {
    return Array.from({ length: ATTEMPTS_EACH }, async (_, attempt) => {
      this.#attempts += 1;
      for (let turns = this.#random.whole(0, HOLD_UP_MAX); turns > 0; turns -= 1) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      const outcome = await this.#refunds.take(this.#merchant, {
        originalSyssn: payment.syssn,
        // Two attempts share a number, and two waves as well: repeats, most of them altered.
        orderNumber: `${payment.orderNumber}/${wave >> 1}/${attempt >> 1}`,
        amountMinor: (this.#random.whole(1, 4) * payment.amountMinor) / 4,
        callerTime: '2026-03-01 12:00:00',
        storeId: undefined,
        deviceId: '',
      });
      const code = codeOf(outcome);
      this.#answers.set(code, (this.#answers.get(code) ?? 0) + 1);
    });
  }

  async #turn({ id }: Pick<Payment, 'id'>): Promise<void> {
    const refunds = await this.#store.refundsOf(id);
    for (const refund of refunds.filter(({ state }) => isRefundOpen(state)))
      await this.#resumer.drive(refund);
  }

  async #finish({ id, syssn, channelOrderId, amountMinor }: Payment): Promise<void> {
    for (let turn = 0; turn < TURNS_MAX; turn += 1) {
      await this.#turn({ id });
    }
    const payment = await this.#store.findPayment(id);
    const refunds = await this.#store.refundsOf(id);
    const returned = this.#book.returnedOf(channelOrderId);
    if (returned > amountMinor) {
      this.#overRefunds += 1;
      this.#violations.push(`payment ${syssn}: ${amountMinor} paid, ${returned} returned`);
    }
    const succeeded = refunds
      .filter(({ state }) => state === 'succeeded')
      .reduce((sum, refund) => sum + refund.amountMinor, 0);
    if (returned !== payment?.refundedMinor || returned !== succeeded) {
      const stored = `${payment?.refundedMinor} in the payment, ${succeeded} in its refunds`;
      this.#violations.push(`payment ${syssn}: the wallet returned ${returned}, the store has ${stored}`);
    }
    if (payment?.refundPendingMinor !== 0 || refunds.some(({ state }) => isRefundOpen(state))) {
      this.#violations.push(`payment ${syssn}: a refund has not ended`);
    }
  }

  readonly #alert = (event: string, fields: object = {}): void => {
    this.#violations.push(`${event} ${JSON.stringify(fields)}`);
  };
}

function codeOf(outcome: RefundOutcome): string {
  return outcome.ok ? outcome.refund.respcd : outcome.refusal.respcd;
}
