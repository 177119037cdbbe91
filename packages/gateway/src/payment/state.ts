/**
 * Where a payment can stand. `accepted` to `reversing` are open: the wallet has not given a verdict yet. The others
 * are verdicts; the only way on from a verdict is the return of money.
 */
export const PAYMENT_STATES = [
  'accepted',
  'processing',
  'waiting_for_payer',
  'reversing',
  'paid',
  'partly_refunded',
  'refunded',
  'declined',
  'reversed',
] as const;

/** State of a payment. */
export type PaymentState = (typeof PAYMENT_STATES)[number];

/** How a state looks on the wire (contract section 6). */
export interface WireView {
  /** Result code; `declined` payments show the code of their refusal instead. */
  readonly respcd: '0000' | '1142' | '1143' | '1145' | 'code of the refusal';
  /** Member `cancel` of an enquiry row: 0 not cancelled, 1 reversed, 3 refunded, 5 refunded in part. */
  readonly cancel: '0' | '1' | '3' | '5';
  /** Whether no fact but the return of money can change the state any more. */
  readonly final: boolean;
}

/** The wire's view of every state. */
export const WIRE_VIEWS: Readonly<Record<PaymentState, WireView>> = {
  accepted: { respcd: '1145', cancel: '0', final: false },
  processing: { respcd: '1145', cancel: '0', final: false },
  waiting_for_payer: { respcd: '1143', cancel: '0', final: false },
  reversing: { respcd: '1145', cancel: '0', final: false },
  paid: { respcd: '0000', cancel: '0', final: true },
  partly_refunded: { respcd: '0000', cancel: '5', final: true },
  refunded: { respcd: '0000', cancel: '3', final: true },
  declined: { respcd: 'code of the refusal', cancel: '0', final: true },
  reversed: { respcd: '1142', cancel: '1', final: true },
};
