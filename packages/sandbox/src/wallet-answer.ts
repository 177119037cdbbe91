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
  /** From this instant on it must not be paid any more, milliseconds since 1970-01-01 UTC; for wallets that are told so. */
  readonly payUntilMs?: number;
}

/** What is needed to ask a wallet about a payment, or to undo it. */
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

/** The wallet was provably not reached. */
export interface NotSent {
  readonly kind: 'not_sent';
  readonly reason: string;
}

/** No clear answer: connection lost, no answer in time, still processing. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly reason: string;
  /** The wallet itself says that it knows the payment and has no result yet. */
  readonly processing?: true;
}

/** The wallet knows nothing under this number. What was sent may yet arrive. */
export interface NotFound {
  readonly kind: 'not_found';
  readonly reason: string;
}

/**
 * Everything the sandbox may answer to the merchant side about a payment.
 *
 * - `waiting_for_payer`: the wallet waits for the payer's password or consent.
 * - `declined`: the wallet said no. `mayStillCharge` is true while that refusal is not final.
 * - `paid`: the wallet said paid, with the facts to compare.
 * - `reversed`: the payment was undone, or its number is barred.
 */
export type WalletAnswer =
  | NotSent
  | Unknown
  | NotFound
  | { readonly kind: 'waiting_for_payer' }
  | {
      readonly kind: 'declined';
      readonly respcd: ResponseCode;
      readonly mayStillCharge: boolean;
      readonly reason: string;
    }
  | ({ readonly kind: 'paid' } & WalletReceipt)
  | { readonly kind: 'reversed'; readonly reason: string };

/**
 * What the sandbox may answer to "undo this payment".
 *
 * - `reversed`: nothing is charged any more, and nothing will be.
 * - `refused`: the wallet does not undo it; with `mayRetry` not now, without it never.
 */
export type ReversalAnswer =
  | NotSent
  | Unknown
  | { readonly kind: 'reversed' }
  | {
      readonly kind: 'refused';
      readonly respcd: ResponseCode;
      readonly mayRetry: boolean;
      readonly reason: string;
    };

/** A refund as it reaches the wallet. */
export interface RefundOrder {
  /** The merchant side's number for this refund; the same number again returns nothing more. */
  readonly channelRefundId: string;
  /** The number of the payment. */
  readonly channelOrderId: string;
  readonly family: WalletFamily;
  /** The wallet's own number of the payment, empty when it is not known. */
  readonly walletNumber: string;
  /** What goes back, whole minor units of `currency`. */
  readonly amountMinor: number;
  /** Amount of the whole payment, in minor units. */
  readonly paymentAmountMinor: number;
  readonly currency: CurrencyCode;
}

/**
 * What the sandbox may answer to a refund and to an enquiry about one.
 *
 * - `processing`: the wallet took it in and decides later.
 * - `refused`: the wallet said no; `mayStillReturn` is true while that is not final.
 * - `returned`: the money is back, with the facts to compare.
 */
export type RefundAnswer =
  | NotSent
  | Unknown
  | NotFound
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
      /** ISO 4217. */
      readonly currency: string;
      /** The wallet's own number for the refund, digits. */
      readonly walletNumber: string;
      readonly payerAccount: string;
      /** When the money went back, milliseconds since 1970-01-01 UTC. */
      readonly returnedAtMs: number;
    };
