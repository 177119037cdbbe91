import type { CurrencyCode, ResponseCode, WalletFamily } from '@opencpm/protocol';

/** A payment as a wallet gets it. */
export interface ChargeOrder {
  /** The number under which the wallet knows this payment; fixed when the intent was written. */
  readonly channelOrderId: string;
  readonly family: WalletFamily;
  /** The cleaned payment code. Secret: never stored or logged. */
  readonly authCode: string;
  readonly amountMinor: number;
  readonly currency: CurrencyCode;
  readonly description: string;
  readonly creditBarred: boolean;
  readonly merchantName: string;
}

/** What is needed to ask a wallet about a payment. */
export interface OrderReference {
  readonly channelOrderId: string;
  readonly family: WalletFamily;
  readonly amountMinor: number;
  readonly currency: CurrencyCode;
}

/**
 * Everything a connector may answer (architecture, section 7).
 *
 * - `not_sent`: no byte reached the wallet, provably.
 * - `unknown`: anything else that is no clear answer: time-out, reset, bad signature, unreadable, not found.
 * - `waiting_for_payer`: the wallet waits for the payer's password or consent.
 * - `declined`: the wallet said no. `mayStillCharge` is true for wallets whose refusal is not yet final.
 * - `paid`: the wallet said paid, with the facts to compare.
 */
export type WalletAnswer =
  | { readonly kind: 'not_sent'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'waiting_for_payer' }
  | {
      readonly kind: 'declined';
      readonly respcd: ResponseCode;
      readonly mayStillCharge: boolean;
      readonly reason: string;
    }
  | ({ readonly kind: 'paid' } & WalletReceipt);

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
 * The port every wallet family is reached through. A connector translates and keeps no state. Its calls settle with
 * an answer; a rejection counts as `unknown`. The signal fires when the gateway stops waiting: the connector lets go of
 * its sockets, an answer after that is dropped, and the wallet is asked about the payment instead.
 */
export interface Connector {
  /** Stored with the payment, so that a restarted gateway asks the same wallet. */
  readonly name: string;
  charge(order: ChargeOrder, signal: AbortSignal): Promise<WalletAnswer>;
  query(order: OrderReference, signal: AbortSignal): Promise<WalletAnswer>;
}
