import { describe, expect, it } from 'vitest';
import { StorageUnavailable } from '../store/store.ts';
import { CODE_REUSE_MS, keepAuthCodesShort } from './auth-code-retention.ts';
import { PaymentTaker } from './take-payment.ts';
import { saleRequest, settle, useTrade, withOperations } from './test-trade.ts';

const TEN_MINUTES_MS = 10 * 60_000;

describe('keepAuthCodesShort', () => {
  const trade = useTrade();

  /** Starts the sweeping on a store that has `counts` codes to forget, call by call. */
  function begin(counts: readonly number[]) {
    const { store, timers, log } = trade();
    const calls: (readonly [upToId: number, limit: number])[] = [];
    const forgetful = withOperations(store, {
      forgetAuthCodes: async (upToId, limit) => {
        calls.push([upToId, limit]);
        const count = counts[calls.length - 1] ?? 0;
        if (count < 0) throw new StorageUnavailable('disk full');
        return count;
      },
    });
    return { calls, end: keepAuthCodesShort(forgetful, 1, timers, log) };
  }

  it('sweeps at once and every ten minutes', async () => {
    const { time } = trade();
    const { calls, end } = begin([3, 0, 0]);
    time.advance(0);
    await settle();
    expect(calls).toEqual([[0, 500]]);
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

describe('a scanned code', () => {
  const trade = useTrade();

  /** Starts the sweeping as a process does that starts. */
  async function start(): Promise<() => void> {
    const { store, time, timers, log } = trade();
    const end = keepAuthCodesShort(store, 1, timers, log);
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

  /** Sells to the same code, one order after the other. */
  function seller(): () => Promise<string> {
    const { parts, direct } = trade();
    const taker = new PaymentTaker(parts);
    let orders = 0;
    return async () => {
      orders += 1;
      const outcome = await taker.take(direct, saleRequest({ orderNumber: `ORDER-${orders}` }));
      return outcome.ok ? 'taken' : outcome.refusal.respcd;
    };
  }

  it('goes to a wallet for one order, and for another only after 48 hours', async () => {
    const sell = seller();
    const end = await start();
    await run(TEN_MINUTES_MS);
    expect(await sell()).toBe('taken');
    expect(await sell()).toBe('1202');
    await run(CODE_REUSE_MS);
    expect(await sell()).toBe('1202');
    await run(TEN_MINUTES_MS);
    expect(await sell()).toBe('taken');
    expect(await sell()).toBe('1202');
    end();
  });

  it('stays used however far the clock is set, and while nothing runs', async () => {
    const { time } = trade();
    const sell = seller();
    const end = await start();
    await run(TEN_MINUTES_MS);
    expect(await sell()).toBe('taken');
    time.jump(10 * CODE_REUSE_MS);
    await run(CODE_REUSE_MS / 2);
    expect(await sell()).toBe('1202');
    end();
    time.advance(10 * CODE_REUSE_MS);
    const endAgain = await start();
    await run(CODE_REUSE_MS / 2);
    expect(await sell()).toBe('1202');
    await run(TEN_MINUTES_MS);
    expect(await sell()).toBe('taken');
    endAgain();
  });
});
