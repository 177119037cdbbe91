import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AskBudget } from './ask-budget.ts';

describe('the budget of enquiries', () => {
  it('lets UnionPay be asked at its own cadence', () => {
    const budget = new AskBudget(6);
    const asked: number[] = [];
    for (let atMs = 0; atMs < 70_000; atMs += 500) if (budget.take('A', atMs)) asked.push(atMs / 1_000);
    expect(asked).toEqual([0, 1, 3, 7, 15, 60, 64, 68]);
  });

  it('never asks more than five times in a minute, nor twice in a second, but for what was granted', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 200 }), (gaps) => {
        const budget = new AskBudget(6);
        let nowMs = 0;
        const asked: number[] = [];
        for (const gapMs of gaps) {
          nowMs += gapMs;
          if (budget.take('A', nowMs)) asked.push(nowMs);
        }
        for (const [place, atMs] of asked.entries()) {
          expect(asked.filter((other) => other > atMs - 60_000 && other <= atMs).length).toBeLessThan(6);
          if (place > 0) expect(atMs - (asked[place - 1] ?? 0)).toBeGreaterThanOrEqual(1_000);
        }
      }),
    );
  });

  it('lets an enquiry that decides through once a minute, however often others ask, within what UnionPay takes', () => {
    const budget = new AskBudget(6);
    const asked: number[] = [];
    const decided: number[] = [];
    for (let atMs = 0; atMs <= 600_000; atMs += 500) {
      const decides = atMs >= 100_000 && atMs % 60_000 === 25_000;
      if (!budget.take('A', atMs, decides)) continue;
      asked.push(atMs);
      if (decides) decided.push(atMs);
    }
    expect(decided).toEqual([145, 205, 265, 325, 385, 445, 505, 565].map((atS) => atS * 1_000));
    for (const [place, atMs] of asked.entries()) {
      expect(asked.filter((other) => other > atMs - 60_000 && other <= atMs).length).toBeLessThan(7);
      if (place > 0) expect(atMs - (asked[place - 1] ?? 0)).toBeGreaterThanOrEqual(1_000);
    }
  });

  it('lets no second one through in the same minute', () => {
    const budget = new AskBudget(6);
    for (const atMs of [0, 1_000, 3_000, 7_000, 15_000]) expect(budget.take('A', atMs)).toBe(true);
    expect(budget.take('A', 15_500, true)).toBe(false);
    expect(budget.take('A', 20_000, true)).toBe(true);
    expect(budget.take('A', 40_000, true)).toBe(false);
  });

  it('keeps orders apart, and lets one enquiry through when something has happened', () => {
    const budget = new AskBudget(6);
    expect(budget.take('A', 0)).toBe(true);
    expect(budget.take('B', 0)).toBe(true);
    expect(budget.take('A', 10)).toBe(false);
    for (const atMs of [1_000, 3_000, 7_000, 15_000]) expect(budget.take('A', atMs)).toBe(true);
    budget.grant('A');
    expect(budget.spacingLeftMs('A', 15_400)).toBe(600);
    expect(budget.take('A', 15_999)).toBe(false);
    expect(budget.take('A', 16_000)).toBe(true);
    expect(budget.take('A', 20_000)).toBe(false);
    expect(budget.spacingLeftMs('C', 0)).toBe(0);
  });

  it('holds nothing back where UnionPay takes plenty', () => {
    const budget = new AskBudget(60);
    for (let count = 0; count < 100; count += 1) expect(budget.take('A', 0)).toBe(true);
    expect(budget.spacingLeftMs('A', 0)).toBe(0);
  });

  it('forgets the oldest of many orders', () => {
    const budget = new AskBudget(6);
    for (let order = 0; order <= 10_000; order += 1) budget.take(String(order), 0);
    expect(budget.take('0', 1)).toBe(true);
    expect(budget.take('10000', 1)).toBe(false);
  });
});
