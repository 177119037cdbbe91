import type { CurrencyCode } from '@opencpm/protocol';
import type { WalletProfile } from './profile.ts';

/** A payment in a wallet's own book. */
export interface WalletOrder {
  readonly channelOrderId: string;
  readonly profile: WalletProfile;
  /** What it takes from the payer; in an honest wallet what it was asked for. */
  readonly amountMinor: number;
  readonly currency: CurrencyCode;
  readonly isWrong: boolean;
  readonly createdAtMs: number;
  /** `barred`: reversed before it was ever charged. */
  state:
    | 'waiting'
    | 'processing'
    | 'refused_not_final'
    | 'paid'
    | 'declined'
    | 'closed'
    | 'reversed'
    | 'barred';
  /** Whether the payer's money is here; counts up to one in an honest wallet. */
  charges: number;
  /** Went back by a reversal or by refunds. */
  returnedMinor: number;
  paidAtMs: number;
  /** When a reversal, or the wallet's own correction, gave everything back; `undefined` while none did. */
  reversedAtMs: number | undefined;
  readonly refunds: Map<string, WalletRefund>;
  /** Refuses every reversal for good once it is paid. */
  readonly refusesReversal: boolean;
  /** Whether it broke its own word: charged after saying that it never would. */
  brokeItsWord: boolean;
  /** Whether it has said that it is paid. */
  saidPaid: boolean;
  /** Whether it has said to an enquiry or a charge that nothing is or will be charged. */
  saidNever: boolean;
}

/** A refund in a wallet's own book. */
export interface WalletRefund {
  readonly channelRefundId: string;
  readonly amountMinor: number;
  readonly createdAtMs: number;
  state: 'processing' | 'returned' | 'refused';
  returnedAtMs: number;
}
