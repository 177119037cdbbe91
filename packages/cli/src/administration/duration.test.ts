import { describe, expect, it } from 'vitest';
import { readDuration } from './duration.ts';

describe('readDuration', () => {
  it.each([
    ['0', 0],
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
  ])('reads %s', (text, milliseconds) => {
    expect(readDuration('overlap', text)).toBe(milliseconds);
  });

  it.each(['', '1', '-1h', '1.5h', '1w', 'h', '1h ', '9999999d'])('refuses "%s"', (text) => {
    expect(() => readDuration('overlap', text)).toThrow(/--overlap is no duration/);
  });
});
