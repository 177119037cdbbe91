import { describe, expect, it } from 'vitest';
import {
  alertAgeBetween,
  askAgeMs,
  askWaitMs,
  lookWaitMs,
  repeatAgeMs,
  repeatWaitMs,
  RETURN_WAITS_MS,
  scheduledAsks,
} from './ask-schedule.ts';
import { DEFAULT_PROFILE, LEAST_ASKS, profileOf, type ResolverProfile } from './resolver-profile.ts';

const FAMILIES = ['alipay', 'wechatpay', 'wechatpay_hk', 'unionpay', 'payme'] as const;

/** Moments of all scheduled asks, in seconds after the intent. */
function moments(profile: ResolverProfile): readonly number[] {
  return Array.from({ length: scheduledAsks(profile) }, (_, asks) => askAgeMs(profile, asks + 1) / 1_000);
}

describe('profiles', () => {
  it('alipay asks from 5 s on every 3 s for a minute', () => {
    const asks = moments(profileOf('alipay'));
    expect(asks.slice(0, 3)).toEqual([5, 8, 11]);
    expect(asks.at(-1)).toBe(62);
  });

  it.each(['wechatpay', 'wechatpay_hk'] as const)(
    '%s asks every 5 s for 45 s, and reverses from 15 s on',
    (family) => {
      expect(moments(profileOf(family))).toEqual([5, 10, 15, 20, 25, 30, 35, 40, 45]);
      expect(profileOf(family).reverseNotBeforeMs).toBe(15_000);
    },
  );

  it('unionpay asks six times, each twice as long after the one before', () => {
    expect(moments(profileOf('unionpay'))).toEqual([1, 3, 7, 15, 31, 63]);
  });

  it('payme asks for two minutes', () => {
    const asks = moments(profileOf('payme'));
    expect(asks.slice(0, 2)).toEqual([3, 6]);
    expect(asks.at(-1)).toBe(120);
  });

  it('an unnamed wallet is asked from 2 s on for a minute', () => {
    const asks = moments(DEFAULT_PROFILE);
    expect(asks.slice(0, 3)).toEqual([2, 5, 8]);
    expect(asks.at(-1)).toBe(62);
  });

  it.each(FAMILIES)('%s is asked often enough, and undone without a gap after the last ask', (family) => {
    const profile = profileOf(family);
    expect(scheduledAsks(profile)).toBeGreaterThanOrEqual(LEAST_ASKS);
    expect(profile.reversalWaitsMs[0]).toBe(0);
    expect(profile.answerBudgetMs).toBe(6_000);
    // At its deadline a payment is old enough for its wallet to take the reversal.
    expect(askAgeMs(profile, scheduledAsks(profile))).toBeGreaterThanOrEqual(profile.reverseNotBeforeMs);
    expect([0, 1, 2, 3].map((looks) => lookWaitMs(profile, looks))).toEqual([
      60_000,
      600_000,
      3_600_000,
      undefined,
    ]);
  });

  it('never decides after less than three asks, however short a schedule is', () => {
    expect(scheduledAsks({ ...DEFAULT_PROFILE, askWaitsMs: [] })).toBe(3);
  });
});

describe('waits', () => {
  it('a reversal is repeated after 0, 1, 2, 4, 8, 15 and 30 s, then slower and slower, for ever', () => {
    const waits = DEFAULT_PROFILE.reversalWaitsMs;
    const wait = (tries: number): number => repeatWaitMs(waits, tries) / 1_000;
    expect(Array.from({ length: 8 }, (_, tries) => wait(tries))).toEqual([0, 1, 2, 4, 8, 15, 30, 60]);
    expect(wait(15)).toBe(60);
    expect(wait(16)).toBe(600);
    expect(repeatAgeMs(waits, 16)).toBe(600_000);
    expect(wait(27)).toBe(3_600);
    expect(wait(10_000)).toBe(3_600);
  });

  it('a payment whose wallet gives no clear answer is asked about slower and slower, for ever', () => {
    const profile = profileOf('alipay');
    const last = scheduledAsks(profile);
    expect([0, 1, last - 1].map((asks) => askWaitMs(profile, asks))).toEqual([5_000, 3_000, 3_000]);
    expect([0, 1, 2, 3, 4].map((more) => askWaitMs(profile, last + more))).toEqual([
      5_000, 10_000, 15_000, 30_000, 60_000,
    ]);
    expect(askWaitMs(profile, 1_000)).toBe(3_600_000);
  });

  it('the age is the sum of all waits before', () => {
    const profile = profileOf('wechatpay');
    expect(askAgeMs(profile, 0)).toBe(0);
    let age = 0;
    for (let asks = 0; asks < 60; asks += 1) {
      expect(askAgeMs(profile, asks)).toBe(age);
      age += askWaitMs(profile, asks);
    }
  });

  it('money is returned at once, then slower and slower', () => {
    expect(repeatWaitMs(RETURN_WAITS_MS, 0)).toBe(0);
    expect(repeatWaitMs(RETURN_WAITS_MS, 6)).toBe(60_000);
  });
});

describe('alerts', () => {
  it('are due when ten minutes and two hours are passed, once each', () => {
    const minutes = (from: number, to: number): number | undefined => {
      const age = alertAgeBetween(from * 60_000, to * 60_000);
      return age === undefined ? undefined : age / 60_000;
    };
    expect(minutes(0, 9)).toBeUndefined();
    expect(minutes(9, 10)).toBe(10);
    expect(minutes(10, 20)).toBeUndefined();
    expect(minutes(110, 120)).toBe(120);
    expect(minutes(0, 200)).toBe(120);
    expect(minutes(120, 9_999)).toBeUndefined();
  });
});
