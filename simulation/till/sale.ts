import type { Merchant } from '../../packages/gateway/src/merchant/merchant.ts';
import type { WalletProfile } from '../wallet/profile.ts';

/** What the till believes about a sale. `refused`: this very attempt was turned away; nothing is known of the order. */
type Belief = 'open' | 'paid' | 'not_paid' | 'refused';

/** A sale in the journal of a till: written before anything is sent, so that it outlives the till. */
export interface Sale {
  readonly merchant: Merchant;
  readonly orderNumber: string;
  readonly amountMinor: number;
  readonly code: string;
  readonly profile: WalletProfile;
  readonly scannedAtMs: number;
  belief: Belief;
  /** Number of the gateway, as soon as an answer has named it. */
  syssn: string | undefined;
  /** Whether the first request may have reached the gateway. */
  sent: boolean;
}

/** A refund in the journal of a till. */
export interface RefundWish {
  readonly sale: Sale;
  readonly orderNumber: string;
  readonly amountMinor: number;
  belief: 'open' | 'returned' | 'not_returned';
}

/** Whether an answer is one after which a till has to go on asking. */
export function isPending(respcd: string): boolean {
  return respcd === '1143' || respcd === '1145';
}
