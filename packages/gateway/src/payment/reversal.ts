/** The undoing of a payment whose outcome is not success: begun once, repeated until the wallet confirms it. */
export interface Reversal {
  /** Running number of the payment. */
  readonly paymentId: number;
  /** Number of the reversal itself (`syssn` of its answer); no enquiry finds it. */
  readonly syssn: string;
  /** Who began it: a merchant's call, or the resolver at the payment's deadline. */
  readonly origin: 'merchant' | 'resolver';
  /** `txdtm` of the call that began it, empty for the resolver's own. */
  readonly callerTime: string;
  /** `udid` of the call that began it. */
  readonly deviceId: string;
  readonly begunAtMs: number;
  /** When the wallet said that the payment is undone; only an enquiry after that makes it final. */
  readonly acknowledgedAtMs: number | undefined;
}

/** Money a wallet took after the verdict "not paid". It goes back under a number that stands here before it is sent. */
export interface LateCharge {
  /** Running number of the payment. */
  readonly paymentId: number;
  /**
   * The number under which the wallet knows the return; the same on every try. Another one follows only when the wallet
   * has said for good that nothing goes back under this one (decision 0078).
   */
  readonly channelRefundId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly walletNumber: string;
  readonly payerAccount: string;
  /** When the payer was charged, as the wallet says. */
  readonly paidAtMs: number;
  readonly foundAtMs: number;
  readonly state: 'returning' | 'returned';
  readonly attempts: number;
  /** When the return is tried next; absent once the money is back. */
  readonly dueAtMs: number | undefined;
  /** When the money went back, as the wallet says. */
  readonly returnedAtMs: number | undefined;
  /**
   * When that was recorded, on the business clock; a statement lists the return on this day. Absent until then, and on
   * returns recorded before this was kept.
   */
  readonly returnLearntAtMs: number | undefined;
}
