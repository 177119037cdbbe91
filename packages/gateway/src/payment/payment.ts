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
  /** Where success is announced: the request's own address, else the registered one; empty for nowhere. */
  readonly notifyUrl: string;
  /** Instant of `sysdtm`, milliseconds since 1970-01-01 UTC. */
  readonly createdAtMs: number;
  /** When the resolver asks the wallet for the first time, should the payment still be open by then. */
  readonly firstAskAtMs: number;
}

/** A stored payment. */
export interface Payment extends Omit<PaymentIntent, 'firstAskAtMs'> {
  readonly kind: 'payment';
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
  /**
   * When the resolver has to act next, on the steady clock; absent when nothing is left to do. While a resolver works
   * on the payment this is the end of its lease.
   */
  readonly dueAtMs: number | undefined;
  /**
   * How often the resolver has asked the wallet since the payment was accepted, or since its reversal began. Counted
   * and kept, because a wall clock that jumps must not bring a deadline nearer (invariant I15).
   */
  readonly asks: number;
  /** Remark of the merchant (`add_note`), empty when there is none. */
  readonly note: string;
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
  | 'dueAtMs'
  | 'asks'
>;
