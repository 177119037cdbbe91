import type { Exchange } from '@opencpm/client/calls';
import { isResponseCode, responseCode } from '@opencpm/protocol';
import { EXIT } from '../exit-code.ts';
import { textOfAnswer } from '../gateway-call.ts';
import { contradiction, type ExpectedField } from './contradiction.ts';
import { resultText } from './result-text.ts';
import { isSettled, OPEN_STATES, type StateMeaning, type StateMeanings } from './state-meaning.ts';

/**
 * What is known about money on its way back.
 *
 * - `refunded`, `reversed`: done.
 * - `processing`, `unknown`: nobody can say yet; never a refusal.
 * - `paid`: the reversal came too late, the payment stands.
 * - `refused`: this refund or reversal is not done and never will be.
 */
export type ReturnState = 'refunded' | 'reversed' | 'processing' | 'unknown' | 'paid' | 'refused';

/** How a refund or a reversal went. */
export interface ReturnOutcome {
  readonly state: ReturnState;
  /** Its own number, empty while the gateway has not told it. */
  readonly syssn: string;
  /** Number of the payment, empty while the gateway has not told it. */
  readonly originalSyssn: string;
  /** Empty while the gateway has not told it. */
  readonly currency: string;
  /** Empty while there is no readable answer. */
  readonly respcd: string;
  /** The result, or why there is none, for people. */
  readonly explanation: string;
}

const MEANINGS: StateMeanings<ReturnState> = {
  refunded: { words: 'REFUNDED', tone: 'good', exitCode: EXIT.done },
  reversed: { words: 'REVERSED', tone: 'good', exitCode: EXIT.done },
  ...OPEN_STATES,
  paid: { words: 'NOT REVERSED, the payment is paid', tone: 'bad', exitCode: EXIT.refused },
  refused: { words: 'REFUSED', tone: 'bad', exitCode: EXIT.refused },
};

/** The words, the colour and the exit code of a state. */
export function describeReturn(state: ReturnState): StateMeaning {
  return MEANINGS[state];
}

/** Whether no later answer can differ. */
export function isReturnFinal(state: ReturnState): boolean {
  return isSettled(MEANINGS[state]);
}

/**
 * Reads the result code of a refund or a reversal (contract sections 5.3 and 5.4). Codes that leave it open, codes
 * nobody has documented, and 2011, after which the number belongs to something else, are `unknown`.
 */
export function returnState(kind: 'refund' | 'reversal', respcd: string): ReturnState {
  if (respcd === '0000') return kind === 'refund' ? 'refunded' : 'reversed';
  if (respcd === '1143' || respcd === '1145') return 'processing';
  if (respcd === '1260' && kind === 'reversal') return 'paid';
  if (respcd === '2011' || !isResponseCode(respcd)) return 'unknown';
  const { class: codeClass, retry } = responseCode(respcd);
  return codeClass === 'pending' || (codeClass === 'system' && retry === 'query') ? 'unknown' : 'refused';
}

/** Reads the answer of a refund or a reversal; one that speaks of something else leaves the outcome unknown. */
export function outcomeOfReturn(
  kind: 'refund' | 'reversal',
  expected: readonly ExpectedField[],
  result: Exclude<Exchange, { readonly kind: 'not_sent' }>,
): ReturnOutcome {
  const unknown = { state: 'unknown', syssn: '', originalSyssn: '', currency: '', respcd: '' } as const;
  if (result.kind === 'unknown') return { ...unknown, explanation: result.reason };
  const { fields, respcd, httpStatus, proven } = result;
  const strange = contradiction(expected, fields);
  if (strange !== undefined) return { ...unknown, explanation: strange };
  const unsigned = proven || respcd !== '0000' ? '' : '; the answer carries no signature';
  const limited = httpStatus === 429 ? '; too many requests, nothing was started' : '';
  return {
    state: returnState(kind, respcd),
    syssn: fields.text('syssn'),
    originalSyssn: fields.text('orig_syssn'),
    currency: fields.text('txcurrcd'),
    respcd,
    explanation: resultText(respcd, textOfAnswer(result)) + unsigned + limited,
  };
}
