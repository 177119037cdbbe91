import type { CurrencyCode, WalletFamily } from '@opencpm/protocol';

/** Hours of the business day (UTC+8) in which no refund is taken. */
export interface RefundPause {
  /** First minute of the pause, counted from midnight. */
  readonly fromMinute: number;
  /** First minute after it; smaller than `fromMinute` when midnight lies inside. */
  readonly toMinute: number;
}

/** What an operator may rule about refunds (contract section 5.3). */
export interface RefundPolicy {
  /** Days after the payment in which each wallet returns money. */
  readonly daysByFamily: Readonly<Record<WalletFamily, number>>;
  /** Absent when refunds are taken round the clock. */
  readonly pause: RefundPause | undefined;
  /** Whether what a merchant took today, less what it returned today, must cover a refund. */
  readonly takingsMustCover: boolean;
  /** Currencies in which only the whole payment can go back. */
  readonly wholeOnlyCurrencies: readonly CurrencyCode[];
  /** Wallets that return the whole payment only. */
  readonly wholeOnlyFamilies: readonly WalletFamily[];
}

/** The periods live captures name, and no other limit. */
export const USUAL_REFUND_POLICY: RefundPolicy = {
  daysByFamily: { alipay: 365, wechatpay: 365, wechatpay_hk: 365, unionpay: 365, payme: 90 },
  pause: undefined,
  takingsMustCover: false,
  wholeOnlyCurrencies: [],
  wholeOnlyFamilies: [],
};
