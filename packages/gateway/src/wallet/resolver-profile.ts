import type { WalletFamily } from '@opencpm/protocol';

/**
 * How the payments of one wallet family are brought to their end. All times are waiting times on the steady clock: a
 * deadline is reached by asking often enough, never by a date (invariant I15).
 */
export interface ResolverProfile {
  /** How long a merchant waits for the wallet before it hears "being processed". */
  readonly answerBudgetMs: number;
  /** From the intent to the first ask. */
  readonly firstAskAfterMs: number;
  /** Between one ask and the next. When the last of these has passed and the payer has still not paid, it is undone. */
  readonly askWaitsMs: readonly number[];
  /** How old a payment has to be before the wallet takes its reversal. */
  readonly reverseNotBeforeMs: number;
  /** Before each try of a reversal; the first follows the deciding ask without a gap. Then the slow tail. */
  readonly reversalWaitsMs: readonly number[];
  /** After a verdict "not paid" the wallet is asked again, lest it charges late. */
  readonly lookWaitsMs: readonly number[];
}

/** Fewest asks before a payment is undone for want of an outcome. */
export const LEAST_ASKS = 3;

const SECOND = 1_000;

function seconds(...values: readonly number[]): readonly number[] {
  return values.map((value) => value * SECOND);
}

/** The same wait again and again: `every(3, 60, 5)` asks first after 5 s, then every 3 s until 60 s have passed. */
function every(waitS: number, deadlineS: number, firstS: number): readonly number[] {
  return Array.from({ length: Math.ceil((deadlineS - firstS) / waitS) }, () => waitS * SECOND);
}

const LOOKS = seconds(60, 600, 3_600);

/** For a wallet that says nothing about its own times. */
export const DEFAULT_PROFILE: ResolverProfile = {
  answerBudgetMs: 6 * SECOND,
  firstAskAfterMs: 2 * SECOND,
  askWaitsMs: every(3, 60, 2),
  reverseNotBeforeMs: 0,
  reversalWaitsMs: seconds(0, 1, 2, 4, 8, 15, 30),
  lookWaitsMs: LOOKS,
};

/** Alipay: asks from 5 s on every 3 s for a minute; the cancel follows the last one at once. */
const ALIPAY: ResolverProfile = {
  ...DEFAULT_PROFILE,
  firstAskAfterMs: 5 * SECOND,
  askWaitsMs: every(3, 60, 5),
  reversalWaitsMs: seconds(0, 2, 3, 3, 5, 5, 15, 30),
};

/** WeChat Pay revokes an unpaid order by itself after 45 s, and takes no reversal in the first 15 s. */
const WECHATPAY: ResolverProfile = {
  ...DEFAULT_PROFILE,
  firstAskAfterMs: 5 * SECOND,
  askWaitsMs: every(5, 45, 5),
  reverseNotBeforeMs: 15 * SECOND,
  reversalWaitsMs: seconds(0, 5, 10, 20),
};

/** UnionPay takes at most six asks, each twice as long after the one before. */
const UNIONPAY: ResolverProfile = {
  ...DEFAULT_PROFILE,
  firstAskAfterMs: SECOND,
  askWaitsMs: seconds(2, 4, 8, 16, 32),
  reversalWaitsMs: seconds(0, 1, 2, 4, 8, 16, 32),
};

/** PayMe gives its payers up to two minutes. */
const PAYME: ResolverProfile = {
  ...DEFAULT_PROFILE,
  firstAskAfterMs: 3 * SECOND,
  askWaitsMs: every(3, 120, 3),
};

const PROFILES: Readonly<Record<WalletFamily, ResolverProfile>> = {
  alipay: ALIPAY,
  wechatpay: WECHATPAY,
  wechatpay_hk: WECHATPAY,
  unionpay: UNIONPAY,
  payme: PAYME,
};

/** The profile of a wallet family. */
export function profileOf(family: WalletFamily): ResolverProfile {
  return PROFILES[family];
}
