import { describe, expect, it } from 'vitest';
import { ageOf } from './arrival.ts';

describe('the age of a payment', () => {
  it('is what was counted, whatever the clock was set to, and that of the clock where nobody counts', () => {
    expect(ageOf({ createdAtMs: 1_000, countedAgeMs: 30_000 }, 7_261_000)).toBe(30_000);
    expect(ageOf({ createdAtMs: 21_600_000, countedAgeMs: 130_000 }, 61_000)).toBe(130_000);
    expect(ageOf({ createdAtMs: 1_000 }, 61_000)).toBe(60_000);
  });
});
