import type { Attempt } from '@opencpm/client';
import type { Payment } from '../../packages/gateway/src/payment/payment.ts';
import type { SdkTill } from '../till/sdk-till.ts';
import type { WalletOrder } from '../wallet/wallet-order.ts';
import type { World } from '../world.ts';

/** What a till that runs the SDK has shown and written down, against both books, once everything is at rest. */
export function checkAttempts(
  world: World,
  till: SdkTill,
  payments: readonly Payment[],
  orders: ReadonlyMap<string, WalletOrder>,
): void {
  const byOrder = new Map(
    payments
      .filter(({ merchantNumber }) => merchantNumber === till.merchant.merchantNumber)
      .map((payment) => [payment.orderNumber, payment]),
  );
  const standing = new Map<string, string[]>();
  for (const attempt of till.journal.values()) {
    const payment = byOrder.get(attempt.orderNumber);
    const order = payment === undefined ? undefined : orders.get(payment.channelOrderId);
    checkVerdict(world, till, attempt, payment, order);
    if (order === undefined || order.charges * order.amountMinor === order.returnedMinor) continue;
    standing.set(attempt.basketId, [...(standing.get(attempt.basketId) ?? []), attempt.orderNumber]);
  }
  for (const [basketId, charged] of standing) {
    if (charged.length > 1) world.violate('I1', `${basketId} was charged under ${charged.join(' and ')}`);
  }
}

function checkVerdict(
  world: World,
  till: SdkTill,
  attempt: Attempt,
  payment: Payment | undefined,
  order: WalletOrder | undefined,
): void {
  const { orderNumber, verdict } = attempt;
  const shown = till.shown.verdicts.get(orderNumber);
  if (verdict === undefined) {
    world.violate('I9', `${orderNumber} has no verdict in the journal of its till`);
    return;
  }
  const written = verdict.kind === 'not_begun' ? 'declined' : verdict.kind;
  if (shown !== undefined && shown.outcome !== written) {
    world.violate('I9', `a till shows ${orderNumber} as ${shown.outcome}, written down is ${verdict.kind}`);
  }
  const standingMinor = order === undefined ? 0 : order.charges * order.amountMinor - order.returnedMinor;
  if (verdict.kind === 'paid') {
    if (payment?.state !== 'paid' || standingMinor !== attempt.amountMinor) {
      world.violate(
        'I9',
        `a till shows ${orderNumber} as paid; it is ${payment?.state ?? 'unknown'} and ${standingMinor} stand at the wallet`,
      );
    }
    return;
  }
  if (payment?.state === 'paid' || standingMinor !== 0) {
    world.violate(
      'I9',
      `a till shows ${orderNumber} as ${verdict.kind}; it is ${payment?.state ?? 'unknown'} and ${standingMinor} stand at the wallet`,
    );
  }
  if (verdict.kind === 'reversed' && payment?.state !== 'reversed') {
    world.violate('I9', `a till shows ${orderNumber} as reversed; it is ${payment?.state ?? 'unknown'}`);
  }
}
