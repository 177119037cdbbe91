import type { GatewaySite } from '../gateway/gateway-site.ts';
import { orderName, type TillAnswer, type TillCall } from '../gateway/till-call.ts';
import type { Random } from '../engine/random.ts';
import type { Asked } from '../oracle/recorder.ts';
import { checkAnswer } from '../oracle/answer-checks.ts';
import type { Store } from '../../packages/gateway/src/store/store.ts';
import { CLEAR_LINE } from '../weather.ts';
import type { World } from '../world.ts';

/** What a till knows after a call: an answer, that nothing was sent, or nothing at all. */
export type CallOutcome = TillAnswer | 'not_sent' | 'lost';

/** The network between a shop and the gateways. */
export class TillLine {
  readonly #world: World;
  readonly #site: GatewaySite;
  readonly #random: Random;
  readonly #disk: { readonly store: Store };

  constructor(world: World, site: GatewaySite, random: Random, disk: { readonly store: Store }) {
    this.#world = world;
    this.#site = site;
    this.#random = random;
    this.#disk = disk;
  }

  /** Sends a call and waits for its answer, for no longer than a limit. */
  send(call: TillCall, limitMs: number): Promise<CallOutcome> {
    const world = this.#world;
    const random = this.#random;
    const faults = world.calm ? CLEAR_LINE : world.weather.shop;
    const asked = askedBy(call);
    const number = asked === undefined ? 0 : world.recorder.called(asked);
    return new Promise((resolve) => {
      const cancel = world.scheduler.after(limitMs, () => resolve('lost'));
      const end = (outcome: CallOutcome): void => {
        cancel();
        resolve(outcome);
      };
      if (random.chance(faults.notSent)) {
        world.scheduler.after(random.between(1, 3_000), () => end('not_sent'));
        return;
      }
      if (random.chance(faults.requestLost)) return;
      const answerLost = random.chance(faults.answerLost);
      const arrive = (isHeard: boolean): void => {
        const process = this.#site.route(random);
        if (process === undefined) {
          if (isHeard) world.scheduler.after(random.between(1, 50), () => end('not_sent'));
          return;
        }
        world.inside(process, () => {
          void process.handle(call).then((answer) => {
            if (!process.alive) return;
            checkAnswer(world, this.#disk.store, call, answer);
            if (!isHeard || answerLost) return;
            world.scheduler.after(this.#travelMs(), () => {
              world.note(`${call.op} ${asked?.order ?? ''}: ${answer.respcd} ${answer.state ?? ''}`);
              if (asked !== undefined) world.recorder.heard(number, answer);
              end(answer);
            });
          });
        });
      };
      if (random.chance(faults.duplicated)) {
        world.reach('duplicated request at the gateway');
        world.scheduler.after(this.#travelMs(), () => arrive(false));
      }
      world.scheduler.after(this.#travelMs(), () => arrive(true));
    });
  }

  #travelMs(): number {
    const faults = this.#world.calm ? CLEAR_LINE : this.#world.weather.shop;
    return this.#random.chance(faults.straggles)
      ? this.#random.wait(3_000, 60_000)
      : this.#random.wait(2, faults.delayMsMax);
  }
}

/** A call as the recorder writes it down; lists are judged where they are answered. */
function askedBy(call: TillCall): Asked | undefined {
  switch (call.op) {
    case 'pay': {
      const { orderNumber, amountMinor, authCode } = call.request;
      const order = orderName(call.merchant.merchantNumber, orderNumber);
      return { op: 'pay', order, amountMinor, currency: call.request.currency ?? 'HKD', code: authCode };
    }
    case 'query':
      return { op: 'query', order: orderName(call.merchant.merchantNumber, call.orderNumber) };
    case 'reverse':
      return { op: 'reverse', order: orderName(call.merchant.merchantNumber, call.orderNumber) };
    case 'refund':
      return {
        op: 'refund',
        order: orderName(call.merchant.merchantNumber, call.orderNumber),
        original: call.syssn,
        amountMinor: call.amountMinor,
      };
    case 'list':
      return undefined;
  }
}
