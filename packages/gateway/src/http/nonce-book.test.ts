import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NonceBook } from './nonce-book.ts';

const TEN_MINUTES_MS = 600_000;

describe('NonceBook', () => {
  it('takes a nonce once, of each app code by itself', () => {
    const book = new NonceBook();
    expect(book.claim('A', 'n', 0)).toBe('fresh');
    expect(book.claim('A', 'n', 1)).toBe('used');
    expect(book.isUsed('A', 'n', 1)).toBe(true);
    expect(book.claim('B', 'n', 1)).toBe('fresh');
    expect(book.claim('A', 'm', 1)).toBe('fresh');
  });

  it('remembers every nonce for ten minutes at least, whenever it came', () => {
    const wait = fc.integer({ min: 0, max: 400_000 });
    fc.assert(
      fc.property(fc.array(wait, { minLength: 1, maxLength: 40 }), (waits) => {
        const book = new NonceBook();
        const claimed: number[] = [];
        let nowMs = 5_000;
        for (const waitMs of waits) {
          nowMs += waitMs;
          expect(book.claim('A', String(nowMs), nowMs)).toBe(claimed.includes(nowMs) ? 'used' : 'fresh');
          claimed.push(nowMs);
          for (const atMs of claimed) {
            if (nowMs - atMs <= TEN_MINUTES_MS) expect(book.isUsed('A', String(atMs), nowMs)).toBe(true);
          }
        }
      }),
    );
  });

  it('forgets what is older than sixteen and a half minutes, so that it does not grow for ever', () => {
    const book = new NonceBook();
    for (let second = 0; second < 4_000; second += 1) {
      book.claim('A', String(second), second * 1_000);
      expect(book.size).toBeLessThanOrEqual(990);
    }
    expect(book.isUsed('A', '3999', 4_000_000)).toBe(true);
    expect(book.isUsed('A', '0', 4_000_000)).toBe(false);
    expect(book.size).toBeGreaterThan(600);
  });

  it('forgets everything in a long silence', () => {
    const book = new NonceBook();
    book.claim('A', 'n', 1_000);
    expect(book.isUsed('A', 'n', 10_000_000)).toBe(false);
    expect(book.size).toBe(0);
  });

  it('takes no more than it has room for, and does not forget those it has', () => {
    const book = new NonceBook(2);
    book.claim('A', '1', 0);
    book.claim('A', '2', 0);
    expect(book.claim('A', '3', 0)).toBe('full');
    expect(book.claim('A', '1', 0)).toBe('used');
    expect(book.claim('A', '3', 2_000_000)).toBe('fresh');
  });
});
