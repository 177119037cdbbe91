import type { WalletCall } from '../../call-fault.ts';
import type { WireError } from './wire-refusal.ts';

/** Calls whose answers can slip: those of the merchant side, and the two that only this protocol has. */
export type WechatPayCallName = WalletCall | 'certificates' | 'statement';

/** A fault in the seal of an answer, which is otherwise whole. */
export type SealSlip = 'stale-time' | 'future-time' | 'unknown-serial' | 'probe';

interface SlipPlan {
  /** Whether the call is done before it is answered so. */
  readonly done: boolean;
  readonly seal?: SealSlip;
  /** Answered in place of what there was to say. */
  readonly error?: WireError;
  /** Fields put over those of the answer. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly meaning: string;
}

function sealed(seal: SealSlip, meaning: string): SlipPlan {
  return { done: true, seal, meaning };
}

function failing(done: boolean, status: number, code: string, meaning: string): SlipPlan {
  return { done, error: { status, code, message: 'Please try again later.', cause: 0 }, meaning };
}

function saying(state: string, meaning: string): SlipPlan {
  return { done: true, fields: { trade_state: state }, meaning };
}

/** What can go wrong with a single answer in WeChat Pay's own way, by name. */
const SLIPS = {
  'stale-time': sealed('stale-time', 'Signed ten minutes ago.'),
  'future-time': sealed('future-time', 'Signed ten minutes ahead of the clock.'),
  'unknown-serial': sealed('unknown-serial', 'Signed by a key that is in no list.'),
  probe: sealed('probe', 'A probe of the wallet: the signature is wrong on purpose.'),
  'system-error': failing(false, 500, 'SYSTEM_ERROR', 'Not done, 500 SYSTEM_ERROR.'),
  'system-error-done': failing(true, 500, 'SYSTEM_ERROR', 'Done, and yet 500 SYSTEM_ERROR.'),
  'bank-error-done': failing(true, 500, 'BANK_ERROR', 'Done, and yet 500 BANK_ERROR.'),
  unavailable: failing(false, 503, 'SERVICE_UNAVAILABLE', 'Not done, 503 SERVICE_UNAVAILABLE.'),
  'rate-limited': failing(false, 429, 'RATELIMIT_EXCEEDED', 'Not done, 429 RATELIMIT_EXCEEDED.'),
  'user-paying': failing(false, 400, 'USERPAYING', 'Not done: the payer is just paying.'),
  'order-paid': failing(false, 400, 'ORDER_PAID', 'Not done: the order is paid.'),
  'not-there': failing(false, 404, 'ORDER_NOT_EXIST', 'Not done: there is no such order, it says.'),
  'not-enough': failing(false, 403, 'NOT_ENOUGH', 'Not done: the takings do not cover it.'),
  'retry-later': failing(false, 400, 'BIZERR_NEED_RETRY', 'Not done: again, please.'),
  'new-code': failing(false, 400, 'HIPPO_MISMATCH', 'Not done, with a code nobody has documented.'),
  'says-not-paid': saying('NOTPAY', 'Done, and the state is given as NOTPAY.'),
  'says-paying': saying('USERPAYING', 'Done, and the state is given as USERPAYING.'),
  'says-paid': saying('SUCCESS', 'Done, and the state is given as SUCCESS.'),
  'says-accepted': saying('ACCEPT', 'Done, and the state is given as ACCEPT.'),
  'new-state': saying('HIBERNATING', 'Done, and the state is one nobody has documented.'),
  'other-shop': {
    done: true,
    fields: { sub_mchid: '1999999999', mchid: '1999999999' },
    meaning: 'Names another shop.',
  },
  'refund-abnormal': { done: true, fields: { status: 'ABNORMAL' }, meaning: 'The refund needs a hand.' },
  'new-refund-state': {
    done: true,
    fields: { status: 'HIBERNATING' },
    meaning: 'A refund state nobody has documented.',
  },
} as const satisfies Record<string, SlipPlan>;

/** Name of something that can go wrong with an answer. */
type SlipName = keyof typeof SLIPS;

/** What a slip does to an answer. */
function slipPlan(name: SlipName): SlipPlan {
  return SLIPS[name];
}

/** What is to go wrong with the next answers. */
export interface Slip {
  readonly call: WechatPayCallName;
  readonly slip: SlipName;
  /** Only answers about this order or refund of ours; any when left out. */
  readonly number?: string;
  /** How many answers; 1 when left out. */
  readonly times?: number;
}

/** Slips that wait for their calls, the oldest first. */
export class SlipBook {
  #waiting: readonly (Slip & { readonly left: number })[] = [];

  add(slip: Slip): void {
    this.#waiting = [...this.#waiting, { ...slip, left: slip.times ?? 1 }];
  }

  /** What goes wrong with a call that comes in now. */
  take(call: WechatPayCallName, number: string): SlipPlan | undefined {
    const found = this.#waiting.find(
      (each) => each.call === call && (each.number === undefined || each.number === number),
    );
    if (found === undefined) return undefined;
    this.#waiting = this.#waiting.flatMap((each) => {
      if (each !== found) return [each];
      return each.left > 1 ? [{ ...each, left: each.left - 1 }] : [];
    });
    return slipPlan(found.slip);
  }
}
