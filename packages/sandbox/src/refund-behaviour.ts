import type { ResponseCode } from '@opencpm/protocol';
import type { AnswerManner } from './answer-manner.ts';
import { refusalCodeOf } from './refusal-code.ts';

/** How a wallet treats one refund. */
export interface RefundPlan {
  /** State in which the refund enters the wallet's book; `nothing` leaves no trace in it. */
  readonly start: 'returned' | 'processing' | 'refused' | 'nothing';
  /** What happens by itself later, counted from the request. */
  readonly later?: { readonly afterMs: number; readonly event: 'return' | 'refuse' };
  /** Response code of a refusal, at once or later. */
  readonly respcd?: ResponseCode;
  /** Requests that are lost on their way before one arrives. */
  readonly lostRequests?: number;
  /** Enquiries that find no such refund although it is in the book. */
  readonly blindEnquiries?: number;
  readonly answer: AnswerManner;
}

interface NamedPlan extends RefundPlan {
  /** What the merchant side sees, one sentence. */
  readonly meaning: string;
}

const NAMED_PLANS = {
  returned: { start: 'returned', answer: 'at_once', meaning: 'Returned at once.' },
  refused: {
    start: 'refused',
    respcd: '1265',
    answer: 'at_once',
    meaning: 'Refused (1265); no money goes back.',
  },
  'answer-lost': {
    start: 'returned',
    answer: 'lost',
    meaning: 'Returned, but the connection breaks before the answer.',
  },
  'processing-returned': {
    start: 'processing',
    later: { afterMs: 5_000, event: 'return' },
    answer: 'at_once',
    meaning: 'Taken in first; returned 5 s later.',
  },
  'processing-refused': {
    start: 'processing',
    later: { afterMs: 5_000, event: 'refuse' },
    respcd: '1265',
    answer: 'at_once',
    meaning: 'Taken in first; refused 5 s later (1265).',
  },
  'lost-at-first': {
    start: 'returned',
    lostRequests: 2,
    answer: 'at_once',
    meaning: 'The first two requests are lost on their way; the third is returned at once.',
  },
  'never-arrived': {
    start: 'nothing',
    answer: 'lost',
    meaning: 'Every request is lost on its way; the wallet knows nothing of the refund.',
  },
  slow: { start: 'returned', answer: { delayMs: 3_000 }, meaning: 'Returned at once; the answer takes 3 s.' },
  'unseen-at-first': {
    start: 'returned',
    blindEnquiries: 3,
    answer: 'lost',
    meaning: 'Returned, but the answer is lost, and the first three enquiries find no such refund.',
  },
} as const satisfies Record<string, NamedPlan>;

/** Name of a behaviour of refunds that has a row of its own in the documentation. */
export type NamedRefundBehaviour = keyof typeof NAMED_PLANS;

/** How a wallet treats a refund: by name, or a refusal with any response code, for example `refused-1269`. */
export type RefundBehaviour = NamedRefundBehaviour | `refused-${ResponseCode}`;

/** The named behaviours in the order of their test numbers, with one sentence of meaning each. */
export const NAMED_REFUND_BEHAVIOURS: readonly {
  readonly name: NamedRefundBehaviour;
  readonly meaning: string;
}[] = (Object.keys(NAMED_PLANS) as NamedRefundBehaviour[]).map((name) => ({
  name,
  meaning: NAMED_PLANS[name].meaning,
}));

const REFUSAL = /^refused-(\d{4})$/;

function refusalOf(behaviour: string): ResponseCode | undefined {
  return refusalCodeOf(REFUSAL.exec(behaviour)?.[1]);
}

function isNamed(text: string): text is NamedRefundBehaviour {
  return Object.hasOwn(NAMED_PLANS, text);
}

/** Whether a text is a behaviour of refunds: a name, or `refused-` with a code that is a refusal. */
export function isRefundBehaviour(text: string): text is RefundBehaviour {
  return isNamed(text) || refusalOf(text) !== undefined;
}

/**
 * What a behaviour does.
 *
 * @throws RangeError for a text that is no behaviour of refunds.
 */
export function refundPlanOf(behaviour: RefundBehaviour): RefundPlan {
  if (isNamed(behaviour)) return NAMED_PLANS[behaviour];
  const respcd = refusalOf(behaviour);
  if (respcd === undefined) throw new RangeError(`"${behaviour}" is no behaviour of refunds.`);
  return { start: 'refused', respcd, answer: 'at_once' };
}
