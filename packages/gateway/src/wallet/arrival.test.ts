import { describe, expect, it } from 'vitest';
import { ageOf } from './arrival.ts';

describe('the age of a payment', () => {
  it('is that of the clock, or what was counted when the clock was set back since', () => {
    expect(ageOf({ createdAtMs: 1_000 }, 61_000)).toBe(60_000);
    expect(ageOf({ createdAtMs: 1_000, countedAgeMs: 30_000 }, 61_000)).toBe(60_000);
    expect(ageOf({ createdAtMs: 21_600_000, countedAgeMs: 130_000 }, 61_000)).toBe(130_000);
    expect(ageOf({ createdAtMs: 21_600_000 }, 61_000)).toBe(0);
  });
});
