import {
  AttemptExistsError,
  type Client,
  type ClientClock,
  createClient,
  InvalidRequestError,
  type PayOrder,
  type PayResult,
  type PaySignals,
  type SignType,
  USUAL_TIMING,
} from '@opencpm/client';
import type { Merchant } from '../../packages/gateway/src/merchant/merchant.ts';
import type { Store } from '../../packages/gateway/src/store/store.ts';
import type { GatewaySite } from '../gateway/gateway-site.ts';
import { storeIdOf } from '../gateway/till-call.ts';
import type { Random } from '../engine/random.ts';
import { CLIENT_KEY } from '../merchant/merchant-endpoint.ts';
import type { World } from '../world.ts';
import type { CutPlan } from './network-cut.ts';
import { ShownResults } from './shown-results.ts';
import { type JournalDisk, SurvivingJournal } from './surviving-journal.ts';
import { isEnd } from './wire-heard.ts';
import { BASE_URL, WireLine } from './wire-line.ts';
import type { Life } from './wire-receiver.ts';

const HOUR_MS = 3_600_000;
/** Age at which an older signature's request is refused for its code, and a little more. */
const NEXT_DAY_MS = 24.1 * HOUR_MS;
/** A basket is charged at most so often after refusals. */
const TRIES_MAX = 3;

/** What a customer buys. */
export interface Basket {
  readonly id: string;
  readonly amountMinor: number;
  readonly payType: '800108' | '800208' | '800708' | '805808';
  /** A code of the customer's phone, another one each time. */
  readonly freshCode: () => string;
  readonly cut: CutPlan | undefined;
}

/** What a till is put together from. */
export interface SdkTillParts {
  readonly world: World;
  readonly site: GatewaySite;
  readonly random: Random;
  readonly disk: { readonly store: Store };
  readonly merchant: Merchant;
  readonly signType: SignType | 'auto';
  /** Letters before the order numbers of this till. */
  readonly prefix: string;
}

interface OpenLife extends Life {
  alive: boolean;
  readonly client: Client;
}

/**
 * A till that runs the SDK of production: its clock, timers, network and chance are the world's, its journal outlives
 * it. What it shows is checked as it is shown, and against the books at the end.
 */
export class SdkTill {
  readonly journal: JournalDisk = new Map();
  readonly merchant: Merchant;
  readonly shown: ShownResults;
  readonly #parts: SdkTillParts;
  readonly #line: WireLine;
  readonly #wallErrorMs: number;
  readonly #waiting: Basket[] = [];
  #life: OpenLife | undefined;
  #busy = 0;
  #selling = false;

  constructor(parts: SdkTillParts) {
    const { world, random, merchant } = parts;
    this.#parts = parts;
    this.merchant = merchant;
    this.shown = new ShownResults(world, merchant);
    this.#wallErrorMs = random.between(-20_000, 20_000);
    this.#line = new WireLine({
      ...parts,
      random: random.fork('line'),
      isJournalled: (orderNumber) => this.journal.has(orderNumber),
      heard: (order, heard) => {
        if (isEnd(heard)) this.shown.endHeard(order);
      },
    });
    this.#life = this.#open();
  }

  /** Whether nobody waits and every attempt has its verdict. */
  get idle(): boolean {
    return (
      this.#life !== undefined &&
      this.#busy === 0 &&
      this.#waiting.length === 0 &&
      [...this.journal.values()].every(({ verdict }) => verdict !== undefined)
    );
  }

  /** Whether somebody stands at the till. */
  get busy(): boolean {
    return this.#busy > 0;
  }

  /** Takes a basket to its end as soon as those before it are done. */
  sell(basket: Basket): void {
    this.#waiting.push(basket);
    this.#sellNext();
  }

  #sellNext(): void {
    const life = this.#life;
    if (life === undefined || this.#selling) return;
    const basket = this.#waiting.shift();
    if (basket === undefined) return;
    this.#selling = true;
    this.#run(life, async () => {
      await this.#charge(life, basket);
      this.#selling = false;
      this.#sellNext();
    });
  }

  /** Runs something for as long as this life lasts; whatever it waits for never comes to the dead. */
  #run(life: OpenLife, flow: () => Promise<void>): void {
    this.#busy += 1;
    void flow().then(() => {
      if (life.alive) this.#busy -= 1;
    });
  }

  async #charge(life: OpenLife, basket: Basket): Promise<void> {
    const { world, random } = this.#parts;
    const { client } = life;
    const { cut } = this.#line;
    const order = orderOf(basket, basket.freshCode());
    cut.arm(basket.cut);
    this.#disturb(life, basket, order);
    const beganAtMs = world.nowMs;
    const signals = this.#signals(life);
    let result = await this.#result(() => client.pay(order, signals), signals);
    if (world.weather.cutsAlone && result !== undefined && cut.struckAtMs !== undefined) {
      this.shown.measure(result, beganAtMs, { struckAtMs: cut.struckAtMs, isLate: cut.isLate });
    }
    cut.arm(undefined);
    for (let tries = 1; tries < TRIES_MAX && result !== undefined; tries += 1) {
      if (result.outcome === 'paid') return;
      if (result.outcome === 'unresolved') {
        void this.#finish(life, result.attempt.orderNumber);
        return;
      }
      if (!random.chance(0.5)) return;
      await world.scheduler.sleep(random.between(1_000, 20_000));
      if (!life.alive) return silence();
      world.reach('basket charged again after it was not paid');
      const again = this.#signals(life);
      result = await this.#result(() => client.payAgain(basket.id, basket.freshCode(), again), again);
    }
    if (result?.outcome === 'unresolved') void this.#finish(life, result.attempt.orderNumber);
  }

  /** Cashiers are nervous: they scan twice and try the basket again while it is open. */
  #disturb(life: OpenLife, basket: Basket, order: PayOrder): void {
    const { world, random } = this.#parts;
    const { till } = world.weather;
    const { client } = life;
    const later = (delayMs: number, pay: () => Promise<PayResult>): void => {
      world.scheduler.after(delayMs, () => {
        if (!life.alive) return;
        this.#run(life, async () => {
          const result = await this.#result(pay, {});
          if (result?.outcome === 'unresolved') void this.#finish(life, result.attempt.orderNumber);
        });
      });
    };
    if (random.chance(till.doubleScan)) {
      world.reach('double scan');
      later(random.between(0, 3_000), () => client.pay(order));
    }
    if (random.chance(till.twoTabs)) {
      later(random.between(0, 3_000), () => client.pay(orderOf(basket, basket.freshCode())));
    }
    if (random.chance(till.repeats)) {
      later(random.wait(500, 100_000), () => client.payAgain(basket.id, basket.freshCode()));
    }
  }

  /** Asks about an attempt that was left open, in the background, until there is a verdict. */
  async #finish(life: OpenLife, orderNumber: string): Promise<void> {
    const { world, random } = this.#parts;
    const { client } = life;
    world.reach('till leaves a payment unresolved');
    if (random.chance(0.5)) {
      await world.scheduler.sleep(random.wait(1_000, 600_000));
      if (!life.alive) return silence();
      await this.#recover(life);
    }
    for (let waitMs = 0; life.alive; waitMs = NEXT_DAY_MS) {
      await world.scheduler.sleep(waitMs);
      if (!life.alive) return silence();
      const evening = new AbortController();
      world.scheduler.after(HOUR_MS, () => {
        if (life.alive) evening.abort();
      });
      const stop = evening.signal;
      const result = await this.#result(() => client.settle(orderNumber, { stop }), { stop }, 0);
      if (result?.outcome !== 'unresolved') return;
    }
  }

  async #recover(life: OpenLife): Promise<void> {
    try {
      for (const result of await life.client.recover()) {
        // The results come together: what was open when its turn came may have ended since.
        const isOpen = this.journal.get(result.attempt.orderNumber)?.verdict === undefined;
        if (result.outcome !== 'unresolved' || isOpen) this.shown.show(result, {});
      }
    } catch (error) {
      this.#parts.world.violate('T1', `the recovery of a till failed: ${String(error)}`);
    }
  }

  /** What a call of the SDK came to; `undefined` when another attempt stood in the way. */
  async #result(
    call: () => Promise<PayResult>,
    signals: PaySignals,
    patienceMs = USUAL_TIMING.unresolvedAtMs,
  ): Promise<PayResult | undefined> {
    const { world } = this.#parts;
    const waitsUntilMs = world.nowMs + patienceMs;
    try {
      const result = await call();
      this.shown.show(result, signals, waitsUntilMs);
      return result;
    } catch (error) {
      if (error instanceof AttemptExistsError) world.reach('attempt stood in the way');
      // A basket that was never begun cannot be charged again.
      else if (!(error instanceof InvalidRequestError && error.field === 'basketId')) {
        world.violate('T1', `a till's call failed: ${String(error)}`);
      }
      return undefined;
    }
  }

  #signals(life: OpenLife): PaySignals {
    const { world, random } = this.#parts;
    const after = (probability: number, lowMs: number, highMs: number): AbortSignal | undefined => {
      if (!random.chance(probability)) return undefined;
      const controller = new AbortController();
      world.scheduler.after(random.wait(lowMs, highMs), () => {
        if (life.alive) controller.abort();
      });
      return controller.signal;
    };
    const { cancels } = world.weather.till;
    return { cancel: after(cancels, 2_000, 60_000), stop: after(cancels / 10, 500, 100_000) };
  }

  #open(): OpenLife {
    const { world, random, merchant, signType, prefix } = this.#parts;
    const startedAtMs = world.nowMs;
    const clock: ClientClock = {
      nowMs: () => world.trueTimeMs + this.#wallErrorMs,
      monotonicMs: () => world.nowMs - startedAtMs,
      after: (delayMs, callback) =>
        world.scheduler.after(delayMs, () => {
          if (life.alive) callback();
        }),
    };
    const ended = { alive: true };
    const fetch = this.#line.fetchOf(ended);
    const client = createClient({
      baseUrl: BASE_URL,
      appCode: merchant.appCode,
      clientKey: CLIENT_KEY,
      storeId: storeIdOf(merchant),
      signType,
      orderPrefix: prefix,
      journal: new SurvivingJournal(world, this.journal, ended, random.fork('journal')),
      surroundings: {
        clock,
        fetch: (url, request) => {
          this.#mayDie(life);
          return fetch(url, request);
        },
        randomBytes: (length) => Uint8Array.from({ length }, () => random.between(0, 255)),
      },
    });
    const life: OpenLife = Object.assign(ended, { client });
    return life;
  }

  #mayDie(life: OpenLife): void {
    const { world, random } = this.#parts;
    if (world.calm || !random.chance(world.weather.till.dies)) return;
    world.scheduler.after(random.wait(1, 9_000), () => this.#die(life));
  }

  #die(life: OpenLife): void {
    const { world, random } = this.#parts;
    if (world.calm || !life.alive) return;
    life.alive = false;
    this.#life = undefined;
    this.#busy = 0;
    this.#selling = false;
    world.reach('till dies');
    world.note('till dies');
    const downMs = random.chance(0.1) ? random.wait(HOUR_MS, 72 * HOUR_MS) : random.wait(1_000, 300_000);
    world.scheduler.after(downMs, () => this.#return());
  }

  /** What the journal holds is taken up before the first new sale. */
  #return(): void {
    const life = this.#open();
    this.#life = life;
    this.#run(life, async () => {
      await this.#recover(life);
      for (const { orderNumber, verdict } of this.journal.values()) {
        if (verdict === undefined) void this.#finish(life, orderNumber);
      }
      this.#sellNext();
    });
  }
}

function orderOf({ id, amountMinor, payType }: Basket, authCode: string): PayOrder {
  return { authCode, amountMinor, currency: 'HKD', basketId: id, payType };
}

/** What the dead wait for. */
function silence(): Promise<never> {
  return new Promise(() => undefined);
}
