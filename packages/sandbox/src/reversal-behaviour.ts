import type { AnswerManner } from './answer-manner.ts';

/** How a wallet treats the reversal of one payment. */
export interface ReversalPlan {
  /**
   * - `do`: undoes the payment.
   * - `refuse_at_first`: refuses the first two requests for now, then undoes it.
   * - `too_late`: the payment is, or at this moment becomes, paid; the reversal is refused for good.
   * - `nothing`: the request does not reach the wallet.
   */
  readonly effect: 'do' | 'refuse_at_first' | 'too_late' | 'nothing';
  readonly answer: AnswerManner;
  /** What the merchant side sees, one sentence. */
  readonly meaning: string;
}

/** Requests a wallet refuses for now under `refuse_at_first`. */
export const REFUSALS_FOR_NOW = 2;

const PLANS = {
  done: { effect: 'do', answer: 'at_once', meaning: 'Undone at once.' },
  'answer-lost': {
    effect: 'do',
    answer: 'lost',
    meaning: 'Undone, but the connection breaks before the answer.',
  },
  'refused-at-first': {
    effect: 'refuse_at_first',
    answer: 'at_once',
    meaning: 'Refused twice with the remark "try again", then undone.',
  },
  'refused-too-late': {
    effect: 'too_late',
    answer: 'at_once',
    meaning: 'Refused for good: the payer was quicker, the payment is paid and stands.',
  },
  slow: { effect: 'do', answer: { delayMs: 3_000 }, meaning: 'Undone at once; the answer takes 3 s.' },
  'never-arrived': {
    effect: 'nothing',
    answer: 'lost',
    meaning: 'Every request is lost on its way; the wallet knows nothing of the reversal.',
  },
} as const satisfies Record<string, ReversalPlan>;

/** How a wallet treats a reversal, by name. */
export type ReversalBehaviour = keyof typeof PLANS;

/** The behaviours in the order of their test numbers, with one sentence of meaning each. */
export const REVERSAL_BEHAVIOURS: readonly {
  readonly name: ReversalBehaviour;
  readonly meaning: string;
}[] = (Object.keys(PLANS) as ReversalBehaviour[]).map((name) => ({ name, meaning: PLANS[name].meaning }));

/** Whether a text names a behaviour of reversals. */
export function isReversalBehaviour(text: string): text is ReversalBehaviour {
  return Object.hasOwn(PLANS, text);
}

/** What a behaviour does. */
export function reversalPlanOf(behaviour: ReversalBehaviour): ReversalPlan {
  return PLANS[behaviour];
}
