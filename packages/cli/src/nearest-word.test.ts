import { describe, expect, it } from 'vitest';
import { nearestWord } from './nearest-word.ts';

const WORDS = ['pay', 'query', 'approve', 'doctor'];

describe('nearestWord', () => {
  it.each([
    ['pya', 'pay'],
    ['qurey', 'query'],
    ['aprove', 'approve'],
    ['doctorr', 'doctor'],
    ['doktor', 'doctor'],
    ['pay', 'pay'],
  ])('takes %s for %s', (typed, meant) => {
    expect(nearestWord(typed, WORDS)).toBe(meant);
  });

  it.each(['', 'x', 'refund', 'merchant'])('has no suggestion for "%s"', (typed) => {
    expect(nearestWord(typed, WORDS)).toBeUndefined();
  });
});
