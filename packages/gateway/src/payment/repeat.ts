import type { PaymentIntent } from './payment.ts';
import type { Transaction } from './transaction.ts';

/** Wire names of the parameters that identify a payment; the order number itself differs when a refund has it. */
type IdentityField = 'out_trade_no' | 'pay_type' | 'txamt' | 'txcurrcd' | 'auth_code';

/** The part of a request that decides whether it repeats an earlier one. */
export type PaymentIdentity = Pick<PaymentIntent, 'payType' | 'amountMinor' | 'currency' | 'authCodeHash'>;

/**
 * Compares a request with what was found under its order number (contract section 7); the number of a refund never
 * names a payment. The time at the caller and
 * descriptive texts may differ: clients stamp a new time on every try.
 *
 * @returns the first parameter that differs, or `undefined` for a true repeat.
 */
export function findAlteration(stored: Transaction, request: PaymentIdentity): IdentityField | undefined {
  if (stored.kind === 'refund') return 'out_trade_no';
  if (stored.payType !== request.payType) return 'pay_type';
  if (stored.amountMinor !== request.amountMinor) return 'txamt';
  if (stored.currency !== request.currency) return 'txcurrcd';
  return stored.authCodeHash === request.authCodeHash ? undefined : 'auth_code';
}
