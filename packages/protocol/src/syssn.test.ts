import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSyssn, RUNNING_NUMBER_MAX, runningNumberOf } from './syssn.ts';
import { businessDay } from './wire-time.ts';

const NOON_MS = Date.UTC(2026, 2, 5, 4);

describe('a transaction number', () => {
  it.each([
    [NOON_MS, 2, 81_074_842, '20260305000200020081074842'],
    [NOON_MS, 0, 0, '20260305000000020000000000'],
    [NOON_MS, 9_999, RUNNING_NUMBER_MAX, '20260305999900029999999999'],
    [Date.UTC(2026, 11, 31, 15, 59, 59, 999), 1, 1, '20261231000100020000000001'],
    [Date.UTC(2026, 11, 31, 16), 1, 1, '20270101000100020000000001'],
  ])('of %d, node %d, number %d is %s', (createdAtMs, node, runningNumber, syssn) => {
    expect(formatSyssn(createdAtMs, node, runningNumber)).toBe(syssn);
    expect(runningNumberOf(syssn)).toBe(runningNumber);
  });

  it('has 26 digits, begins with the business day, sorts by number within it and gives the number back', () => {
    const number = fc.integer({ min: 0, max: RUNNING_NUMBER_MAX });
    const instant = fc.integer({ min: 0, max: Date.UTC(2100, 0) });
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 0, max: 9_999 }),
        number,
        number,
        (createdAtMs, node, one, two) => {
          const [first, second] = [formatSyssn(createdAtMs, node, one), formatSyssn(createdAtMs, node, two)];
          expect(first).toMatch(/^\d{12}0002\d{10}$/);
          expect(first.startsWith(businessDay(createdAtMs))).toBe(true);
          expect(runningNumberOf(first)).toBe(one);
          expect(first < second).toBe(one < two);
        },
      ),
    );
  });

  it.each([
    [-1, 1, 'node must be from 0 to 9999: -1'],
    [10_000, 1, 'node must be from 0 to 9999: 10000'],
    [1.5, 1, 'node must be from 0 to 9999: 1.5'],
    [Number.NaN, 1, 'node must be from 0 to 9999: NaN'],
    [1, -1, 'running number must be from 0 to 9999999999: -1'],
    [1, 10_000_000_000, 'running number must be from 0 to 9999999999: 10000000000'],
    [1, 0.5, 'running number must be from 0 to 9999999999: 0.5'],
  ])('is not made of node %d and number %d', (node, runningNumber, message) => {
    expect(() => formatSyssn(NOON_MS, node, runningNumber)).toThrow(new RangeError(message));
  });
});

describe('a number that this software did not issue', () => {
  it.each([
    '',
    '2026030500020002008107484',
    '202603050002000200810748420',
    '20260305000202320081074842',
    ' 20260305000200020081074842',
    '20260305000200020081074842\n',
    '２0260305000200020081074842',
    '2026030500020002008107484x',
    '1512345678901234567890',
  ])('%j has no running number', (syssn) => expect(runningNumberOf(syssn)).toBeUndefined());
});
