/** A text for the cashier in the three languages of the page. */
export interface Words {
  readonly en: string;
  readonly zhHant: string;
  readonly zhHans: string;
}

/**
 * The wallet as far as its code tells it. `other` stands for a code of unknown shape. `alipay` covers AlipayHK and the
 * Alipay+ wallets.
 */
export type Wallet = 'alipay' | 'wechatpay' | 'wechatpay_hk' | 'unionpay' | 'payme' | 'other';

/**
 * What a sale has come to.
 *
 * - `open`: nobody knows yet; the register waits.
 * - `unresolved`: nobody knows yet and the register waits no longer: *do not charge again yet*. Asked about in the
 *   background.
 * - `paid`: paid, and nothing went back.
 * - `part_refunded`, `refunded`: paid, and money went back.
 * - `not_paid`: final; nothing was charged, or all of it was undone.
 */
export type SaleState = 'open' | 'unresolved' | 'paid' | 'part_refunded' | 'refunded' | 'not_paid';

/**
 * Characters of a scan at most: two of the longest codes with what scanners put around them, so that a code that was read
 * twice is told from one that was read badly.
 */
export const SCAN_LENGTH_MAX = 1_100;

/** `POST /sales`: one scan. */
export interface SaleRequest {
  /** Made by the page once for each scan, 8 to 64 characters of `A-Za-z0-9-`, such as `crypto.randomUUID()`. The same
   * one again, after a reload or a lost answer, begins nothing and answers how it stands. */
  readonly scanId: string;
  /** Made by the page when an amount is entered, in the same form, and kept for a second scan of the same amount. */
  readonly basketId: string;
  /** 1 to 99,999,999,999. */
  readonly amountMinor: number;
  /** One of `StartFacts.currencies`. */
  readonly currency: string;
  /** The scan as it came, with whatever the scanner put around it; at most {@link SCAN_LENGTH_MAX} characters. */
  readonly code: string;
  /** The cashier was asked after `same_amount_open` and says that this is another customer. */
  readonly otherCustomer?: boolean | undefined;
}

/** What the register shows, filling the screen. */
export type RegisterState =
  | { readonly kind: 'ready' }
  | Waiting
  | { readonly kind: 'paid'; readonly sale: SaleSummary }
  | {
      readonly kind: 'not_paid';
      readonly sale: SaleSummary;
      /** Why, in the cashier's words. */
      readonly words: Words;
      /** Four digits, or empty when the request never arrived. */
      readonly respcd: string;
      /** Whether the same basket may be charged again, with a fresh code. */
      readonly mayRetry: boolean;
    }
  /** *Do not charge again yet.* `dismiss` makes the register ready; the basket stays barred. */
  | {
      readonly kind: 'unresolved';
      readonly sale: SaleSummary;
      readonly words: Words;
      /** Set when a manager has let the basket be charged again. */
      readonly released: boolean;
    };

/** The register waits for a verdict. */
export interface Waiting {
  readonly kind: 'waiting';
  readonly sale: SaleSummary;
  /**
   * Whose turn it is.
   *
   * - `sending`: the request is on its way.
   * - `customer`: the customer enters a password or confirms.
   * - `wallet`: the wallet is at work.
   * - `asking`: the answer was lost; the till is asking.
   * - `cancelling`: the payment is being undone.
   */
  readonly turn: 'sending' | 'customer' | 'wallet' | 'asking' | 'cancelling';
  /** Why nothing moves, for the cashier, when there is something to say. */
  readonly trouble?: 'gateway_unreachable' | 'gateway_refuses' | undefined;
  /** Milliseconds since the scan, when the snapshot was made. Count on from here; never compare clocks. */
  readonly ageMs: number;
  /** Milliseconds until the till undoes the payment by itself (60 s after the scan), 0 while it is cancelling. */
  readonly msLeft: number;
  /** Whether `check` may be called now; false for a moment after each check. */
  readonly mayCheck: boolean;
  /** Whether `cancel` may be called; it takes effect 15 s after the scan at the earliest. */
  readonly mayCancel: boolean;
  readonly cancelAsked: boolean;
}

/** Everything a register's screen needs. */
export interface RegisterSnapshot {
  /** Grows with every change; a page drops a snapshot with a smaller one. Starts anew when `till` changes. */
  readonly revision: number;
  /** Changes when the till server was started anew. */
  readonly till: string;
  readonly state: RegisterState;
  /** The line to the gateway. Charge only while it is not `unreachable` or `refuses_credentials`. */
  readonly gateway: 'reachable' | 'unreachable' | 'refuses_credentials' | 'unknown';
  /** Payments of this till without a verdict, the oldest first, without the one on the screen. */
  readonly open: readonly SaleSummary[];
  /** The newest sales of this register, at most five. */
  readonly latest: readonly SaleSummary[];
  /** The open shift, if any. */
  readonly shift: { readonly id: string; readonly openedAtMs: number; readonly count: number } | undefined;
}

/** A sale in a list. */
export interface SaleSummary {
  readonly id: string;
  /** Counts the sales of this till from 1; easy to read out. */
  readonly number: number;
  /** `out_trade_no`. */
  readonly orderNumber: string;
  readonly basketId: string;
  readonly state: SaleState;
  readonly amountMinor: number;
  readonly currency: string;
  readonly wallet: Wallet;
  /** First two and last four characters of the scanned code. */
  readonly maskedCode: string;
  readonly startedAtMs: number;
  /** When the verdict was recorded. */
  readonly endedAtMs: number | undefined;
  /** Empty while unknown. */
  readonly syssn: string;
  /** `chnlsn`, the wallet's own number; empty while unknown. */
  readonly walletNumber: string;
  readonly refundedMinor: number;
  readonly cashier: string;
  readonly register: string;
}

/** What may be searched: order number, number, syssn, wallet number, or amount as it is written, such as `10.50`. */
export interface SaleQuery {
  readonly search?: string | undefined;
  readonly state?: SaleState | undefined;
  /** `SaleList.next` of the page before. */
  readonly before?: string | undefined;
  /** 1 to 100; 20 when left out. */
  readonly limit?: number | undefined;
}

/** A page of sales, the newest first. */
export interface SaleList {
  readonly sales: readonly SaleSummary[];
  /** Give it as `before` for the next page; absent at the end. */
  readonly next: string | undefined;
}

/** One sale with everything about it. */
export interface SaleDetail {
  readonly sale: SaleSummary;
  /** Why it was not paid, or is not known. */
  readonly words: Words | undefined;
  readonly respcd: string;
  /** As the wallet tells it, `YYYY-MM-DD hh:mm:ss` in UTC+8; empty while unknown. */
  readonly paidAt: string;
  readonly refunds: readonly RefundFacts[];
  /** What may still be returned; 0 when nothing may. */
  readonly refundableMinor: number;
  /** A manager's decision to let the basket be charged again. */
  readonly release: { readonly by: string; readonly reason: string; readonly atMs: number } | undefined;
}

/** `POST /look-up`. Exactly one of the fields. */
export interface LookUpRequest {
  /** Order number, number on the receipt, syssn or wallet number. */
  readonly number?: string | undefined;
  /** The customer's code, scanned again: finds the sale of this till that it was scanned for. */
  readonly code?: string | undefined;
}

/** What the gateway says now. */
export interface LookUpResult {
  /** The sale of this till, after its state was brought up to date; absent when the till knows none. */
  readonly sale: SaleSummary | undefined;
  /** What the gateway says of it, of several ones the newest; absent when it knows none or was not reached. */
  readonly gateway:
    | {
        readonly state: 'succeeded' | 'pending' | 'reversed' | 'failed' | 'unclear';
        readonly orderNumber: string;
        readonly syssn: string;
        readonly amountMinor: number;
        readonly currency: string;
        readonly paidAt: string;
        readonly returned: 'nothing' | 'part' | 'all';
      }
    | undefined;
  readonly gatewayReached: boolean;
  /** The answer to "did that one go through?". */
  readonly verdict: 'yes' | 'no' | 'not_known_yet' | 'no_such_sale';
  readonly words: Words;
}

/** A PIN entered for one act: asked anew every time, never kept by the page. */
export interface Approval {
  readonly cashierId: string;
  readonly pin: string;
}

/** `POST /sales/ID/release`. The approval is a manager's. */
export interface ReleaseRequest {
  readonly approval: Approval;
  /** 1 to 200 characters. */
  readonly reason: string;
}

/** `POST /sales/ID/refunds`. The approval is of a cashier who may refund. */
export interface RefundRequest {
  /** Made by the page once for each refund, as `scanId` is. The same one again returns nothing twice. */
  readonly refundId: string;
  /** At most `SaleDetail.refundableMinor`. */
  readonly amountMinor: number;
  readonly approval: Approval;
}

/** Money on its way back. */
export interface RefundFacts {
  /** `refundId` of the request. */
  readonly id: string;
  readonly orderNumber: string;
  /** `pending` ones are settled in the background; their amount is reserved. */
  readonly state: 'pending' | 'refunded' | 'refused';
  readonly amountMinor: number;
  readonly currency: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | undefined;
  readonly syssn: string;
  readonly approvedBy: string;
  /** Why it was refused, or what is not known yet. */
  readonly words: Words | undefined;
  readonly respcd: string;
}

/** What a receipt says; the page lays it out for 80 mm paper. */
export interface ReceiptFacts {
  readonly shop: { readonly name: string; readonly lines: readonly string[] };
  readonly sale: SaleSummary;
  readonly paidAt: string;
  readonly refunds: readonly RefundFacts[];
  /** Time of the sale in the till's time zone, `YYYY-MM-DD hh:mm`. */
  readonly localTime: string;
  /** The customer's copy: address of a page; `.pdf` behind it is the file. Nobody can guess it. */
  readonly url: string;
  readonly pdfUrl: string;
  /** Whether a phone of a customer can open `url`: false while the till has no public address. */
  readonly urlIsPublic: boolean;
  /** The QR code of `url`: rows of `0` (light) and `1` (dark), without the quiet zone of four modules. */
  readonly qr: readonly string[];
}
