import { describe, expect, it } from 'vitest';
import { StorageUnavailable } from '../store/store.ts';
import { keepAuthCodesShort } from './auth-code-retention.ts';
import { CODE_REUSE_MS } from './take-payment.ts';
import { settle, useTrade, withOperations } from './test-trade.ts';

const TEN_MINUTES_MS = 10 * 60_000;

describe('keepAuthCodesShort', () => {
  const trade = useTrade();

  /** Starts the sweeping on a store that has `counts` codes to forget, call by call. */
  function begin(counts: readonly number[]) {
    const { store, clock, timers, log } = trade();
    const calls: (readonly [usedBeforeMs: number, limit: number])[] = [];
    const forgetful = withOperations(store, {
      forgetAuthCodes: async (usedBeforeMs, limit) => {
        calls.push([usedBeforeMs, limit]);
        const count = counts[calls.length - 1] ?? 0;
        if (count < 0) throw new StorageUnavailable('disk full');
        return count;
      },
    });
    return { calls, end: keepAuthCodesShort(forgetful, clock, timers, log) };
  }

  it('forgets what is older than the reuse time, at once and every ten minutes', async () => {
    const { time, clock } = trade();
    const { calls, end } = begin([3, 0, 0]);
    time.advance(0);
    await settle();
    expect(calls).toEqual([[clock.nowMs() - CODE_REUSE_MS, 500]]);
    time.advance(TEN_MINUTES_MS - 1);
    await settle();
    expect(calls).toHaveLength(1);
    time.advance(1);
    await settle();
    expect(calls).toHaveLength(2);
    end();
    expect(time.running).toBe(0);
  });

  it('goes on batch by batch until nothing is left', async () => {
    const { time } = trade();
    const { calls, end } = begin([500, 500, 499, 500]);
    time.advance(0);
    await settle();
    expect(calls).toHaveLength(3);
    end();
  });

  it('tries again later after a failure, and says so', async () => {
    const { time, log } = trade();
    const { calls, end } = begin([-1, 0]);
    time.advance(0);
    await settle();
    expect(log.lines).toMatchObject([{ level: 'warn', event: 'auth_codes_not_forgotten' }]);
    time.advance(TEN_MINUTES_MS);
    await settle();
    expect(calls).toHaveLength(2);
    end();
  });

  it('ends before its first sweep', async () => {
    const { time } = trade();
    const { calls, end } = begin([]);
    end();
    time.advance(0);
    await settle();
    expect(calls).toEqual([]);
    expect(time.running).toBe(0);
  });

  it('ends in the middle of a sweep and starts no timer any more', async () => {
    const { time } = trade();
    const { calls, end } = begin([500, 500, 500, 500]);
    time.advance(0);
    end();
    await settle();
    expect(calls).toHaveLength(1);
    expect(time.running).toBe(0);
  });
});
