import { DEFAULT_PROFILE, type ResolverProfile } from '../resolver-profile.ts';

const SECOND = 1_000;

/**
 * The documents ask for 3 to 5 s before the first enquiry and between two of them, and for a cancellation after two
 * minutes of pending. The wallets behind the other gateway take no reversal in the first 15 s.
 */
export const UPSTREAM_PROFILE: ResolverProfile = {
  ...DEFAULT_PROFILE,
  firstAskAfterMs: 5 * SECOND,
  askWaitsMs: Array.from({ length: 23 }, () => 5 * SECOND),
  reverseNotBeforeMs: 15 * SECOND,
  reversalWaitsMs: [0, 2, 4, 8, 15, 30].map((seconds) => seconds * SECOND),
};
