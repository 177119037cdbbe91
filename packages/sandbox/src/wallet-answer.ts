import type { CurrencyCode, ResponseCode, WalletFamily } from '@opencpm/protocol';

/** A payment as it reaches the wallet. */
export interface ChargeOrder {
  /** The merchant side's number for this payment; charging the same number again never debits again. */
  readonly channelOrderId: string;
  readonly family: WalletFamily;
  /** The cleaned payment code: digits, or an EMV text. */
  readonly authCode: string;
  /** Whole minor units of `currency`. */
  readonly amountMinor: number;
  readonly currency: CurrencyCode;
  readonly description: string;
  /** The merchant takes no credit; the sandbox accounts hold no credit, so this changes nothing here. */
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

/** What a wallet says about a payment it has charged. */
export interface WalletReceipt {
  readonly amountMinor: number;
  /** ISO 4217. */
  readonly currency: string;
  /** The wallet's own number for the payment, digits. */
  readonly walletNumber: string;
  /** The payer as the wallet names it: the id of a sandbox account, or `test-code`. */
  readonly payerAccount: string;
  /** When the payer paid, milliseconds since 1970-01-01 UTC. */
  readonly paidAtMs: number;
  /** What the payer was debited, in the account's own currency; absent for a test code, which has no account. */
  readonly debitedAmountMinor?: number;
  readonly debitedCurrency?: string;
}

/**
 * Everything the sandbox may answer to the merchant side.
 *
 * - `not_sent`: the wallet was provably not reached.
 * - `unknown`: no clear answer: connection lost, no answer in time, still processing, order not found.
 * - `waiting_for_payer`: the wallet waits for the payer's password or consent.
 * - `declined`: the wallet said no. `mayStillCharge` is true while that refusal is not final.
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
