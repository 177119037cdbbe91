import type { ReversalDriver } from '../trade/drive-reversal.ts';
import { PaymentResolver } from './resolve-payment.ts';
import { type RefundDriver, Resolver } from './resolver.ts';
import { LateChargeReturner } from './return-late-charge.ts';
import type { ResolvePaymentParts } from './resolve-payment.ts';

/** What a resolver is made of. */
export interface AssembleResolverParts extends ResolvePaymentParts {
  readonly reversals: ReversalDriver;
  readonly refunds: RefundDriver;
}

/** Puts a resolver together that drives payments, refunds and late charges on one clock and one pace. */
export function assembleResolver(parts: AssembleResolverParts): Resolver {
  return new Resolver({
    ...parts,
    connectors: [...parts.connectors.keys()],
    payments: new PaymentResolver(parts),
    lateCharges: new LateChargeReturner(parts),
  });
}
