import type { CurrencyCode, PayType, ResponseCode, WalletFamily } from '@opencpm/protocol';
import type { ContractPayType } from './contract-pay-type.ts';
import type { ResolverProfile } from './resolver-profile.ts';

/** A payment as a wallet gets it. */
export interface ChargeOrder {
  /** The number under which the wallet knows this payment; fixed when the intent was written. 26 digits. */
  readonly channelOrderId: string;
  readonly family: WalletFamily;
  /** The contract it is charged under; for a mainland code under a Hong Kong contract not that of its family. */
  readonly payType: ContractPayType;
  /** The cleaned payment code. Secret: never stored or logged. */
  readonly authCode: string;
  readonly amountMinor: number;
  readonly currency: CurrencyCode;
  readonly description: string;
  readonly creditBarred: boolean;
  /** When the intent was written, milliseconds since 1970-01-01 UTC; the same in every later call about the payment. */
  readonly createdAtMs: number;
  /** The merchant's number inside this gateway, from 1. */
  readonly merchantNumber: number;
  readonly merchantName: string;
  /** `mchid` of the store, empty when the merchant names none. */
  readonly storeId: string;
  /** `udid` of the till, empty when it sends none. */
  readonly deviceId: string;
}

/** What is needed to ask a wallet about a payment. */
export interface OrderReference {
  readonly channelOrderId: string;
  readonly family: WalletFamily;
  /** What the merchant asked for; with 800008 it was charged under one of the contracts of its family. */
  readonly payType: PayType;
  readonly amountMinor: number;
  readonly currency: CurrencyCode;
  /** When the intent was written, milliseconds since 1970-01-01 UTC. */
  readonly createdAtMs: number;
  /**
   * How old the payment is at least, in milliseconds, whatever clocks were set to since {@link createdAtMs}. Told where a
   * reversal depends on it.
   */
  readonly leastAgeMs?: number;
  /**
   * That the wallet has acknowledged the reversal of this payment; for wallets whose answer to an enquiry does not show it.
   * Absent while nothing of the kind is known.
   */
  readonly reversalAcknowledged?: true;
  /**
   * That the answer decides whether the payment is undone. A connector that holds enquiries back, because its wallet takes
   * few, lets this one through. Absent for enquiries that only tell somebody.
   */
  readonly decides?: true;
}

/**
 * Everything a connector may answer (architecture, section 7).
 *
 * - `not_sent`: no byte reached the wallet, provably.
 * - `unknown`: anything else that is no clear answer: time-out, reset, bad signature, unreadable. `processing` when it is
 *   the wallet's own word: it was reached, knows the payment, and has no result yet.
 * - `not_found`: the wallet knows no payment under this number. It may yet arrive: not a failure (finding 2).
 * - `waiting_for_payer`: the wallet waits for the payer's password or consent.
 * - `declined`: the wallet said no. `mayStillCharge` is true for wallets whose refusal is not yet final.
 * - `paid`: the wallet said paid, with the facts to compare.
 * - `reversed`: the payment was undone at the wallet: nothing was charged or all of it went back, and nothing will be
 *   charged under this number any more.
 */
export type WalletAnswer =
  | { readonly kind: 'not_sent'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string; readonly processing?: true }
  | { readonly kind: 'not_found'; readonly reason: string }
  | { readonly kind: 'waiting_for_payer' }
  | {
      readonly kind: 'declined';
      readonly respcd: ResponseCode;
      readonly mayStillCharge: boolean;
      readonly reason: string;
    }
  | ({ readonly kind: 'paid' } & WalletReceipt)
  | { readonly kind: 'reversed'; readonly reason: string };

/** What a wallet says about a payment it has charged. */
export interface WalletReceipt {
  readonly amountMinor: number;
  readonly currency: string;
  /** The wallet's own number for the payment (`chnlsn`). */
  readonly walletNumber: string;
  /** The payer as the wallet names it (`cardcd`); personal data. */
  readonly payerAccount: string;
  /** When the payer paid, milliseconds since 1970-01-01 UTC. */
  readonly paidAtMs: number;
  /** What the payer was debited after conversion and discounts, when the wallet says it. */
  readonly debitedAmountMinor?: number;
  readonly debitedCurrency?: string;
}

/**
 * What a wallet may answer to "undo this payment".
 *
 * - `not_sent`, `unknown`: as for a charge; the same reversal is sent again.
 * - `reversed`: undone, or the number is barred for ever. An enquiry has to confirm it.
 * - `refused`: the wallet will not undo it. `mayRetry` when it says "not now"; otherwise the payment may stand.
 */
export type ReversalAnswer =
  | { readonly kind: 'not_sent'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'reversed' }
  | {
      readonly kind: 'refused';
      readonly respcd: ResponseCode;
      readonly mayRetry: boolean;
      readonly reason: string;
    };

/** A refund as a wallet gets it. */
export interface RefundOrder {
  /** The number under which the wallet knows the refund; the same number is the same refund, however often it comes. */
  readonly channelRefundId: string;
  /** The number under which the wallet knows the payment. */
  readonly channelOrderId: string;
  readonly family: WalletFamily;
  /** The wallet's own number of the payment, empty when it is not known. */
  readonly walletNumber: string;
  /** Amount to return, in minor units of `currency`. */
  readonly amountMinor: number;
  /** Amount of the whole payment, in minor units. */
  readonly paymentAmountMinor: number;
  readonly currency: CurrencyCode;
  /** When the refund was reserved, milliseconds since 1970-01-01 UTC; the same in every later call about it. */
  readonly createdAtMs: number;
  /** How old the refund is at least, in milliseconds, whatever clocks were set to since. Told of refunds that merchants made. */
  readonly leastAgeMs?: number;
  /** When the intent of the payment was written. */
  readonly paymentCreatedAtMs: number;
}

/**
 * What a wallet may answer to a refund, and to an enquiry about one.
 *
 * - `not_sent`, `unknown`: as for a charge.
 * - `not_found`: the wallet knows no refund under this number. It may yet arrive; the same refund is sent again.
 * - `processing`: the wallet took it in and returns the money later.
 * - `refused`: the wallet said no. `mayStillReturn` is true while that is not final.
 * - `returned`: the money is back, with the facts to compare.
 */
export type RefundAnswer =
  | { readonly kind: 'not_sent'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'not_found'; readonly reason: string }
  | { readonly kind: 'processing' }
  | {
      readonly kind: 'refused';
      readonly respcd: ResponseCode;
      readonly mayStillReturn: boolean;
      readonly reason: string;
    }
  | {
      readonly kind: 'returned';
      readonly amountMinor: number;
      readonly currency: string;
      /** The wallet's own number for the refund (`chnlsn`). */
      readonly walletNumber: string;
      readonly payerAccount: string;
      /** When the money went back, milliseconds since 1970-01-01 UTC. */
      readonly returnedAtMs: number;
    };

/**
 * The port every wallet family is reached through. A connector translates and keeps no state. Its calls settle with
 * an answer; a rejection counts as `unknown`. The signal fires when the gateway stops waiting: the connector lets go of
 * its sockets, an answer after that is dropped, and the wallet is asked about the payment instead.
 */
export interface Connector {
  /** Stored with the payment, so that a restarted gateway asks the same wallet. */
  readonly name: string;
  /** How its payments are brought to their end; the family's usual profile when left out. */
  readonly profileOf?: (family: WalletFamily) => ResolverProfile;
  charge(order: ChargeOrder, signal: AbortSignal): Promise<WalletAnswer>;
  query(order: OrderReference, signal: AbortSignal): Promise<WalletAnswer>;
  /** Undoes a payment whatever its state; again and again with the same effect. A number never seen is barred. */
  reverse(order: OrderReference, signal: AbortSignal): Promise<ReversalAnswer>;
  /** Returns money of a paid payment; the same `channelRefundId` again returns nothing more. */
  refund(order: RefundOrder, signal: AbortSignal): Promise<RefundAnswer>;
  queryRefund(order: RefundOrder, signal: AbortSignal): Promise<RefundAnswer>;
}
