import type { PaymentRequest } from '@opencpm/protocol';
import { storeIdOf, type TillAnswer } from '../gateway/till-call.ts';
import type { Random } from '../engine/random.ts';
import type { World } from '../world.ts';
import { isPending, type RefundWish, type Sale } from './sale.ts';
import type { CallOutcome, TillLine } from './till-line.ts';

const PAY_LIMIT_MS = 10_000;
const QUERY_LIMIT_MS = 4_000;
const RESEND_WITHIN_MS = 45_000;
/** Waits between the enquiries after the first "not known yet"; then every five seconds. */
const POLL_WAITS_MS = [2_000, 2_000, 2_000, 3_000, 3_000, 3_000];
const CANCEL_AFTER_MS = 60_000;
const UNRESOLVED_AFTER_MS = 180_000;

/**
 * A till that does what a careful integrator's does: writes down before it sends, asks until it knows, cancels what
 * does not end, and takes everything up again after it was switched off.
 */
export class Till {
  readonly #world: World;
  readonly #line: TillLine;
  readonly #random: Random;
  readonly #journal: Sale[] = [];
  readonly #refunds: RefundWish[] = [];
  /** Counts up whenever the till dies; flows of an earlier life never go on. */
  #life = 0;
  #isOn = true;
  #busy = 0;

  constructor(world: World, line: TillLine, random: Random) {
    this.#world = world;
    this.#line = line;
    this.#random = random;
  }

  /** Whether nothing is under way and nothing in the journal is open. */
  get idle(): boolean {
    return (
      this.#isOn &&
      this.#busy === 0 &&
      this.#journal.every(({ belief }) => belief !== 'open') &&
      this.#refunds.every(({ belief }) => belief !== 'open')
    );
  }

  /** Whether a flow is under way; a till that is off is not busy. */
  get busy(): boolean {
    return this.#busy > 0;
  }

  get journal(): readonly Sale[] {
    return this.#journal;
  }

  get refunds(): readonly RefundWish[] {
    return this.#refunds;
  }

  /** Takes a sale to its end. */
  sell(sale: Sale): void {
    this.#journal.push(sale);
    this.#run(() => this.#begin(sale));
  }

  /** Returns money of a sale that is believed to be paid. */
  refund(wish: RefundWish): void {
    this.#refunds.push(wish);
    this.#run(() => this.#return(wish));
  }

  /** Asks for a reversal, whatever has become of the sale. */
  reverse(sale: Sale): void {
    const { merchant, orderNumber, amountMinor } = sale;
    this.#run(async () => {
      await this.#hear(this.#line.send({ op: 'reverse', merchant, orderNumber, amountMinor }, PAY_LIMIT_MS));
    });
  }

  /** Looks at what there is. */
  list(sale: Sale): void {
    this.#run(async () => {
      await this.#hear(this.#line.send({ op: 'list', merchant: sale.merchant }, QUERY_LIMIT_MS));
    });
  }

  /** Sends the same sale once more, as a second tab or a nervous cashier does. */
  repeat(sale: Sale): void {
    this.#run(async () => {
      await this.#hear(this.#pay(sale));
    });
  }

  /** Sends a sale under an order number that exists, with something changed. */
  alter(sale: Sale, changes: Partial<PaymentRequest>): void {
    this.#run(async () => {
      const answer = await this.#hear(this.#pay(sale, changes));
      if (typeof answer === 'string') return;
      if (answer.respcd === '2011') this.#world.reach('altered repeat refused');
    });
  }

  #run(flow: () => Promise<void>): void {
    // What the journal holds is taken up when the till is back.
    if (!this.#isOn) return;
    const life = this.#life;
    this.#busy += 1;
    void flow().then(() => {
      if (life === this.#life) this.#busy -= 1;
    });
  }

  #die(): void {
    const { scheduler, calm } = this.#world;
    if (calm) return;
    this.#life += 1;
    this.#isOn = false;
    this.#busy = 0;
    this.#world.reach('till dies');
    this.#world.note('till dies');
    const downMs = this.#random.chance(0.1)
      ? this.#random.wait(3_600_000, 3 * 86_400_000)
      : this.#random.wait(1_000, 300_000);
    scheduler.after(downMs, () => {
      this.#isOn = true;
      for (const sale of this.#journal) {
        if (sale.belief === 'open') this.#run(() => (sale.sent ? this.#recover(sale) : this.#begin(sale)));
      }
      for (const wish of this.#refunds) if (wish.belief === 'open') this.#run(() => this.#return(wish));
    });
  }

  /** An outcome of the present life; a till that died meanwhile never gets on from here. */
  async #hear(outcome: Promise<CallOutcome>): Promise<CallOutcome> {
    const life = this.#life;
    if (this.#random.chance(this.#world.calm ? 0 : this.#world.weather.till.dies)) {
      this.#world.scheduler.after(this.#random.wait(1, 9_000), () => {
        if (life === this.#life) this.#die();
      });
    }
    const heard = await outcome;
    return life === this.#life ? heard : new Promise(() => undefined);
  }

  async #wait(ms: number): Promise<void> {
    const life = this.#life;
    await this.#world.scheduler.sleep(ms);
    if (life !== this.#life) await new Promise(() => undefined);
  }

  #pay(sale: Sale, changes: Partial<PaymentRequest> = {}): Promise<CallOutcome> {
    const request: PaymentRequest = {
      amountMinor: sale.amountMinor,
      currency: 'HKD',
      payType: sale.profile.payType,
      orderNumber: sale.orderNumber,
      callerTime: '2026-03-01 12:00:00',
      authCode: sale.code,
      storeId: storeIdOf(sale.merchant),
      goodsName: 'Tea',
      deviceId: 'till',
      notifyUrl: undefined,
      creditBarred: false,
      ...changes,
    };
    return this.#line.send({ op: 'pay', merchant: sale.merchant, request }, PAY_LIMIT_MS);
  }

  #ask(sale: Sale): Promise<CallOutcome> {
    const { merchant, orderNumber } = sale;
    return this.#hear(this.#line.send({ op: 'query', merchant, orderNumber }, QUERY_LIMIT_MS));
  }

  async #begin(sale: Sale): Promise<void> {
    sale.sent = true;
    for (const waitMs of [1_000, 2_000, 4_000, 0]) {
      const outcome = await this.#hear(this.#pay(sale));
      if (outcome === 'lost') return this.#recover(sale);
      if (outcome !== 'not_sent' && outcome.respcd !== '1100') {
        if (isPending(outcome.respcd)) {
          sale.syssn = outcome.syssn ?? sale.syssn;
          return this.#poll(sale);
        }
        this.#settle(sale, outcome);
        return;
      }
      if (this.#scanAgeMs(sale) > RESEND_WITHIN_MS) break;
      await this.#wait(waitMs);
    }
    await this.#recover(sale);
  }

  /** Nothing is known of the first request: ask, and send it again only while the scan is fresh. */
  async #recover(sale: Sale): Promise<void> {
    await this.#wait(500);
    const outcome = await this.#ask(sale);
    if (typeof outcome === 'string') return this.#poll(sale);
    if (outcome.state !== undefined) {
      if (!this.#isEnd(sale, outcome)) return this.#poll(sale);
      return;
    }
    if (this.#scanAgeMs(sale) > RESEND_WITHIN_MS) return this.#cancel(sale);
    this.#world.reach('till sends an unknown payment again');
    const again = await this.#hear(this.#pay(sale));
    if (typeof again === 'string' || isPending(again.respcd) || again.respcd === '1100')
      return this.#poll(sale);
    this.#settle(sale, again);
  }

  async #poll(sale: Sale): Promise<void> {
    const beganAtMs = this.#world.nowMs;
    const { cancels } = this.#world.weather.till;
    const cancelAfterMs = this.#random.chance(cancels)
      ? this.#random.wait(2_000, CANCEL_AFTER_MS)
      : CANCEL_AFTER_MS;
    for (let turn = 0; this.#world.nowMs - beganAtMs < cancelAfterMs; turn += 1) {
      await this.#wait(POLL_WAITS_MS[turn] ?? 5_000);
      if (this.#isEnd(sale, await this.#ask(sale))) return;
    }
    await this.#cancel(sale);
  }

  async #cancel(sale: Sale): Promise<void> {
    const beganAtMs = this.#world.nowMs;
    const { merchant, orderNumber, amountMinor } = sale;
    while (this.#world.nowMs - beganAtMs < UNRESOLVED_AFTER_MS - CANCEL_AFTER_MS) {
      const answer = await this.#hear(
        this.#line.send({ op: 'reverse', merchant, orderNumber, amountMinor }, PAY_LIMIT_MS),
      );
      if (typeof answer !== 'string' && answer.respcd === '0000')
        this.#world.reach('reversal confirmed to a till');
      const outcome = await this.#ask(sale);
      if (this.#isEnd(sale, outcome)) return;
      if (typeof outcome !== 'string' && outcome.state === undefined && (await this.#isUnknown(sale))) return;
      await this.#wait(3_000);
    }
    await this.#goOnAsking(sale);
  }

  /** In the background: ever more slowly, for a day. */
  async #goOnAsking(sale: Sale): Promise<void> {
    for (let turn = 0; ; turn += 1) {
      await this.#wait(turn < 6 ? 10_000 : turn < 16 ? 30_000 : turn < 76 ? 60_000 : 300_000);
      const outcome = await this.#ask(sale);
      if (this.#isEnd(sale, outcome)) return;
      if (typeof outcome !== 'string' && outcome.state === undefined && (await this.#isUnknown(sale))) return;
    }
  }

  /**
   * The gateway answers and does not know the order. A first request may still be on its way, so nothing is concluded
   * before it can no longer arrive.
   */
  async #isUnknown(sale: Sale): Promise<boolean> {
    await this.#wait(70_000);
    const outcome = await this.#ask(sale);
    if (typeof outcome === 'string' || outcome.respcd !== '0000' || outcome.state !== undefined) return false;
    sale.belief = 'refused';
    return true;
  }

  #isEnd(sale: Sale, outcome: CallOutcome): boolean {
    if (typeof outcome === 'string' || outcome.state === undefined) return false;
    sale.syssn = outcome.syssn ?? sale.syssn;
    if (isPending(outcome.respcd)) return false;
    this.#settle(sale, outcome);
    return true;
  }

  #settle(sale: Sale, answer: TillAnswer): void {
    sale.syssn = answer.syssn ?? sale.syssn;
    if (answer.state === undefined) sale.belief = 'refused';
    else if (answer.amountMinor !== sale.amountMinor) {
      // An altered request was there before this one: the till compares with its journal and shows neither.
      this.#world.reach('till finds another amount than its own');
      sale.belief = 'refused';
    } else sale.belief = answer.respcd === '0000' ? 'paid' : 'not_paid';
    this.#world.note(`till believes ${sale.orderNumber} ${sale.belief}`);
  }

  async #return(wish: RefundWish): Promise<void> {
    const { sale, orderNumber, amountMinor } = wish;
    const { merchant } = sale;
    for (let turn = 0; ; turn += 1) {
      const outcome = await this.#hear(
        this.#line.send(
          { op: 'refund', merchant, orderNumber, syssn: sale.syssn ?? '', amountMinor },
          PAY_LIMIT_MS,
        ),
      );
      if (typeof outcome !== 'string' && !isPending(outcome.respcd) && outcome.respcd !== '1100') {
        if (outcome.respcd !== '1155' || turn > 20) {
          wish.belief = outcome.respcd === '0000' ? 'returned' : 'not_returned';
          return;
        }
      }
      await this.#wait(turn < 10 ? 5_000 : 60_000);
    }
  }

  #scanAgeMs(sale: Sale): number {
    return this.#world.nowMs - sale.scannedAtMs;
  }
}
