import { signBody } from '@opencpm/protocol';
import { nodeDigest } from '@opencpm/protocol/node';
import type {
  NotifyAnswer,
  NotifyRequest,
  NotifyTransport,
} from '../../packages/gateway/src/notify/notify-transport.ts';
import type { Store } from '../../packages/gateway/src/store/store.ts';
import type { Random } from '../engine/random.ts';
import type { ProcessEnd, World } from '../world.ts';

/** Signs what a simulated merchant is told. */
export const CLIENT_KEY = 'key of a simulated merchant';

/** What a merchant has received under one id. */
export interface ReceivedNotice {
  readonly notifyId: string;
  readonly syssn: string;
  readonly respcd: string;
  readonly body: string;
  /** The signature that body has to bear. */
  readonly signature: string;
  /** Tries that arrived. */
  tries: number;
  /** Tries that were answered with SUCCESS, whether that was heard or not. */
  acknowledged: number;
}

const ACKNOWLEDGEMENT: NotifyAnswer = { kind: 'answer', status: 200, body: 'SUCCESS', complete: true };

/** The merchants' side of notifications. What arrives is checked at once (invariant I8). */
export class MerchantEndpoint {
  readonly received = new Map<string, ReceivedNotice>();
  readonly #world: World;
  readonly #random: Random;
  readonly #disk: { readonly store: Store };

  constructor(world: World, random: Random, disk: { readonly store: Store }) {
    this.#world = world;
    this.#random = random;
    this.#disk = disk;
  }

  /** The network from one process to the merchants. */
  transport(end: ProcessEnd): NotifyTransport {
    return { post: (request) => this.#post(request, end) };
  }

  #post(request: NotifyRequest, end: ProcessEnd): Promise<NotifyAnswer> {
    if (!end.alive) return new Promise(() => undefined);
    const world = this.#world;
    const random = this.#random;
    const { refuses, hangs, losesAcknowledgement, slow } = world.weather.endpoint;
    const happens = (probability: number): boolean => !world.calm && random.chance(probability);
    return new Promise((resolve) => {
      const answer = (delayMs: number, what: NotifyAnswer): void => {
        world.scheduler.after(delayMs, () => world.inside(end, () => resolve(what)));
      };
      world.scheduler.after(random.between(5, 200), () => {
        this.#receive(request);
        if (happens(hangs)) return;
        if (happens(refuses)) {
          answer(random.between(5, 500), random.pick(REFUSALS));
          return;
        }
        const notice = this.received.get(request.headers['X-QF-NOTIFY-ID'] ?? '');
        if (notice !== undefined) notice.acknowledged += 1;
        if (happens(losesAcknowledgement)) {
          world.reach('acknowledgement of a notification lost');
          answer(random.between(5, 500), { kind: 'failure', why: 'connection reset' });
          return;
        }
        // Later than ten seconds is too late: the gateway no longer listens.
        answer(happens(slow) ? random.wait(1_000, 20_000) : random.between(5, 100), ACKNOWLEDGEMENT);
      });
    });
  }

  #receive({ headers, body }: NotifyRequest): void {
    const world = this.#world;
    const notifyId = headers['X-QF-NOTIFY-ID'] ?? '';
    const known = this.received.get(notifyId);
    const notice = known?.body === body ? known : readNotice(notifyId, body);
    const { syssn, signature, respcd } = notice;
    world.note(`notice ${notifyId} of ${syssn}`);
    if (headers['X-QF-SIGN'] !== signature) {
      world.violate('I8', `the notice of ${syssn} is not signed with the merchant's key`);
    }
    if (respcd !== '0000') world.violate('I8', `the notice of ${syssn} announces ${respcd}`);
    if (known === undefined) this.received.set(notifyId, notice);
    else {
      known.tries += 1;
      world.reach('notification tried again');
      if (known.body !== body) world.violate('I8', `the notice of ${syssn} changed between two tries`);
    }
    this.#expectDurable(syssn);
  }

  #expectDurable(syssn: string): void {
    const store = this.#disk.store;
    const id = Number(syssn.slice(-10));
    const found = this.#world.hold(Promise.all([store.findPayment(id), store.findRefund(id)]));
    void found.then(([payment, refund]) => {
      const state = payment?.state ?? refund?.state ?? 'not stored';
      if (!['paid', 'partly_refunded', 'refunded', 'succeeded'].includes(state)) {
        this.#world.violate('I8', `a notice announces ${syssn}, which is ${state}`);
      }
    });
  }
}

function readNotice(notifyId: string, body: string): ReceivedNotice {
  const { syssn = '', respcd = '' } = JSON.parse(body) as Record<string, string>;
  const signature = signBody(body, CLIENT_KEY, 'MD5', nodeDigest);
  return { notifyId, syssn, respcd, body, signature, tries: 1, acknowledged: 0 };
}

const REFUSALS: readonly [NotifyAnswer, ...NotifyAnswer[]] = [
  { kind: 'answer', status: 500, body: '', complete: true },
  { kind: 'answer', status: 200, body: 'OK', complete: true },
  { kind: 'answer', status: 302, body: 'SUCCESS', complete: true },
  { kind: 'failure', why: 'connection refused' },
];
