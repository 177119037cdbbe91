import type { WalletAnswer, WalletReceipt } from '../wallet/connector.ts';
import type { Payment, PaymentProgress } from './payment.ts';
import { type PaymentState, WIRE_VIEWS } from './state.ts';
import { type PaymentEvent, transition } from './transition.ts';

/** What an answer of a wallet means for a payment. */
export type Verdict =
  | { readonly kind: 'move'; readonly progress: PaymentProgress; readonly alarm: string | undefined }
  | { readonly kind: 'stay'; readonly alarm: string | undefined }
  | { readonly kind: 'late_charge'; readonly receipt: WalletReceipt };

/**
 * What is known of the reversal of a payment that is being reversed.
 *
 * - `unconfirmed`: it was not sent, or its answer is not known.
 * - `acknowledged`: the wallet said that the payment is undone, and that is stored.
 * - `refused`: the wallet has just refused for good to undo it.
 */
export type ReversalStanding = 'unconfirmed' | 'acknowledged' | 'refused';

interface Fact {
  readonly event: PaymentEvent;
  readonly detail: string;
  /** Code of a refusal, empty for every other fact. */
  readonly refusal: string;
  readonly receipt?: WalletReceipt;
  readonly alarm?: string;
}

/**
 * Weighs an answer of a wallet against what is known of a payment. Pure: the caller stores the result.
 *
 * Whatever is not a clear answer leaves the payment open (rule 4); "paid" counts only with the amount and currency
 * that were asked for (rule 5). While a payment is being reversed, "no such payment" and "declined" end it only once the
 * wallet has acknowledged the reversal, and "paid" only once it has refused it: either may be older than the reversal.
 *
 * @param standing what is known of the payment's reversal; without meaning for a payment that is not being reversed.
 */
export function weighAnswer(
  payment: Payment,
  answer: WalletAnswer,
  standing: ReversalStanding = 'unconfirmed',
): Verdict {
  const known = factOf(payment, answer);
  const fact = payment.state === 'reversing' ? underReversal(known, answer, standing) : known;
  const effect = transition(payment.state, fact.event);
  if (typeof effect === 'object') {
    return { kind: 'move', progress: progressTo(effect.to, payment, fact), alarm: fact.alarm };
  }
  if (effect === 'late_charge' && fact.receipt !== undefined) {
    return { kind: 'late_charge', receipt: fact.receipt };
  }
  return { kind: 'stay', alarm: effect === 'alarm' ? contradiction(payment, fact) : fact.alarm };
}

function factOf(payment: Payment, answer: WalletAnswer): Fact {
  switch (answer.kind) {
    case 'not_sent':
    case 'unknown':
    case 'not_found':
      return outcomeUnknown('The wallet has not given a result yet; ask again');
    case 'waiting_for_payer':
      return {
        event: 'payer_asked',
        detail: 'The customer has to confirm on the phone; ask again',
        refusal: '',
      };
    case 'declined':
      return answer.mayStillCharge
        ? outcomeUnknown('The wallet has not given a final result yet; ask again')
        : { event: 'declined_by_wallet', detail: answer.reason, refusal: answer.respcd };
    case 'paid':
      return answer.amountMinor === payment.amountMinor && answer.currency === payment.currency
        ? { event: 'paid_by_wallet', detail: 'OK', refusal: '', receipt: answer }
        : {
            ...outcomeUnknown(
              'The wallet reported another amount or currency; the payment is held for a check',
            ),
            alarm: `wallet reports ${answer.currency} ${answer.amountMinor}, order is ${payment.currency} ${payment.amountMinor}`,
          };
    case 'reversed':
      return { event: 'reversal_confirmed', detail: answer.reason, refusal: '' };
  }
}

/** The same fact as it counts for a payment that is being reversed. */
function underReversal(fact: Fact, answer: WalletAnswer, standing: ReversalStanding): Fact {
  if (fact.event === 'paid_by_wallet' && standing === 'refused') {
    return { ...fact, event: 'reversal_refused_by_wallet' };
  }
  if (fact.event === 'declined_by_wallet' && standing === 'unconfirmed') {
    return outcomeUnknown('The payment is being reversed; ask again');
  }
  if (answer.kind === 'not_found' && standing === 'acknowledged') {
    return { event: 'reversal_confirmed', detail: 'The payment was reversed', refusal: '' };
  }
  return fact;
}

/**
 * Whether an ask gave a clear word that the payer has not paid yet. Only after such a word is a payment undone for want
 * of an outcome: of a wallet that cannot be reached nobody knows what it has charged.
 */
export function saysNotPaid(answer: WalletAnswer): boolean {
  switch (answer.kind) {
    case 'waiting_for_payer':
    case 'not_found':
    case 'declined':
      return true;
    case 'unknown':
      return answer.processing === true;
    case 'not_sent':
    case 'paid':
    case 'reversed':
      return false;
  }
}

function outcomeUnknown(detail: string): Fact {
  return { event: 'outcome_unknown', detail, refusal: '' };
}

function progressTo(state: PaymentState, payment: Payment, fact: Fact): PaymentProgress {
  const view = WIRE_VIEWS[state].respcd;
  return {
    state,
    respcd: view === 'code of the refusal' ? fact.refusal : view,
    detail: fact.detail,
    paidAtMs: fact.receipt?.paidAtMs,
    walletNumber: fact.receipt?.walletNumber ?? payment.walletNumber,
    payerAccount: fact.receipt?.payerAccount ?? payment.payerAccount,
    debitedAmountMinor: fact.receipt?.debitedAmountMinor,
    debitedCurrency: fact.receipt?.debitedCurrency ?? '',
    dueAtMs: WIRE_VIEWS[state].final ? undefined : payment.dueAtMs,
    asks: payment.asks,
  };
}

function contradiction(payment: Payment, fact: Fact): string {
  return `${fact.event} contradicts state ${payment.state}`;
}
