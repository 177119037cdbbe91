import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freshStoreId } from './fresh-store-id.ts';

describe('freshStoreId', () => {
  it('makes ten letters and digits of any random bytes', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer({ min: 0, max: 255 })), (stream) => {
        const id = freshStoreId(() => Uint8Array.of(Number(stream.next().value)));
        return /^[A-HJ-NP-Za-km-z2-9]{10}$/.test(id);
      }),
    );
  });

  it('passes over bytes that would favour some letters', () => {
    const bytes = [255, 228, ...Array.from({ length: 10 }, () => 0)];
    expect(freshStoreId(() => Uint8Array.of(bytes.shift() ?? 0))).toBe('AAAAAAAAAA');
  });
});
