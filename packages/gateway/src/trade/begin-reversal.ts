import { formatSyssn } from '@opencpm/protocol';
import type { BusinessClock } from '../clock/business-clock.ts';
import type { Payment } from '../payment/payment.ts';
import { progressOf } from '../payment/progress-of.ts';
import type { Reversal } from '../payment/reversal.ts';
import { WIRE_VIEWS } from '../payment/state.ts';
import type { PaymentStep, Store } from '../store/store.ts';

/** What the number of a reversal is made of. */
export interface ReversalNumberParts {
  readonly store: Store;
  readonly clock: BusinessClock;
  /** Number of this gateway inside `syssn`, 0 to 9999. */
  readonly node: number;
}

/** Who begins a reversal; the texts of the call are empty for the resolver's own. */
export type ReversalCause = Pick<Reversal, 'origin' | 'callerTime' | 'deviceId'>;

/** A reversal with a number of its own. No wallet has been called for it. */
export function newReversal(parts: ReversalNumberParts, payment: Payment, cause: ReversalCause): Reversal {
  const begunAtMs = parts.clock.nowMs();
  return {
    paymentId: payment.id,
    syssn: formatSyssn(begunAtMs, parts.node, parts.store.nextTransactionNumber()),
    ...cause,
    begunAtMs,
    acknowledgedAtMs: undefined,
  };
}

/**
 * The intent of a reversal: from here on the payment is being undone, until the wallet confirms or refuses it.
 *
 * @param dueAtMs when the resolver takes over, on the steady clock.
 */
export function reversalIntent(payment: Payment, reversal: Reversal, dueAtMs: number): PaymentStep {
  const { syssn, origin, begunAtMs } = reversal;
  return {
    progress: {
      ...progressOf(payment),
      state: 'reversing',
      respcd: WIRE_VIEWS.reversing.respcd,
      detail: 'The payment is being reversed; ask again',
      dueAtMs,
      asks: 0,
    },
    atMs: begunAtMs,
    entry: { event: 'reversal_begun', facts: { from: payment.state, syssn, origin, asks: payment.asks } },
    reversal,
  };
}

/** Gives the reversal of a payment that ended "not paid" by itself a number: nothing is sent, the payment stays. */
export function reversalOfEnded(payment: Payment, reversal: Reversal): PaymentStep {
  const { syssn, origin, begunAtMs } = reversal;
  return {
    progress: progressOf(payment),
    atMs: begunAtMs,
    entry: { event: 'reversal_begun', facts: { from: payment.state, syssn, origin } },
    reversal,
  };
}
