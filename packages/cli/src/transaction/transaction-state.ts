import { kindOf } from '@opencpm/client/calls';
import { isResponseCode, responseCode } from '@opencpm/protocol';
import { EXIT } from '../exit-code.ts';
import { isSettled, OPEN_STATES, type StateMeaning, type StateMeanings } from './state-meaning.ts';

/**
 * What is known about a transaction.
 *
 * - `waiting_for_payer`, `processing`: pending.
 * - `unknown`: nobody can say yet whether money moved; never a refusal.
 * - `refused`: not paid and never going to be.
 */
export type TransactionState =
  | 'paid'
  | 'refunded'
  | 'partly_refunded'
  | 'waiting_for_payer'
  | 'processing'
  | 'unknown'
  | 'reversed'
  | 'refused';

const MEANINGS: StateMeanings<TransactionState> = {
  paid: { words: 'PAID', tone: 'good', exitCode: EXIT.done },
  refunded: { words: 'REFUNDED', tone: 'good', exitCode: EXIT.done },
  partly_refunded: { words: 'PARTLY REFUNDED', tone: 'good', exitCode: EXIT.done },
  waiting_for_payer: { words: 'PENDING, customer confirms', tone: 'waiting', exitCode: EXIT.pending },
  ...OPEN_STATES,
  reversed: { words: 'REVERSED', tone: 'bad', exitCode: EXIT.refused },
  refused: { words: 'REFUSED', tone: 'bad', exitCode: EXIT.refused },
};

/** The words, the colour and the exit code of a state. */
export function describeState(state: TransactionState): StateMeaning {
  return MEANINGS[state];
}

/** Whether no later answer can differ, refunds aside. */
export function isFinal(state: TransactionState): boolean {
  return isSettled(MEANINGS[state]);
}

/**
 * Reads a result code (contract sections 5.1 and 6). Codes after which the outcome must be enquired, and codes nobody
 * has documented, are `unknown`: only a listed refusal is a refusal.
 *
 * @param cancel the `cancel` of an enquiry row, empty in other answers.
 * @param orderType `order_type` of the row; a refund that succeeded is `refunded`, a `close` that did is `reversed`.
 */
export function transactionState(respcd: string, cancel = '', orderType = ''): TransactionState {
  if (respcd === '0000') return succeeded(cancel, orderType);
  if (respcd === '1143') return 'waiting_for_payer';
  if (respcd === '1145') return 'processing';
  if (respcd === '1142') return 'reversed';
  return isResponseCode(respcd) && responseCode(respcd).retry !== 'query' ? 'refused' : 'unknown';
}

function succeeded(cancel: string, orderType: string): TransactionState {
  if (orderType === 'refund') return 'refunded';
  if (orderType === 'close') return 'reversed';
  if (kindOf(orderType) === 'other') return 'unknown';
  if (cancel === '' || cancel === '0') return 'paid';
  if (cancel === '5') return 'partly_refunded';
  // 1 and 2 are what older services say of a payment that was reversed or returned after it had succeeded.
  return cancel === '3' ? 'refunded' : 'reversed';
}
