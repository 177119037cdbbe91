import type { Payment } from '../../packages/gateway/src/payment/payment.ts';
import type { Till } from '../till/till.ts';
import type { WalletOrder } from '../wallet/wallet-order.ts';
import type { World } from '../world.ts';
import { isPaid } from './book-checks.ts';

/** What a cashier was shown in the end has to be what happened. */
export function checkJournal(
  world: World,
  till: Till,
  payments: readonly Payment[],
  orders: ReadonlyMap<string, WalletOrder>,
): void {
  for (const sale of till.journal) {
    const payment = payments.find(
      ({ merchantNumber, orderNumber }) =>
        merchantNumber === sale.merchant.merchantNumber && orderNumber === sale.orderNumber,
    );
    const order = payment === undefined ? undefined : orders.get(payment.channelOrderId);
    const charged = order !== undefined && order.charges > 0;
    if (sale.belief === 'paid' && !(payment !== undefined && isPaid(payment) && charged)) {
      world.violate('I9', `a till shows ${sale.orderNumber} as paid`);
    }
    if (sale.belief === 'not_paid' && payment !== undefined && isPaid(payment)) {
      world.violate('I9', `a till shows ${sale.orderNumber} as not paid`);
    }
  }
}
