import type { PaymentRequest } from '@opencpm/protocol';
import type { Merchant } from '../../packages/gateway/src/merchant/merchant.ts';
import type { Transaction } from '../../packages/gateway/src/payment/transaction.ts';
import type { Heard } from '../oracle/recorder.ts';

/** A call of a till, past authentication. */
export type TillCall =
  | { readonly op: 'pay'; readonly merchant: Merchant; readonly request: PaymentRequest }
  | { readonly op: 'query'; readonly merchant: Merchant; readonly orderNumber: string }
  | { readonly op: 'list'; readonly merchant: Merchant }
  | {
      readonly op: 'reverse';
      readonly merchant: Merchant;
      readonly orderNumber: string;
      readonly amountMinor: number;
    }
  | {
      readonly op: 'refund';
      readonly merchant: Merchant;
      readonly orderNumber: string;
      readonly syssn: string;
      readonly amountMinor: number;
    };

/** What the gateway answers. `rows` are those of a list. */
export interface TillAnswer extends Heard {
  readonly rows?: readonly Transaction[];
}

/** Store under which a merchant's tills work, `undefined` for a direct merchant. */
export function storeIdOf(merchant: Merchant): string | undefined {
  return merchant.stores[0]?.storeId;
}

/** Name of an order among all merchants. */
export function orderName(merchantNumber: number, orderNumber: string): string {
  return `${merchantNumber}/${orderNumber}`;
}
