import type { Payment } from '../../../packages/gateway/src/payment/payment.ts';
import type { LateCharge } from '../../../packages/gateway/src/payment/reversal.ts';
import { WIRE_VIEWS } from '../../../packages/gateway/src/payment/state.ts';
import type { BookEntry } from '../../../packages/sandbox/src/index.ts';

/** Both books about one payment, once nothing is under way any more. */
export interface BothBooks {
  readonly payment: Payment;
  /** As the wallet knows it; `undefined` when it never arrived. */
  readonly order: BookEntry | undefined;
  readonly lateCharge: LateCharge | undefined;
  /** Whether a person was called to look at it. */
  readonly alarmed: boolean;
  /** Whether the wallet never hears of the refund: what is reserved for it then stays so, and is tried for ever. */
  readonly refundNeverArrives: boolean;
}

/** What the two books do not agree on, in words; empty when all is well. */
export function findDisagreements({
  payment,
  order,
  lateCharge,
  alarmed,
  refundNeverArrives,
}: BothBooks): readonly string[] {
  const lying = order?.behaviour === 'wrong-amount' || order?.behaviour === 'wrong-currency';
  if (lying && order.state !== 'reversed') return liesOf(payment, alarmed);
  const found: string[] = [];
  if (!WIRE_VIEWS[payment.state].final) found.push(`is still ${payment.state} after ${payment.asks} asks`);
  if (order !== undefined && order.timesCharged > 1) found.push(`was charged ${order.timesCharged} times`);
  if (order !== undefined && order.refundingMinor > 0) found.push('has a refund that does not end');
  if (lateCharge !== undefined && lateCharge.state !== 'returned')
    found.push('has a late charge that is not returned');
  const there = order === undefined ? 0 : keptByWallet(order);
  const here = keptByGateway(payment);
  if (here !== there) {
    found.push(
      `${here} stand at the gateway (${payment.state}) and ${there} at the wallet (${order?.state})`,
    );
  }
  if (payment.refundPendingMinor > 0 && !refundNeverArrives)
    found.push('has a refund under way at the gateway');
  return found;
}

/** A wallet that reports another amount or currency is believed nothing; the payment waits for a person. */
function liesOf(payment: Payment, alarmed: boolean): readonly string[] {
  if (payment.state === 'paid') return ['is paid although the wallet reports another amount or currency'];
  return alarmed ? [] : ['nobody was told that the wallet reports another amount or currency'];
}

function keptByWallet({ state, timesCharged, amountMinor, refundedMinor }: BookEntry): number {
  return state === 'reversed' ? 0 : timesCharged * amountMinor - refundedMinor;
}

function keptByGateway({ state, amountMinor, refundedMinor }: Payment): number {
  return state === 'paid' || state === 'partly_refunded' ? amountMinor - refundedMinor : 0;
}
