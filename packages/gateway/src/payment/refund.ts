import type { CurrencyCode, PayType, WalletFamily } from '@opencpm/protocol';
import type { RefundState } from './refund-state.ts';

/** What is written before a wallet is asked to return money: a part of a payment, under an order number of its own. */
export interface RefundIntent {
  /** Running number of the deployment; the last ten digits of {@link syssn}. */
  readonly id: number;
  readonly syssn: string;
  /** Running number of the payment whose money goes back. */
  readonly originalId: number;
  readonly originalSyssn: string;
  /** The number under which the wallet knows the payment. */
  readonly originalChannelOrderId: string;
  readonly merchantNumber: number;
  /** `mchid` of the payment, empty for a direct merchant that has none. */
  readonly storeId: string;
  readonly orderNumber: string;
  readonly payType: PayType;
  readonly family: WalletFamily;
  readonly connector: string;
  /** The number under which the wallet knows this refund; fixed here, so that a repeat is the same refund. */
  readonly channelRefundId: string;
  readonly amountMinor: number;
  readonly currency: CurrencyCode;
  /** `txdtm` as sent. */
  readonly callerTime: string;
  readonly deviceId: string;
  /** Where success is announced; empty for nowhere. */
  readonly notifyUrl: string;
  /** Instant of `sysdtm`, milliseconds since 1970-01-01 UTC. */
  readonly createdAtMs: number;
  /** When the resolver asks the wallet for the first time, should the refund still be open by then. */
  readonly firstAskAtMs: number;
}

/** A stored refund. */
export interface Refund extends Omit<RefundIntent, 'firstAskAtMs'> {
  readonly kind: 'refund';
  readonly state: RefundState;
  /** Grows by one with every recorded change; a writer that saw an older one loses. */
  readonly version: number;
  /** Response code the outside sees for {@link state}. */
  readonly respcd: string;
  /** Text that explains the code, for `respmsg` and `errmsg`. */
  readonly detail: string;
  /** Instant at which the wallet returned the money (`paydtm`), absent before. */
  readonly returnedAtMs: number | undefined;
  /** The wallet's own number of the refund (`chnlsn`). */
  readonly walletNumber: string;
  readonly payerAccount: string;
  /** As for payments. */
  readonly dueAtMs: number | undefined;
  /** How often the wallet was asked about this refund. */
  readonly asks: number;
  /** Remark of the merchant (`add_note`), empty when there is none. */
  readonly note: string;
}

/** The part of a refund that a change replaces. */
export type RefundProgress = Pick<
  Refund,
  'state' | 'respcd' | 'detail' | 'returnedAtMs' | 'walletNumber' | 'payerAccount' | 'dueAtMs' | 'asks'
>;
