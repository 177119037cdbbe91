import { describe, expect, it } from 'vitest';
import { signingKeys } from './signing-keys.ts';

const NOW_MS = 1_000_000;

const key = (secret: string, expiresAtMs?: number, firstUsedAtMs?: number) => ({
  secret,
  expiresAtMs,
  firstUsedAtMs,
});

describe('the keys that sign notifications', () => {
  it.each([
    ['the only key', [key('new')], ['new']],
    ['the older key until the new one was used', [key('new'), key('old', NOW_MS + 1, 5)], ['old', 'new']],
    ['the new key once it was used', [key('new', undefined, 9), key('old', NOW_MS + 1, 5)], ['new', 'old']],
    ['the older key when none was ever used', [key('new'), key('old', NOW_MS + 1)], ['old', 'new']],
    ['no key that has ended', [key('new'), key('old', NOW_MS, 5)], ['new']],
    [
      'of three the newest used',
      [key('c'), key('b', NOW_MS + 1, 7), key('a', NOW_MS + 1, 5)],
      ['b', 'c', 'a'],
    ],
    ['none when there is none', [], []],
    ['none when all have ended', [key('old', NOW_MS - 1, 5)], []],
  ])('are, the preferred first: %s', (_, keys, expected) => {
    expect(signingKeys(keys, NOW_MS)).toEqual(expected);
  });
});
