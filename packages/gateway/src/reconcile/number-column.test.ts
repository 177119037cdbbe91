import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberColumn } from './number-column.ts';

describe('NumberColumn', () => {
  it('holds what a list holds, whatever its length', () => {
    const lengths = fc.oneof(fc.integer({ min: 0, max: 1_200 }), fc.integer({ min: 60_000, max: 140_000 }));
    fc.assert(
      fc.property(lengths, fc.nat(), (length, somewhere) => {
        const column = new NumberColumn();
        const list: number[] = [];
        for (let value = 1; value <= length; value += 1) {
          column.push(value);
          list.push(value);
        }
        const place = somewhere % (length + 1);
        if (place < length) {
          column.set(place, -1);
          list[place] = -1;
        }
        expect(column.length).toBe(length);
        expect(list.every((value, index) => column.at(index) === value)).toBe(true);
        expect([column.at(length), column.at(length + 100_000)]).toEqual([0, 0]);
      }),
      {
        numRuns: 40,
        examples: [
          [256, 255],
          [257, 256],
          [65_536, 65_535],
          [65_537, 65_536],
        ],
      },
    );
  });
});
