import { describe, expect, it } from 'vitest';
import { DIGEST_KEPT_MS, keepRequestDigestsShort } from './request-digest-retention.ts';
import { settle, useTrade } from './test-trade.ts';

describe('keepRequestDigestsShort', () => {
  const trade = useTrade();

  it('forgets texts first used more than 48 hours ago, now and every ten minutes', async () => {
    const { store, time, clock, timers, log } = trade();
    await store.claimDigest('a'.repeat(64), 'refund', clock.nowMs());
    const end = keepRequestDigestsShort(store, clock, timers, log);
    time.advance(0);
    await settle();
    expect(await store.claimDigest('a'.repeat(64), 'note', clock.nowMs())).toBe('refund');
    time.advance(DIGEST_KEPT_MS + 1);
    await settle();
    expect(await store.claimDigest('a'.repeat(64), 'note', clock.nowMs())).toBe('note');
    end();
    expect(time.running).toBe(0);
  });
});
