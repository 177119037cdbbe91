import { kindOf } from '@opencpm/client/calls';
import type { SignType } from '@opencpm/protocol';
import type { GatewayAccess } from '../access/gateway-access.ts';
import type { Surroundings } from '../context.ts';
import { enquireUntil } from './enquire-until.ts';
import { outcomeOfRow, type PaymentOrder, type PaymentOutcome } from './payment-outcome.ts';
import { isFinal } from './transaction-state.ts';

/** What waiting needs. */
export interface WaitInput {
  readonly access: GatewayAccess;
  readonly order: PaymentOrder;
  readonly signType: SignType;
  /** What is known so far. */
  readonly outcome: PaymentOutcome;
  readonly interruption: AbortSignal;
  /** Told every outcome that differs from the one before. */
  readonly onChange: (outcome: PaymentOutcome) => void;
}

/**
 * Enquires until the outcome of a payment is final, the time is over, or Ctrl-C. An enquiry that finds nothing changes
 * nothing: the payment may still be on its way to the gateway.
 *
 * @returns the latest outcome known, final or not.
 */
export async function waitForVerdict(
  surroundings: Pick<Surroundings, 'fetch' | 'clock' | 'randomBytes'>,
  { access, order, signType, outcome: first, interruption, onChange }: WaitInput,
): Promise<PaymentOutcome> {
  let outcome = first;
  await enquireUntil(surroundings, {
    access,
    signType,
    question: [['out_trade_no', order.orderNumber]],
    interruption,
    take(transactions) {
      const row = transactions.find(
        ({ orderNumber, orderType }) => orderNumber === order.orderNumber && kindOf(orderType) === 'payment',
      );
      if (row === undefined) return false;
      const latest = outcomeOfRow(order, row);
      if (latest.state !== outcome.state) onChange(latest);
      outcome = latest;
      return isFinal(latest.state);
    },
  });
  return outcome;
}
