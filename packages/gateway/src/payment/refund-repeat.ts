import type { RefundIntent } from './refund.ts';
import type { Transaction } from './transaction.ts';

/** Wire names of the parameters that identify a refund; the order number itself differs when a payment has it. */
type RefundIdentityField = 'out_trade_no' | 'syssn' | 'txamt';

/** The part of a request that decides whether it repeats an earlier refund. */
export type RefundIdentity = Pick<RefundIntent, 'originalSyssn' | 'amountMinor'>;

/**
 * Compares a refund with what was found under its order number (contract section 7); the number of a payment never
 * names a refund.
 *
 * @returns the first parameter that differs, or `undefined` for a true repeat.
 */
export function findRefundAlteration(
  stored: Transaction,
  request: RefundIdentity,
): RefundIdentityField | undefined {
  if (stored.kind === 'payment') return 'out_trade_no';
  if (stored.originalSyssn !== request.originalSyssn) return 'syssn';
  return stored.amountMinor === request.amountMinor ? undefined : 'txamt';
}
