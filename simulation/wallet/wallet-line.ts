import type {
  ChargeOrder,
  Connector,
  OrderReference,
  RefundAnswer,
  RefundOrder,
  ReversalAnswer,
  WalletAnswer,
} from '../../packages/gateway/src/wallet/connector.ts';
import type { Random } from '../engine/random.ts';
import { CLEAR_LINE, type LineFaults } from '../weather.ts';
import type { ProcessEnd, World } from '../world.ts';
import type { IntentWatch } from './intent-watch.ts';
import type { WalletDouble } from './wallet-double.ts';

/** A stretch of virtual time in which a wallet cannot be reached. */
export interface Outage {
  readonly fromMs: number;
  readonly toMs: number;
}

type Uncertain = { readonly kind: 'not_sent' | 'unknown'; readonly reason: string };

/**
 * A connector of one process: the network between it and a wallet. Requests and answers are lost, held up, overtaken
 * and doubled. The wallet's own work is never undone by that.
 */
export class WalletLine implements Connector {
  readonly name: string;
  readonly #world: World;
  readonly #wallet: WalletDouble;
  readonly #random: Random;
  readonly #end: ProcessEnd;
  readonly #outages: readonly Outage[];
  readonly #intents: IntentWatch;

  constructor(
    world: World,
    wallet: WalletDouble,
    random: Random,
    end: ProcessEnd,
    outages: readonly Outage[],
    intents: IntentWatch,
  ) {
    this.name = wallet.profile.family;
    this.#world = world;
    this.#wallet = wallet;
    this.#random = random;
    this.#end = end;
    this.#outages = outages;
    this.#intents = intents;
  }

  charge(order: ChargeOrder): Promise<WalletAnswer> {
    this.#world.recorder.codeSent(order.authCode, order.channelOrderId, this.#world.nowMs);
    return this.#call(`charge ${order.channelOrderId}`, () => {
      this.#intents.charge(order.channelOrderId);
      return this.#distorted(this.#wallet.charge(order));
    });
  }

  query(reference: OrderReference): Promise<WalletAnswer> {
    return this.#call(`query ${reference.channelOrderId}`, () =>
      this.#distorted(this.#wallet.query(reference)),
    );
  }

  reverse(reference: OrderReference): Promise<ReversalAnswer> {
    return this.#call(`reverse ${reference.channelOrderId}`, () => {
      this.#intents.reversal(reference.channelOrderId);
      return this.#wallet.reverse(reference);
    });
  }

  refund(order: RefundOrder): Promise<RefundAnswer> {
    return this.#call(`refund ${order.channelRefundId}`, () => {
      this.#intents.refund(order);
      return this.#wallet.refund(order);
    });
  }

  queryRefund(order: RefundOrder): Promise<RefundAnswer> {
    return this.#call(`query refund ${order.channelRefundId}`, () => this.#wallet.queryRefund(order));
  }

  #call<T extends { readonly kind: string }>(what: string, handle: () => T): Promise<T | Uncertain> {
    const world = this.#world;
    const random = this.#random;
    if (!this.#end.alive) return new Promise(() => undefined);
    const faults = world.calm ? CLEAR_LINE : world.weather.wallet;
    return new Promise((resolve) => {
      const tell = (delayMs: number, answer: T | Uncertain): void => {
        world.scheduler.after(delayMs, () =>
          world.inside(this.#end, () => {
            world.note(`${what}: ${answer.kind}`);
            resolve(answer);
          }),
        );
      };
      if (this.#isDown() || random.chance(faults.notSent)) {
        tell(random.between(1, 3_000), { kind: 'not_sent', reason: 'connection refused' });
        return;
      }
      if (random.chance(faults.requestLost)) {
        this.#goSilent(tell);
        return;
      }
      const answerLost = random.chance(faults.answerLost);
      if (random.chance(faults.duplicated)) {
        world.scheduler.after(this.#travelMs(faults), () => {
          world.reach('duplicated request at a wallet');
          handle();
        });
      }
      world.scheduler.after(this.#travelMs(faults), () => {
        const answer = handle();
        if (answerLost) this.#goSilent(tell);
        else tell(this.#travelMs(faults), answer);
      });
    });
  }

  /** Either the connection breaks or nothing is ever heard. */
  #goSilent(tell: (delayMs: number, answer: Uncertain) => void): void {
    if (this.#random.chance(0.5)) {
      tell(this.#random.wait(10, 20_000), { kind: 'unknown', reason: 'connection reset' });
    }
  }

  #travelMs(faults: LineFaults): number {
    const random = this.#random;
    if (random.chance(faults.straggles)) {
      this.#world.reach('request overtaken by later ones');
      return random.wait(9_000, 200_000);
    }
    return random.wait(20, faults.delayMsMax);
  }

  #isDown(): boolean {
    const { nowMs, calm } = this.#world;
    return !calm && this.#outages.some(({ fromMs, toMs }) => nowMs >= fromMs && nowMs < toMs);
  }

  /** Another amount or currency than the one that was charged, as a broken answer would say. */
  #distorted(answer: WalletAnswer): WalletAnswer {
    const { calm, weather } = this.#world;
    if (answer.kind !== 'paid' || calm || !this.#random.chance(weather.wallet.wrongAmount)) return answer;
    this.#world.reach('wrong amount in an answer');
    return this.#random.chance(0.5)
      ? { ...answer, amountMinor: answer.amountMinor + this.#random.pick([-1, 1, 100]) }
      : { ...answer, currency: 'CNY' };
  }
}
