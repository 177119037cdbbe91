/**
 * Where a refund can stand. `reserved` holds back part of the paid amount before the wallet is called; `processing`
 * means the wallet has given no clear answer yet. The reservation is let go only by a final refusal.
 */
export const REFUND_STATES = ['reserved', 'processing', 'succeeded', 'refused'] as const;

/** State of a refund. */
export type RefundState = (typeof REFUND_STATES)[number];

/** Whether the wallet has not given its verdict on a refund yet; until then its amount stays reserved. */
export function isRefundOpen(state: RefundState): boolean {
  return state === 'reserved' || state === 'processing';
}

/** Facts that can change a refund. */
export const REFUND_EVENTS = ['outcome_unknown', 'returned_by_wallet', 'refused_by_wallet'] as const;

/** Something that happened to a refund. */
export type RefundEvent = (typeof REFUND_EVENTS)[number];

/** The law of refunds: every event in every state; the effects mean what they mean for payments. */
export const REFUND_TRANSITIONS: Readonly<
  Record<RefundState, Readonly<Record<RefundEvent, { readonly to: RefundState } | 'nothing_new' | 'alarm'>>>
> = {
  reserved: {
    outcome_unknown: { to: 'processing' },
    returned_by_wallet: { to: 'succeeded' },
    refused_by_wallet: { to: 'refused' },
  },
  processing: {
    outcome_unknown: 'nothing_new',
    returned_by_wallet: { to: 'succeeded' },
    refused_by_wallet: { to: 'refused' },
  },
  succeeded: {
    outcome_unknown: 'nothing_new',
    returned_by_wallet: 'nothing_new',
    refused_by_wallet: 'alarm',
  },
  refused: {
    outcome_unknown: 'nothing_new',
    // Money went back although its reservation was let go: the books no longer agree.
    returned_by_wallet: 'alarm',
    refused_by_wallet: 'nothing_new',
  },
};
