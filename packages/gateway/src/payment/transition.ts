import type { PaymentState } from './state.ts';

/** Facts and decisions that can change a payment. */
export const PAYMENT_EVENTS = [
  'outcome_unknown',
  'payer_asked',
  'paid_by_wallet',
  'declined_by_wallet',
  'reversal_begun',
  'reversal_confirmed',
  'reversal_refused_by_wallet',
  'refunded_in_part',
  'refunded_in_full',
] as const;

/** Something that happened to a payment. */
export type PaymentEvent = (typeof PAYMENT_EVENTS)[number];

/**
 * What an event does in a state.
 *
 * - `{ to }`: the payment moves.
 * - `nothing_new`: the event is weaker than, or the same as, what is known. Duplicates and late answers end here.
 * - `late_charge`: the wallet took money after the verdict "not paid". The verdict stays; the money goes back.
 * - `alarm`: the event contradicts a stronger fact. Nothing moves; a person has to look.
 * - `refuse`: a command that is not allowed here; whoever gave it is told so.
 */
export type Effect = { readonly to: PaymentState } | 'nothing_new' | 'late_charge' | 'alarm' | 'refuse';

/**
 * The law: every event in every state. Money facts beat failure facts before a verdict, no fact flips a verdict, and
 * a reversal never touches a paid order. The code, the tests and the diagram in the documentation read this table.
 */
export const PAYMENT_TRANSITIONS: Readonly<Record<PaymentState, Readonly<Record<PaymentEvent, Effect>>>> = {
  accepted: {
    outcome_unknown: { to: 'processing' },
    payer_asked: { to: 'waiting_for_payer' },
    paid_by_wallet: { to: 'paid' },
    declined_by_wallet: { to: 'declined' },
    reversal_begun: { to: 'reversing' },
    reversal_confirmed: { to: 'reversed' },
    reversal_refused_by_wallet: 'alarm',
    refunded_in_part: 'refuse',
    refunded_in_full: 'refuse',
  },
  processing: {
    outcome_unknown: 'nothing_new',
    payer_asked: { to: 'waiting_for_payer' },
    paid_by_wallet: { to: 'paid' },
    declined_by_wallet: { to: 'declined' },
    reversal_begun: { to: 'reversing' },
    reversal_confirmed: { to: 'reversed' },
    reversal_refused_by_wallet: 'alarm',
    refunded_in_part: 'refuse',
    refunded_in_full: 'refuse',
  },
  waiting_for_payer: {
    // A lost answer does not take away what is known: the payer may still be typing.
    outcome_unknown: 'nothing_new',
    payer_asked: 'nothing_new',
    paid_by_wallet: { to: 'paid' },
    declined_by_wallet: { to: 'declined' },
    reversal_begun: { to: 'reversing' },
    reversal_confirmed: { to: 'reversed' },
    reversal_refused_by_wallet: 'alarm',
    refunded_in_part: 'refuse',
    refunded_in_full: 'refuse',
  },
  reversing: {
    outcome_unknown: 'nothing_new',
    payer_asked: 'nothing_new',
    // "Paid" may be older than the reversal that is on its way; only the wallet's refusal to reverse makes it stand.
    paid_by_wallet: 'nothing_new',
    declined_by_wallet: { to: 'reversed' },
    reversal_begun: 'nothing_new',
    reversal_confirmed: { to: 'reversed' },
    reversal_refused_by_wallet: { to: 'paid' },
    refunded_in_part: 'refuse',
    refunded_in_full: 'refuse',
  },
  paid: {
    outcome_unknown: 'nothing_new',
    payer_asked: 'nothing_new',
    paid_by_wallet: 'nothing_new',
    declined_by_wallet: 'alarm',
    reversal_begun: 'refuse',
    reversal_confirmed: 'alarm',
    reversal_refused_by_wallet: 'nothing_new',
    refunded_in_part: { to: 'partly_refunded' },
    refunded_in_full: { to: 'refunded' },
  },
  partly_refunded: {
    outcome_unknown: 'nothing_new',
    payer_asked: 'nothing_new',
    paid_by_wallet: 'nothing_new',
    declined_by_wallet: 'alarm',
    reversal_begun: 'refuse',
    reversal_confirmed: 'alarm',
    reversal_refused_by_wallet: 'nothing_new',
    refunded_in_part: { to: 'partly_refunded' },
    refunded_in_full: { to: 'refunded' },
  },
  refunded: {
    outcome_unknown: 'nothing_new',
    payer_asked: 'nothing_new',
    paid_by_wallet: 'nothing_new',
    declined_by_wallet: 'alarm',
    reversal_begun: 'refuse',
    reversal_confirmed: 'alarm',
    reversal_refused_by_wallet: 'nothing_new',
    refunded_in_part: 'refuse',
    refunded_in_full: 'refuse',
  },
  declined: {
    outcome_unknown: 'nothing_new',
    payer_asked: 'nothing_new',
    paid_by_wallet: 'late_charge',
    declined_by_wallet: 'nothing_new',
    // Nothing is left to undo; whoever asked is told that nothing is charged.
    reversal_begun: 'nothing_new',
    reversal_confirmed: 'nothing_new',
    reversal_refused_by_wallet: 'alarm',
    refunded_in_part: 'refuse',
    refunded_in_full: 'refuse',
  },
  reversed: {
    outcome_unknown: 'nothing_new',
    payer_asked: 'nothing_new',
    paid_by_wallet: 'late_charge',
    declined_by_wallet: 'nothing_new',
    reversal_begun: 'nothing_new',
    reversal_confirmed: 'nothing_new',
    reversal_refused_by_wallet: 'alarm',
    refunded_in_part: 'refuse',
    refunded_in_full: 'refuse',
  },
};

/** What an event does to a payment in a state. */
export function transition(state: PaymentState, event: PaymentEvent): Effect {
  return PAYMENT_TRANSITIONS[state][event];
}
