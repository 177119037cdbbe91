import type { Payment } from '../payment/payment.ts';
import { type PaymentState, WIRE_VIEWS } from '../payment/state.ts';
import type { PaymentStep, Store } from '../store/store.ts';
import { reread } from './record-answer.ts';

/** How long whoever leased a transaction may work on it before somebody else takes it over. */
export const LEASE_MS = 30_000;

/**
 * Writes a step of somebody who holds the lease of a payment. An answer that was recorded in between (a late one of
 * the charge, an enquiry's) does not end the lease: the step is built anew on the new truth. When the lease is gone, or
 * the payment has come to another phase of its life, nothing is written.
 *
 * @param owned the payment as it was leased: the end of the lease is the proof of ownership.
 * @param step what is to be written on a payment as it stands.
 * @returns the payment as it is stored now, or `undefined` when it is no longer the caller's.
 */
export async function changeOwned(
  store: Store,
  owned: Payment,
  step: (current: Payment) => PaymentStep,
): Promise<Payment | undefined> {
  let current = owned;
  for (;;) {
    const stored = await store.changePayment(current, step(current));
    if (stored !== undefined) return stored;
    current = await reread(store, owned);
    if (!isOwned(owned, current)) return undefined;
  }
}

/** Whether the lease of a payment still holds, and the payment is in the phase it was leased in. */
export function isOwned(owned: Payment, current: Payment): boolean {
  return current.dueAtMs === owned.dueAtMs && phaseOf(current.state) === phaseOf(owned.state);
}

function phaseOf(state: PaymentState): 'open' | 'reversing' | 'ended' {
  if (WIRE_VIEWS[state].final) return 'ended';
  return state === 'reversing' ? 'reversing' : 'open';
}
