/** What the phone page and its server say to each other, as JSON. Instants are in ISO 8601, UTC. */

/** An account as JSON. */
export interface AccountJson {
  readonly account: string;
  readonly wallet: string;
  readonly name: string;
  readonly balance_minor: number;
  readonly free_limit_minor: number;
  readonly password: string;
  readonly status: 'open' | 'closed';
  readonly behaviour: string;
  readonly reversal_behaviour: string;
  readonly refund_behaviour: string;
}

/** A wallet with its accounts as JSON. */
export interface WalletJson {
  readonly wallet: string;
  readonly family: string;
  readonly name: string;
  readonly currency: string;
  readonly accounts: readonly AccountJson[];
}

/** A fresh payment code as JSON. */
export interface CodeJson {
  readonly auth_code: string;
  /** The text of the QR where it differs from the digits. */
  readonly emv_text?: string;
  /** When the phone shows another one. */
  readonly expires_at: string;
  readonly account: string;
  readonly wallet: string;
  /** What arrives at the till after a damage that was asked for; a face it does nothing to is left out. */
  readonly damaged?: { readonly auth_code?: string; readonly emv_text?: string };
}

/** The codes a phone keeps for times without a network, as JSON, in the order in which it shows them. */
export interface OfflineCodesJson {
  readonly codes: readonly CodeJson[];
}

/** A refund as JSON. */
export interface RefundJson {
  readonly channel_refund_id: string;
  readonly state: 'processing' | 'returned' | 'refused';
  readonly amount_minor: number;
  readonly currency: string;
  /** What came back to the account, in its own currency. */
  readonly credit_minor: number | null;
  readonly created_at: string;
}

/** A payment as its payer sees it, as JSON. */
export interface PaymentJson {
  readonly channel_order_id: string;
  readonly wallet_number: string;
  readonly state: 'processing' | 'waiting' | 'paid' | 'declined' | 'closed' | 'reversed';
  readonly amount_minor: number;
  readonly currency: string;
  readonly debit_minor: number | null;
  readonly debit_currency: string | null;
  readonly times_charged: number;
  readonly refunded_minor: number;
  readonly respcd: string | null;
  readonly reason: string;
  readonly description: string;
  readonly merchant_name: string;
  readonly created_at: string;
  readonly paid_at: string | null;
  readonly ended_at: string | null;
  readonly due_at: string | null;
  readonly refunds: readonly RefundJson[];
  /** Passwords that may still be typed while it waits. */
  readonly attempts_left: number;
}

/** Everything a phone shows, as JSON. */
export interface PhoneJson {
  readonly now: string;
  readonly wallet: string;
  readonly wallet_name: string;
  readonly currency: string;
  readonly account: AccountJson;
  /** Digits of the codes that can still be charged; a code that is not among them is used or too old. */
  readonly fresh_codes: readonly string[];
  readonly waiting: readonly PaymentJson[];
  readonly history: readonly PaymentJson[];
}

/** What can go wrong with single calls, as JSON. */
export interface FaultsJson {
  readonly calls: readonly string[];
  readonly names: readonly {
    readonly name: string;
    readonly calls: readonly string[];
    /** Who can do it: `any`, or servers of wallets' own protocols. */
    readonly servers: 'any' | readonly string[];
    readonly meaning: string;
  }[];
  readonly wallets: readonly {
    readonly wallet: string;
    readonly family: string;
    readonly server: string;
    /** Calls of that server that can go wrong. */
    readonly calls: readonly string[];
  }[];
}
