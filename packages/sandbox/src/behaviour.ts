import type { ResponseCode } from '@opencpm/protocol';
import { type AnswerManner, WIRE_FAULTS, type WireFault } from './answer-manner.ts';
import type { OrderEvent, OrderState } from './order-state.ts';
import { refusalCodeOf } from './refusal-code.ts';

/** How a wallet treats one payment. */
export interface BehaviourPlan {
  /** State in which the payment enters the wallet's book; `nothing` leaves no trace in it. */
  readonly start: OrderState | 'nothing';
  /** What happens by itself later, counted from the charge. */
  readonly later?: { readonly afterMs: number; readonly event: OrderEvent };
  /** Response code of a refusal, at once or later. */
  readonly respcd?: ResponseCode;
  /** `refused_for_now`: 1205 with the remark that it may still be charged, whatever the book says. */
  readonly answer: AnswerManner | 'refused_for_now';
  /** What a paid answer says about the amount. */
  readonly reports: 'truth' | 'other_amount' | 'other_currency';
  /** The wallet charges even when a reversal has barred the number: a wallet that is broken. */
  readonly ignoresReversal?: true;
}

/** A behaviour with a name, for accounts, test numbers and documents. */
interface NamedPlan extends BehaviourPlan {
  /** What the merchant side sees, one sentence. */
  readonly meaning: string;
}

/** How long a payer may take to confirm a payment, in milliseconds. */
export const PAYER_TIME_MS = 180_000;

const PAID = { start: 'paid', answer: 'at_once', reports: 'truth' } as const;
const WAITING = { start: 'waiting', answer: 'at_once', reports: 'truth' } as const;
const PROCESSING = { start: 'processing', answer: 'at_once', reports: 'truth' } as const;

/** Paid, but the answer is damaged on its way. */
function damaged(fault: WireFault): NamedPlan {
  return { ...PAID, answer: { fault }, meaning: `Paid, but ${WIRE_FAULTS[fault]}.` };
}

const NAMED_PLANS = {
  paid: { ...PAID, meaning: 'Paid at once.' },
  'password-approved': {
    ...WAITING,
    later: { afterMs: 5_000, event: 'charge' },
    meaning: 'Waits for the payer (1143); paid 5 s later.',
  },
  'password-refused': {
    ...WAITING,
    later: { afterMs: 5_000, event: 'decline' },
    respcd: '1205',
    meaning: 'Waits for the payer (1143); the payer refuses 5 s later (1205).',
  },
  'password-unanswered': {
    ...WAITING,
    later: { afterMs: PAYER_TIME_MS, event: 'close' },
    respcd: '1142',
    meaning: 'Waits for the payer (1143) until somebody approves or refuses; closed after 180 s (1142).',
  },
  'processing-paid': {
    ...PROCESSING,
    later: { afterMs: 5_000, event: 'charge' },
    meaning: 'No clear answer at first; paid 5 s later.',
  },
  'processing-declined': {
    ...PROCESSING,
    later: { afterMs: 5_000, event: 'decline' },
    respcd: '1205',
    meaning: 'No clear answer at first; declined 5 s later (1205).',
  },
  slow: { ...PAID, answer: { delayMs: 3_000 }, meaning: 'Paid at once; the answer takes 3 s.' },
  'very-slow': { ...PAID, answer: { delayMs: 10_000 }, meaning: 'Paid at once; the answer takes 10 s.' },
  'answer-lost': { ...PAID, answer: 'lost', meaning: 'Paid, but the connection breaks before the answer.' },
  'answer-timeout': { ...PAID, answer: 'never', meaning: 'Paid, but the answer never comes.' },
  'never-arrived': {
    start: 'nothing',
    answer: 'lost',
    reports: 'truth',
    meaning: 'The request is lost on its way; the wallet knows nothing of the payment.',
  },
  'late-success': {
    start: 'in_transit',
    later: { afterMs: 20_000, event: 'charge' },
    answer: 'lost',
    reports: 'truth',
    meaning: 'The request is delayed on its way: the wallet knows nothing for 20 s, then charges.',
  },
  'wrong-amount': { ...PAID, reports: 'other_amount', meaning: 'Paid, but reports one minor unit too much.' },
  'wrong-currency': { ...PAID, reports: 'other_currency', meaning: 'Paid, but reports another currency.' },
  busy: {
    start: 'nothing',
    respcd: '1297',
    answer: 'at_once',
    reports: 'truth',
    meaning: 'The wallet is busy and accepts nothing (1297).',
  },
  'declined-not-final': {
    start: 'declined',
    respcd: '1205',
    answer: 'refused_for_now',
    reports: 'truth',
    meaning: 'Declined (1205) by an answer that is not final; an enquiry confirms the refusal.',
  },
  'declined-then-paid': {
    ...PROCESSING,
    later: { afterMs: 5_000, event: 'charge' },
    answer: 'refused_for_now',
    meaning: 'Declined (1205) by an answer that is not final; paid all the same 5 s later.',
  },
  'declined-then-charged': {
    start: 'declined',
    later: { afterMs: 30_000, event: 'charge' },
    respcd: '1205',
    answer: 'at_once',
    reports: 'truth',
    meaning: 'Declined for good (1205); charged all the same 30 s later, unless it is reversed before.',
  },
  'reversal-ignored': {
    start: 'in_transit',
    later: { afterMs: 150_000, event: 'charge' },
    answer: 'lost',
    reports: 'truth',
    ignoresReversal: true,
    meaning:
      'The request is delayed on its way: the wallet knows nothing for 150 s, then charges, even when a reversal has barred the number.',
  },
  'connection-reset': damaged('reset'),
  'answer-cut': damaged('cut'),
  'answer-empty': damaged('empty'),
  'answer-garbage': damaged('garbage'),
  'server-error': damaged('server-error'),
  'server-error-early': {
    start: 'nothing',
    answer: { fault: 'server-error' },
    reports: 'truth',
    meaning: `Not charged, ${WIRE_FAULTS['server-error']}.`,
  },
  redirect: damaged('redirect'),
  'answer-too-long': damaged('too-long'),
  'answer-trickles': damaged('trickle'),
  unsigned: damaged('unsigned'),
  'wrong-signature': damaged('wrong-signature'),
  'other-order': damaged('other-order'),
  'unknown-code': damaged('unknown-code'),
} as const satisfies Record<string, NamedPlan>;

/** Name of a behaviour that has a row of its own in the documentation. */
export type NamedBehaviour = keyof typeof NAMED_PLANS;

/** How a wallet treats a payment: by name, or a refusal with any response code, for example `declined-1201`. */
export type Behaviour = NamedBehaviour | `declined-${ResponseCode}`;

/** How a wallet treats the payments of an account; `normal` follows the account's balance, status and free limit. */
export type AccountBehaviour = Behaviour | 'normal';

/** The named behaviours in the order of their test numbers, with one sentence of meaning each. */
export const NAMED_BEHAVIOURS: readonly { readonly name: NamedBehaviour; readonly meaning: string }[] = (
  Object.keys(NAMED_PLANS) as NamedBehaviour[]
).map((name) => ({ name, meaning: NAMED_PLANS[name].meaning }));

const REFUSAL = /^declined-(\d{4})$/;

function refusalCode(behaviour: string): ResponseCode | undefined {
  return refusalCodeOf(REFUSAL.exec(behaviour)?.[1]);
}

function isNamed(text: string): text is NamedBehaviour {
  return Object.hasOwn(NAMED_PLANS, text);
}

/** Whether a text is a behaviour of an account: `normal`, a name, or `declined-` with a code that is a refusal. */
export function isAccountBehaviour(text: string): text is AccountBehaviour {
  return text === 'normal' || isNamed(text) || refusalCode(text) !== undefined;
}

/**
 * What a behaviour does.
 *
 * @throws RangeError for a text that is no behaviour.
 */
export function planOf(behaviour: Behaviour): BehaviourPlan {
  if (isNamed(behaviour)) return NAMED_PLANS[behaviour];
  const respcd = refusalCode(behaviour);
  if (respcd === undefined) throw new RangeError(`"${behaviour}" is no behaviour of a wallet.`);
  return { start: 'declined', respcd, answer: 'at_once', reports: 'truth' };
}
