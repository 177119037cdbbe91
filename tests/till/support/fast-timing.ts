import type { PayTiming } from '../../../packages/client/src/index.ts';

/** Times of a till in a hurry; the order of things is the usual one. */
export const FAST: Partial<PayTiming> = {
  paymentAnswerMs: 1_500,
  queryAnswerMs: 1_000,
  resendWaitsMs: [50, 50, 50],
  askWaitsMs: [20, 50],
  pollAtMs: [50, 100],
  pollEveryMs: 100,
  cancelNotBeforeMs: 300,
  cancelEveryMs: 100,
};
