import { describe, expect, it } from 'vitest';
import { DIGEST_KEPT_MS, keepRequestDigestsShort } from './request-digest-retention.ts';
import { settle, useTrade } from './test-trade.ts';

const TEN_MINUTES_MS = 10 * 60_000;
const TEXT = 'a'.repeat(64);

describe('the call of a signed text', () => {
  const trade = useTrade();

  /** Starts the sweeping as a process does that starts. */
  async function start(): Promise<() => void> {
    const { store, time, timers, log } = trade();
    const end = keepRequestDigestsShort(store, 1, timers, log);
    time.advance(0);
    await swept();
    return end;
  }

  /** Resolves when the sweep that has begun waits for the next one. */
  async function swept(): Promise<void> {
    do await settle();
    while (trade().time.running === 0);
  }

  /** Lets time pass as a running gateway feels it, sweep by sweep. */
  async function run(ms: number): Promise<void> {
    for (let passedMs = 0; passedMs < ms; passedMs += TEN_MINUTES_MS) {
      trade().time.advance(TEN_MINUTES_MS);
      await swept();
    }
  }

  it('is forgotten after 48 hours of running time', async () => {
    const { store, time } = trade();
    const end = await start();
    await run(TEN_MINUTES_MS);
    expect(await store.claimDigest(TEXT, 'refund')).toBe('refund');
    await run(DIGEST_KEPT_MS);
    expect(await store.claimDigest(TEXT, 'note')).toBe('refund');
    await run(TEN_MINUTES_MS);
    expect(await store.claimDigest(TEXT, 'note')).toBe('note');
    end();
    expect(time.running).toBe(0);
  });

  it('is kept however far the clock is set while the gateway runs, and while nothing runs', async () => {
    const { store, time } = trade();
    const end = await start();
    await run(TEN_MINUTES_MS);
    expect(await store.claimDigest(TEXT, 'refund')).toBe('refund');
    time.jump(2 * DIGEST_KEPT_MS);
    await run(DIGEST_KEPT_MS / 2);
    expect(await store.claimDigest(TEXT, 'note')).toBe('refund');
    end();
    time.jump(-3 * DIGEST_KEPT_MS);
    time.advance(10 * DIGEST_KEPT_MS);
    const endAgain = await start();
    await run(DIGEST_KEPT_MS / 2);
    expect(await store.claimDigest(TEXT, 'note')).toBe('refund');
    await run(TEN_MINUTES_MS);
    expect(await store.claimDigest(TEXT, 'note')).toBe('note');
    endAgain();
  });
});
