/**
 * Where a payment stands in the wallet's own book.
 *
 * - `in_transit`: sent, but delayed on the way; the wallet knows nothing of it yet.
 * - `processing`: accepted, outcome open.
 * - `waiting`: the payer is asked for password or consent.
 * - `paid`, `declined`, `closed`: final. `closed` means that the payer was asked and did not react in time.
 */
export const ORDER_STATES = ['in_transit', 'processing', 'waiting', 'paid', 'declined', 'closed'] as const;

/** State of a payment in the wallet's own book. */
export type OrderState = (typeof ORDER_STATES)[number];

/** What can happen to a payment: the money is taken, the payment is refused, the time for the payer runs out. */
export type OrderEvent = 'charge' | 'decline' | 'close';

/** The law of the wallet's book: which event leads from which state to which. What is not listed cannot happen. */
export const ORDER_TRANSITIONS: Readonly<
  Record<OrderState, Readonly<Partial<Record<OrderEvent, OrderState>>>>
> = {
  in_transit: { charge: 'paid', decline: 'declined' },
  processing: { charge: 'paid', decline: 'declined' },
  waiting: { charge: 'paid', decline: 'declined', close: 'closed' },
  paid: {},
  declined: {},
  closed: {},
};

/**
 * The state after an event.
 *
 * @throws RangeError when the law does not allow the event: a payment that has ended never changes.
 */
export function nextOrderState(state: OrderState, event: OrderEvent): OrderState {
  const next = ORDER_TRANSITIONS[state][event];
  if (next === undefined) throw new RangeError(`A payment that is ${state} cannot ${event}.`);
  return next;
}
