/**
 * Where a payment stands in the wallet's own book.
 *
 * - `in_transit`: sent, but delayed on the way; the wallet knows nothing of it yet.
 * - `processing`: accepted, outcome open.
 * - `waiting`: the payer is asked for password or consent.
 * - `paid`, `declined`, `closed`: ended. `closed` means that the payer was asked and did not react in time.
 * - `reversed`: undone; what was taken went back.
 */
export const ORDER_STATES = [
  'in_transit',
  'processing',
  'waiting',
  'paid',
  'declined',
  'closed',
  'reversed',
] as const;

/** State of a payment in the wallet's own book. */
export type OrderState = (typeof ORDER_STATES)[number];

/**
 * What can happen to a payment: the money is taken, the payment is refused, the time for the payer runs out, it is
 * undone.
 */
export type OrderEvent = 'charge' | 'decline' | 'close' | 'reverse';

/**
 * The law of the wallet's book: which event leads from which state to which. What is not listed cannot happen. That a
 * declined payment can be charged is for one behaviour only, a wallet that does not keep its word.
 */
export const ORDER_TRANSITIONS: Readonly<
  Record<OrderState, Readonly<Partial<Record<OrderEvent, OrderState>>>>
> = {
  in_transit: { charge: 'paid', decline: 'declined' },
  processing: { charge: 'paid', decline: 'declined', reverse: 'reversed' },
  waiting: { charge: 'paid', decline: 'declined', close: 'closed', reverse: 'reversed' },
  paid: { reverse: 'reversed' },
  declined: { charge: 'paid' },
  closed: {},
  reversed: {},
};

/** Whether a payment has not ended yet. */
export function isOpen(state: OrderState): boolean {
  return state === 'in_transit' || state === 'processing' || state === 'waiting';
}

/**
 * The state after an event.
 *
 * @throws RangeError when the law does not allow the event.
 */
export function nextOrderState(state: OrderState, event: OrderEvent): OrderState {
  const next = ORDER_TRANSITIONS[state][event];
  if (next === undefined) throw new RangeError(`A payment that is ${state} cannot ${event}.`);
  return next;
}
