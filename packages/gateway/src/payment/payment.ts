import type { CurrencyCode, PayType, WalletFamily } from '@opencpm/protocol';
import type { PaymentState } from './state.ts';

/** What is written before a wallet is called: one merchant order charged by one scanned code. */
export interface PaymentIntent {
  /** Running number of the deployment; the last ten digits of {@link syssn}. */
  readonly id: number;
  readonly syssn: string;
  readonly merchantNumber: number;
  /** `mchid`, empty for a direct merchant that has none. */
  readonly storeId: string;
  readonly orderNumber: string;
  /** Pay type as the merchant asked for it, `800008` included. */
  readonly payType: PayType;
  readonly family: WalletFamily;
  /** Name of the connector that charges and is asked later. */
  readonly connector: string;
  readonly channelOrderId: string;
  readonly amountMinor: number;
  readonly currency: CurrencyCode;
  /** Keyed hash of the cleaned auth code, hex; the code itself is never stored. */
  readonly authCodeHash: string;
  /** `txdtm` as sent. */
  readonly callerTime: string;
  readonly goodsName: string;
  readonly deviceId: string;
  /** Address of the request itself, empty when none was given. */
  readonly notifyUrl: string;
  /** Instant of `sysdtm`, milliseconds since 1970-01-01 UTC. */
  readonly createdAtMs: number;
}

/** A stored payment. */
export interface Payment extends PaymentIntent {
  readonly state: PaymentState;
  /** Grows by one with every recorded change; a writer that saw an older one loses. */
  readonly version: number;
  /** Response code the outside sees for {@link state}. */
  readonly respcd: string;
  /** Text that explains the code, for `respmsg` and `errmsg`. */
  readonly detail: string;
  /** Instant of `paydtm`, absent while unpaid. */
  readonly paidAtMs: number | undefined;
  readonly walletNumber: string;
  readonly payerAccount: string;
  readonly debitedAmountMinor: number | undefined;
  readonly debitedCurrency: string;
  /** Returned for good, in minor units. */
  readonly refundedMinor: number;
  /** Reserved for refunds that are under way, in minor units. */
  readonly refundPendingMinor: number;
}

/** The part of a payment that a change replaces. */
export type PaymentProgress = Pick<
  Payment,
  | 'state'
  | 'respcd'
  | 'detail'
  | 'paidAtMs'
  | 'walletNumber'
  | 'payerAccount'
  | 'debitedAmountMinor'
  | 'debitedCurrency'
>;
