import { describe, expect, it } from 'vitest';
import { afterWrongTry, isLocked, type Tries, triesLeft, tryPermission } from './try-limit.ts';

const NOW_MS = 1_000_000;
const NONE: Tries = { wrongTries: 0, pausedUntilMs: 0 };

function after(count: number): Tries {
  let tries = NONE;
  for (let index = 0; index < count; index += 1) tries = afterWrongTry(tries, NOW_MS);
  return tries;
}

describe('wrong PINs', () => {
  it.each([
    [1, 0],
    [4, 0],
    [5, 30_000],
    [6, 60_000],
    [9, 480_000],
    [10, 900_000],
    [19, 900_000],
  ])('number %i takes a pause of %i ms', (count, pauseMs) => {
    const permission = tryPermission(after(count), NOW_MS);
    expect(permission).toEqual(pauseMs === 0 ? { kind: 'go' } : { kind: 'pause', waitMs: pauseMs });
    expect(tryPermission(after(count), NOW_MS + pauseMs)).toEqual({ kind: 'go' });
  });

  it('number 20 locks, however long one waits', () => {
    expect(isLocked(after(19))).toBe(false);
    expect(tryPermission(after(20), NOW_MS + 1e12)).toEqual({ kind: 'locked' });
  });

  it('never pause longer than a quarter of an hour, also when the clock was set back', () => {
    expect(tryPermission(after(5), NOW_MS - 1e9)).toEqual({ kind: 'pause', waitMs: 900_000 });
  });

  it('are counted down before the first pause', () => {
    expect([0, 1, 4, 5, 9].map(triesLeft)).toEqual([5, 4, 1, 0, 0]);
  });
});
