import { describe, expect, it } from 'vitest';
import { lateChargeOf } from '../store/contract/late-charge-data.ts';
import { nextReturnNumber } from './late-charge.ts';

const { channelRefundId: FIRST } = lateChargeOf(1);

function next(channelRefundId: string, attempts: number): string | undefined {
  return nextReturnNumber(lateChargeOf(1, { channelRefundId, attempts }));
}

describe('another number for the return of a late charge', () => {
  it('is there at once for the second', () => expect(next(FIRST, 1)).toBe(`${FIRST}R2`));

  it.each([
    // An hour between two tries after the first two hours, which hold 27.
    [`${FIRST}R2`, 30, undefined],
    [`${FIRST}R2`, 31, `${FIRST}R3`],
    [`${FIRST}R3`, 36, undefined],
    [`${FIRST}R3`, 37, `${FIRST}R4`],
    [`${FIRST}R9`, 500, `${FIRST}R10`],
  ])('is six hours after the one before: %s, try %i', (present, attempts, expected) => {
    expect(next(present, attempts)).toBe(expected);
  });

  it('is taken by every wallet after years: letters and digits, 40 at most', () => {
    expect(next(`${FIRST}R9999`, 70_000)).toMatch(/^[A-Za-z0-9]{8,40}$/);
  });
});
