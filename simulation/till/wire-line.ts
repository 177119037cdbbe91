import type { Fetch } from '@opencpm/client';
import type { Answer } from '../../packages/gateway/src/http/answer.ts';
import type { Merchant } from '../../packages/gateway/src/merchant/merchant.ts';
import type { Store } from '../../packages/gateway/src/store/store.ts';
import type { GatewaySite } from '../gateway/gateway-site.ts';
import type { WireCall } from '../gateway/wire-edge.ts';
import type { Random } from '../engine/random.ts';
import { checkAnswer } from '../oracle/answer-checks.ts';
import type { Asked, Heard } from '../oracle/recorder.ts';
import { CLEAR_LINE, type LineFaults } from '../weather.ts';
import type { World } from '../world.ts';
import {
  brokenConnection,
  brokenResponse,
  type Ending,
  forgedAnswer,
  noConnection,
  sizeOf,
  wholeResponse,
} from './cut-response.ts';
import { NetworkCut } from './network-cut.ts';
import { askedOf, heardIn } from './wire-heard.ts';
import { type Life, WireReceiver } from './wire-receiver.ts';

/** Where the simulated gateways are found. */
export const BASE_URL = 'https://gateway.test';
/** A request that the network held back still arrives. */
const HELD_BACK = 0.3;

/** What a line is put together from. */
export interface WireLineParts {
  readonly world: World;
  readonly site: GatewaySite;
  readonly random: Random;
  readonly disk: { readonly store: Store };
  readonly merchant: Merchant;
  /** Whether an order number is written down at the till. */
  readonly isJournalled: (orderNumber: string) => boolean;
  /** Hears what reached the till whole. */
  readonly heard: (order: string, heard: Heard) => void;
}

/**
 * The network between a till that runs the SDK and the gateways, byte by byte: requests and answers are those of the
 * wire, and break off anywhere.
 */
export class WireLine {
  readonly cut: NetworkCut;
  readonly #parts: WireLineParts;

  constructor(parts: WireLineParts) {
    this.#parts = parts;
    this.cut = new NetworkCut(() => parts.world.nowMs);
  }

  /** The network as one life of the till's program sees it. */
  fetchOf(life: Life): Fetch {
    return (url, request) =>
      new Promise((resolve, reject) => {
        const receiver = new WireReceiver(life, request.signal ?? undefined, resolve, reject);
        this.#send(callOf(url, request), receiver);
      });
  }

  #send(call: WireCall, receiver: WireReceiver): void {
    const { world, random, merchant, isJournalled } = this.#parts;
    const asked = askedOf(call, merchant.merchantNumber);
    if (asked?.op === 'pay' && !isJournalled(asked.order.slice(asked.order.indexOf('/') + 1))) {
      world.violate('I2', `a till sent the payment ${asked.order} before it was written down`);
    }
    const number = asked === undefined ? 0 : world.recorder.called(asked);
    const faults = this.#faults();
    const exchange: Exchange = { call, asked, number, receiver };
    const wasCut = this.cut.isCut;
    const strike = this.cut.count(call.path);
    if (wasCut) {
      this.#sendIntoCut(exchange);
    } else if (strike?.half === 'request') {
      this.cut.strike();
      world.reach('network cut in a request');
      this.#lose(exchange);
    } else if (random.chance(faults.notSent)) {
      world.scheduler.after(random.between(1, 3_000), () => receiver.fail(noConnection('ECONNREFUSED')));
    } else if (random.chance(faults.requestLost)) {
      this.#fallSilent(receiver);
    } else {
      const deliver = (answer: Answer, heard: Heard | undefined): void => {
        if (strike?.half === 'answer') this.#strikeAnswer(exchange, answer, heard, strike.at);
        else this.#answer(exchange, answer, heard);
      };
      if (random.chance(faults.duplicated)) {
        world.reach('request repeated by a proxy');
        // A proxy that saw no answer sends the request again, and hands on the answer to either of them.
        const isFirstHeard = random.chance(0.5);
        const unreached = (): void => this.#tellPage(receiver);
        this.#carry(exchange, isFirstHeard ? deliver : () => undefined, unreached);
        this.#carry(exchange, isFirstHeard ? () => undefined : deliver, unreached);
      } else {
        this.#carry(exchange, deliver, () => {
          world.scheduler.after(random.between(1, 50), () => receiver.fail(noConnection('ECONNREFUSED')));
        });
      }
    }
  }

  /**
   * Takes a request to a gateway, whose answer is handed on as it leaves there.
   *
   * @param unreached what happens when no gateway runs where it arrives.
   */
  #carry(
    exchange: Exchange,
    deliver: (answer: Answer, heard: Heard | undefined) => void,
    unreached: () => void,
  ): void {
    const { world, site, random, disk, merchant } = this.#parts;
    const { call, asked } = exchange;
    world.scheduler.after(this.#travelMs(), () => {
      const process = site.route(random);
      if (process === undefined) {
        unreached();
        return;
      }
      world.inside(process, () => {
        void process.serve(call).then((answer) => {
          if (!process.alive) return;
          const heard = asked === undefined ? undefined : heardIn(answer, asked);
          if (asked !== undefined && heard !== undefined) {
            checkAnswer(world, disk.store, { op: asked.op, merchant }, heard);
          }
          deliver(answer, heard);
        });
      });
    });
  }

  /** Takes an answer back to the till. */
  #answer(exchange: Exchange, answer: Answer, heard: Heard | undefined): void {
    const { world, random } = this.#parts;
    if (random.chance(this.#faults().answerLost)) {
      const all = sizeOf(answer).all;
      const shown = random.unit();
      if (shown < 0.2) this.#tellPage(exchange.receiver);
      else if (shown < 0.4) this.#forge(exchange.receiver, answer);
      else this.#breakOff(exchange, answer, heard, random.between(0, all - 1), undefined);
      return;
    }
    world.scheduler.after(this.#travelMs(), () => {
      if (this.cut.isCut) {
        const back = random.chance(HELD_BACK) ? this.cut.untilMs : undefined;
        this.#breakOff(exchange, answer, heard, 0, back);
      } else this.#hear(exchange, answer, heard);
    });
  }

  #strikeAnswer(exchange: Exchange, answer: Answer, heard: Heard | undefined, at: number): void {
    const { world, random } = this.#parts;
    this.cut.strike();
    world.reach('network cut in an answer');
    const back = random.chance(HELD_BACK) ? this.cut.untilMs : undefined;
    this.#breakOff(exchange, answer, heard, Math.floor(at * sizeOf(answer).all), back);
  }

  /** Lets so many bytes of an answer through; the rest comes later, at `backAtMs`, or never. */
  #breakOff(
    exchange: Exchange,
    answer: Answer,
    heard: Heard | undefined,
    bytes: number,
    backAtMs: number | undefined,
  ): void {
    const { world, random } = this.#parts;
    const { receiver } = exchange;
    const { scheduler, nowMs } = world;
    const { head } = sizeOf(answer);
    const ending: Ending =
      backAtMs === undefined ? random.pick(['reset', 'silence', 'end of stream']) : 'silence';
    if (bytes < head) {
      if (backAtMs !== undefined)
        scheduler.after(backAtMs - nowMs, () => this.#hear(exchange, answer, heard));
      else if (ending !== 'silence') this.#fallSilent(receiver);
      return;
    }
    world.reach('answer cut in its body');
    const { response, resume } = brokenResponse(answer, bytes - head, ending, receiver.signal);
    receiver.take(response);
    if (backAtMs === undefined) return;
    scheduler.after(backAtMs - nowMs, () => {
      if (receiver.letGo) return;
      this.#noteHeard(exchange, heard);
      resume();
    });
  }

  #hear(exchange: Exchange, answer: Answer, heard: Heard | undefined): void {
    const { receiver } = exchange;
    if (receiver.letGo) return;
    this.#noteHeard(exchange, heard);
    receiver.take(wholeResponse(answer));
  }

  #noteHeard({ call, asked, number }: Exchange, heard: Heard | undefined): void {
    const { world, heard: tell } = this.#parts;
    world.note(`${call.path} ${asked?.order ?? ''}: ${heard?.respcd ?? 'nothing'} ${heard?.state ?? ''}`);
    if (asked === undefined || heard === undefined) return;
    world.recorder.heard(number, heard);
    if (asked.op === 'query') tell(asked.order, heard);
  }

  /** The network is down: some machines notice at once, some wait, some send into the void. */
  #sendIntoCut(exchange: Exchange): void {
    const { world, random } = this.#parts;
    const { receiver } = exchange;
    const shown = random.unit();
    if (shown < 0.35) {
      world.scheduler.after(random.between(1, 50), () => receiver.fail(noConnection('ENETUNREACH')));
    } else if (shown < 0.55) {
      world.scheduler.after(3_000, () => receiver.fail(noConnection('UND_ERR_CONNECT_TIMEOUT')));
    } else this.#lose(exchange);
  }

  /** The request breaks off. What was held back on the way may arrive once the network is back. */
  #lose(exchange: Exchange): void {
    const { world, random } = this.#parts;
    this.#fallSilent(exchange.receiver);
    if (!random.chance(HELD_BACK)) return;
    world.reach('request held back by a cut');
    world.scheduler.after(this.cut.untilMs - world.nowMs, () => {
      const answer = (made: Answer, heard: Heard | undefined): void => this.#answer(exchange, made, heard);
      this.#carry(exchange, answer, () => this.#fallSilent(exchange.receiver));
    });
  }

  /** Either the connection breaks or nothing is ever heard. */
  #fallSilent(receiver: WireReceiver): void {
    const { world, random } = this.#parts;
    if (!random.chance(0.5)) return;
    world.scheduler.after(random.wait(1, 12_000), () => receiver.fail(brokenConnection()));
  }

  /** A proxy in between says that it got no answer. */
  #tellPage(receiver: WireReceiver): void {
    const { world, random } = this.#parts;
    world.scheduler.after(random.between(1, 3_000), () => {
      receiver.take(new Response('<html><h1>502 Bad Gateway</h1></html>', { status: 502 }));
    });
  }

  /** Somebody on the way says the opposite, and cannot sign it. */
  #forge(receiver: WireReceiver, answer: Answer): void {
    const { world, random } = this.#parts;
    world.reach('answer forged');
    const forged = forgedAnswer(answer, random.chance(0.5));
    world.scheduler.after(random.between(1, 3_000), () => receiver.take(wholeResponse(forged)));
  }

  #faults(): LineFaults {
    const { world } = this.#parts;
    return world.calm ? CLEAR_LINE : world.weather.shop;
  }

  #travelMs(): number {
    const { random } = this.#parts;
    const faults = this.#faults();
    return random.chance(faults.straggles) ? random.wait(3_000, 60_000) : random.wait(2, faults.delayMsMax);
  }
}

interface Exchange {
  readonly call: WireCall;
  readonly asked: Asked | undefined;
  /** Of the call at the recorder. */
  readonly number: number;
  readonly receiver: WireReceiver;
}

const NOTHING = new Uint8Array();

function callOf(url: string, { method, headers, body }: RequestInit): WireCall {
  const names = new Headers(headers);
  const header = (name: string): string | undefined => names.get(name) ?? undefined;
  return {
    path: url.slice(BASE_URL.length),
    method: method === 'GET' ? 'GET' : 'POST',
    appCode: header('x-qf-appcode'),
    signature: header('x-qf-sign'),
    signType: header('x-qf-signtype'),
    timestamp: header('x-qf-timestamp'),
    nonce: header('x-qf-nonce'),
    contentType: header('content-type'),
    query: '',
    body: typeof body === 'string' ? Buffer.from(body, 'latin1') : NOTHING,
  };
}
