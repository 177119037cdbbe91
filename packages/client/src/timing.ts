import { HMAC_SIGN_TYPE, type SignType } from '@opencpm/protocol';

/** Times of one payment at the till, in milliseconds. Counted from the scan unless they say otherwise. */
export interface PayTiming {
  /** Longest wait for the answer to a payment; the gateway answers within 8 s. */
  readonly paymentAnswerMs: number;
  /** Longest wait for the answer to an enquiry or a reversal. */
  readonly queryAnswerMs: number;
  /** Waits before the same bytes are sent again when nothing had left. */
  readonly resendWaitsMs: readonly number[];
  /** A code older than this is not sent any more: it may have changed on the phone. */
  readonly resendUntilMs: number;
  /** Waits before the enquiries while nobody knows whether the request arrived; the last one repeats. */
  readonly askWaitsMs: readonly number[];
  /** Enquiries, counted from the first pending answer. */
  readonly pollAtMs: readonly number[];
  /** Between enquiries after those. */
  readonly pollEveryMs: number;
  /** The reversal begins by itself. */
  readonly cancelAtMs: number;
  /** No reversal before this, whoever asks: wallets refuse it. */
  readonly cancelNotBeforeMs: number;
  /** Between tries of a reversal and the enquiries beside them. */
  readonly cancelEveryMs: number;
  /** The till stops waiting. */
  readonly unresolvedAtMs: number;
  /** An older attempt that is recovered is waited for this long, counted from the start of the recovery. */
  readonly recoverForMs: number;
}

/** The usual times: what the wallets ask for, and what a cashier can bear. */
export const USUAL_TIMING: PayTiming = {
  paymentAnswerMs: 10_000,
  queryAnswerMs: 4_000,
  resendWaitsMs: [1_000, 2_000, 4_000],
  resendUntilMs: 45_000,
  askWaitsMs: [500, 1_000, 2_000, 3_000],
  pollAtMs: [2_000, 4_000, 6_000, 9_000, 12_000, 15_000],
  pollEveryMs: 5_000,
  cancelAtMs: 60_000,
  cancelNotBeforeMs: 15_000,
  cancelEveryMs: 3_000,
  unresolvedAtMs: 180_000,
  recoverForMs: 30_000,
};

/**
 * First enquiry later than `elapsedMs`, both counted from the first pending answer.
 *
 * @internal
 */
export function nextPollMs({ pollAtMs, pollEveryMs }: PayTiming, elapsedMs: number): number {
  const listed = pollAtMs.find((atMs) => atMs > elapsedMs);
  if (listed !== undefined) return listed;
  const lastMs = pollAtMs.at(-1) ?? 0;
  return lastMs + (Math.floor((elapsedMs - lastMs) / pollEveryMs) + 1) * pollEveryMs;
}

const BACKGROUND_STEPS: readonly (readonly [count: number, waitMs: number])[] = [
  [6, 10_000],
  [10, 30_000],
  [60, 60_000],
];
const BACKGROUND_SLOWEST_MS = 5 * 60_000;

/**
 * Background enquiries about an attempt end when it is this old.
 *
 * @internal
 */
export const BACKGROUND_UNTIL_MS = 24 * 3_600_000;

/**
 * Wait before background enquiry number `index` (from 0) about an unresolved attempt.
 *
 * @internal
 */
export function backgroundWaitMs(index: number): number {
  let left = index;
  for (const [count, waitMs] of BACKGROUND_STEPS) {
    if (left < count) return waitMs;
    left -= count;
  }
  return BACKGROUND_SLOWEST_MS;
}

/**
 * Age from which an order that the gateway does not know can never be charged any more. A request of the newer form is
 * taken for 300 s around its own time, by a clock that may itself be off by as much. Requests of the older forms carry
 * no time; there the code is what ends, within a day.
 *
 * @internal
 */
export function notBegunFromMs(signType: SignType): number {
  return signType === HMAC_SIGN_TYPE ? 15 * 60_000 : 24 * 3_600_000;
}
