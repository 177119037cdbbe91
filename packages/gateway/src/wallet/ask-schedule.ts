import { LEAST_ASKS, type ResolverProfile } from './resolver-profile.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Waits of a payment whose schedule has ended while its wallet gives no clear answer at all. */
const UNCLEAR_WAITS_MS: readonly number[] = [5_000, 10_000, 15_000, 30_000];

/** Waits between tries to return money, before the slow tail. */
export const RETURN_WAITS_MS: readonly number[] = [0, 2_000, 4_000, 8_000, 15_000, 30_000];

/** Ages at which somebody should look at something that is still open. */
const ALERT_AGES_MS: readonly number[] = [10 * MINUTE, 2 * HOUR];

/** Every minute to 10 minutes, every ten minutes to 2 hours, then every hour: it goes on however old it gets. */
function tailWaitMs(ageMs: number): number {
  if (ageMs < 10 * MINUTE) return MINUTE;
  return ageMs < 2 * HOUR ? 10 * MINUTE : HOUR;
}

function sum(waits: readonly number[]): number {
  return waits.reduce((total, wait) => total + wait, 0);
}

/** Waiting time before try number `tries` (from 0) of something that is repeated until it is done. */
export function repeatWaitMs(waits: readonly number[], tries: number): number {
  return waits[tries] ?? tailWaitMs(repeatAgeMs(waits, tries));
}

/** All waiting times before try number `tries` together, its own left out. */
export function repeatAgeMs(waits: readonly number[], tries: number): number {
  let ageMs = sum(waits.slice(0, tries));
  for (let next = waits.length; next < tries; next += 1) ageMs += tailWaitMs(ageMs);
  return ageMs;
}

/** How many asks a payment gets before its outcome is decided. */
export function scheduledAsks(profile: ResolverProfile): number {
  return Math.max(LEAST_ASKS, 1 + profile.askWaitsMs.length);
}

/** Waiting time before ask number `asks` (from 0) of an open payment. */
export function askWaitMs(profile: ResolverProfile, asks: number): number {
  return repeatWaitMs([profile.firstAskAfterMs, ...profile.askWaitsMs, ...UNCLEAR_WAITS_MS], asks);
}

/** How old a payment is at least when `asks` asks of it were counted. */
export function askAgeMs(profile: ResolverProfile, asks: number): number {
  return repeatAgeMs([profile.firstAskAfterMs, ...profile.askWaitsMs, ...UNCLEAR_WAITS_MS], asks);
}

/** Waiting time before look number `looks` (from 0) after a verdict "not paid"; none after the last. */
export function lookWaitMs(profile: ResolverProfile, looks: number): number | undefined {
  return profile.lookWaitsMs[looks];
}

/** Waiting time before the first look after a verdict "not paid". */
export function firstLookWaitMs(profile: ResolverProfile): number {
  return profile.lookWaitsMs[0] ?? 0;
}

/** The age at which an alert is due, when it was reached between two moments. */
export function alertAgeBetween(beforeMs: number, nowMs: number): number | undefined {
  return ALERT_AGES_MS.findLast((ageMs) => beforeMs < ageMs && ageMs <= nowMs);
}
