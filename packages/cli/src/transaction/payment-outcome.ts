import type { Exchange } from '@opencpm/client/calls';
import type { CurrencyCode, PayType } from '@opencpm/protocol';
import { textOfAnswer } from '../gateway-call.ts';
import { contradiction, type ExpectedField } from './contradiction.ts';
import { resultText } from './result-text.ts';
import type { Transaction } from './transaction.ts';
import { type TransactionState, transactionState } from './transaction-state.ts';

/** A payment as it is asked for on the command line. */
export interface PaymentOrder {
  readonly orderNumber: string;
  readonly amountMinor: number;
  readonly currency: CurrencyCode;
  readonly payType: PayType;
}

/** What is known of a payment after one or more answers. */
export interface PaymentOutcome {
  readonly state: TransactionState;
  /** Empty while the gateway has not told it. */
  readonly syssn: string;
  /** Empty while there is no readable answer. */
  readonly respcd: string;
  /** The result, or why there is none, for people. */
  readonly explanation: string;
}

/** An outcome nobody knows: there is no usable answer. */
function unknownOutcome(explanation: string, syssn = ''): PaymentOutcome {
  return { state: 'unknown', syssn, respcd: '', explanation };
}

/**
 * Reads the answer of a payment. It is believed only when it speaks of this order and amount; a success for something
 * else leaves the outcome unknown.
 */
export function outcomeOfPayment(
  order: PaymentOrder,
  result: Exclude<Exchange, { readonly kind: 'not_sent' }>,
): PaymentOutcome {
  if (result.kind === 'unknown') return unknownOutcome(result.reason);
  const { fields, respcd, httpStatus, proven } = result;
  const syssn = fields.text('syssn');
  const strange = contradiction(expectedOf(order), fields);
  if (strange !== undefined) return unknownOutcome(strange, syssn);
  const unsigned = proven || respcd !== '0000' ? '' : '; the answer carries no signature';
  const limited = httpStatus === 429 ? '; too many requests, nothing was started' : '';
  return {
    state: transactionState(respcd),
    syssn,
    respcd,
    explanation: resultText(respcd, textOfAnswer(result)) + unsigned + limited,
  };
}

/** Reads the row of an enquiry for this payment. */
export function outcomeOfRow(order: PaymentOrder, row: Transaction): PaymentOutcome {
  const { syssn, respcd, state, text } = row;
  const strange = contradiction(expectedOf(order), row.fields);
  if (strange !== undefined) return unknownOutcome(strange, syssn);
  return { state, syssn, respcd, explanation: resultText(respcd, text) };
}

function expectedOf(order: PaymentOrder): readonly ExpectedField[] {
  return [
    ['out_trade_no', order.orderNumber],
    ['txamt', String(order.amountMinor)],
    ['txcurrcd', order.currency],
  ];
}
