import { describe, expect, it } from 'vitest';
import { ageOf } from './arrival.ts';

describe('the age of a payment', () => {
  it('is the one that is told, whatever the clock says, and that of the clock where none is', () => {
    expect(ageOf({ createdAtMs: 1_000, leastAgeMs: 30_000 }, 7_261_000)).toBe(30_000);
    expect(ageOf({ createdAtMs: 21_600_000, leastAgeMs: 130_000 }, 61_000)).toBe(130_000);
    expect(ageOf({ createdAtMs: 1_000 }, 61_000)).toBe(60_000);
  });
});
