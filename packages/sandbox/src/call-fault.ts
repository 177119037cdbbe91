import { type AnswerManner, type Spoken, WIRE_FAULTS, type WireFault } from './answer-manner.ts';
import { unknown } from './answer.ts';
import type { Unknown } from './wallet-answer.ts';

/** The calls of the merchant side. */
export const WALLET_CALLS = ['charge', 'query', 'reverse', 'refund', 'queryRefund'] as const;

/** A call of the merchant side. */
export type WalletCall = (typeof WALLET_CALLS)[number];

interface FaultPlan {
  /** Whether the wallet does what it is asked. */
  readonly reaches: boolean;
  readonly manner: AnswerManner;
  readonly meaning: string;
}

function damaged(fault: WireFault): FaultPlan {
  return { reaches: true, manner: { fault }, meaning: `Done, but ${WIRE_FAULTS[fault]}.` };
}

const PLANS = {
  slow: { reaches: true, manner: { delayMs: 3_000 }, meaning: 'Done; the answer takes 3 s.' },
  'very-slow': { reaches: true, manner: { delayMs: 10_000 }, meaning: 'Done; the answer takes 10 s.' },
  'answer-lost': {
    reaches: true,
    manner: 'lost',
    meaning: 'Done, but the connection breaks before the answer.',
  },
  'answer-timeout': { reaches: true, manner: 'never', meaning: 'Done, but the answer never comes.' },
  'never-arrived': { reaches: false, manner: 'lost', meaning: 'Not done: the request is lost on its way.' },
  'server-error-early': {
    reaches: false,
    manner: { fault: 'server-error' },
    meaning: `Not done: ${WIRE_FAULTS['server-error']}.`,
  },
  'connection-reset': damaged('reset'),
  'answer-cut': damaged('cut'),
  'answer-empty': damaged('empty'),
  'answer-garbage': damaged('garbage'),
  'server-error': damaged('server-error'),
  redirect: damaged('redirect'),
  'answer-too-long': damaged('too-long'),
  'answer-trickles': damaged('trickle'),
  unsigned: damaged('unsigned'),
  'wrong-signature': damaged('wrong-signature'),
  'other-order': damaged('other-order'),
  'unknown-code': damaged('unknown-code'),
} as const satisfies Record<string, FaultPlan>;

/** What can go wrong with any call, whatever the wallet makes of it; the same names as the behaviours of a charge. */
export type CallFault = keyof typeof PLANS;

/** The faults with one sentence of meaning each. */
export const CALL_FAULTS: readonly { readonly name: CallFault; readonly meaning: string }[] = (
  Object.keys(PLANS) as CallFault[]
).map((name) => ({ name, meaning: PLANS[name].meaning }));

/** Whether a text names a fault. */
export function isCallFault(text: string): text is CallFault {
  return Object.hasOwn(PLANS, text);
}

/** Does a call under a fault: what the wallet is asked is done, or not, and the answer goes out as the fault says. */
export function spoil<Answer>(
  fault: CallFault | undefined,
  work: () => Promise<Spoken<Answer>>,
): Promise<Spoken<Answer | Unknown>> {
  if (fault === undefined) return work();
  const { reaches, manner } = PLANS[fault];
  return reaches
    ? work().then(({ answer }) => ({ answer, manner }))
    : Promise.resolve({ answer: unknown('The request was lost on its way.'), manner });
}
