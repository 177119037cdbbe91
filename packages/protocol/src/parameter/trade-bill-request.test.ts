import { describe, expect, it } from 'vitest';
import { readTradeBillRequest, TRADE_BILL_NAMES } from './trade-bill-request.ts';

function read(values: Readonly<Record<string, string>>) {
  return readTradeBillRequest(Object.entries(values).map(([name, value]) => ({ name, value, raw: value })));
}

describe('readTradeBillRequest', () => {
  it('reads a day as its first and last millisecond in UTC+8', () => {
    const fromMs = Date.UTC(2026, 2, 4, 16);
    expect(read({ trade_date: '2026-03-05' })).toEqual({
      ok: true,
      request: { tradeDate: '2026-03-05', day: { fromMs, toMs: fromMs + 86_400_000 - 1 } },
    });
  });

  it.each(['20260305', '2026-3-5', '05.03.2026', '2026-02-29', '2026-13-01', 'yesterday'])(
    'refuses the day %s',
    (tradeDate) => {
      expect(read({ trade_date: tradeDate })).toEqual({
        ok: false,
        field: 'trade_date',
        problem: 'must be a real day written YYYY-MM-DD',
      });
    },
  );

  it('refuses a missing day and a store', () => {
    expect(read({})).toMatchObject({ field: 'trade_date', problem: 'is missing' });
    expect(read({ trade_date: '2026-03-05', mchid: 'M1' })).toMatchObject({
      field: 'mchid',
      problem: 'may not be sent; a statement covers every store',
    });
    expect([...TRADE_BILL_NAMES]).toEqual(['trade_date', 'mchid']);
  });
});
