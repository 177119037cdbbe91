import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Burst, BurstReader } from './burst.ts';

const CODE = '281234567890123456';

/** Types keys and hears everything the reader makes of them, the silence at the end included. */
function type(keys: readonly string[], gapsMs: number | readonly number[], gapMs?: number): readonly Burst[] {
  const reader = new BurstReader(gapMs);
  const bursts: Burst[] = [];
  const take = (burst: Burst | undefined): void => {
    if (burst !== undefined) bursts.push(burst);
  };
  let atMs = 1_000;
  for (const [index, key] of keys.entries()) {
    const waitMs = typeof gapsMs === 'number' ? gapsMs : (gapsMs[index] ?? 10);
    if (index > 0) take(reader.silence(atMs + waitMs - 1));
    atMs += waitMs;
    const ctrl = key.startsWith('^');
    const { ended, held } = reader.press({ key: ctrl ? key.slice(1) : key, ctrl, atMs });
    take(ended);
    if (!held && key === 'Enter') bursts.push({ kind: 'typed', text: 'ENTER' });
  }
  take(reader.silence(atMs + 1_000));
  return bursts;
}

describe('a scanner that types', () => {
  const scan: Burst = { kind: 'scan', text: CODE, before: '' };

  it.each(['Enter', 'Tab', '^m', '^j'])('ends with %s, which nobody else sees', (end) => {
    expect(type([...Array.from(CODE), end], 7)).toEqual([scan]);
  });

  it('may end with nothing', () => {
    expect(type([...Array.from(CODE)], 30)).toEqual([scan]);
  });

  it('may stumble once', () => {
    const gaps = Array.from(CODE, (_digit, index) => (index === 5 ? 90 : 5 + ((index * 7) % 40)));
    expect(type([...Array.from(CODE), 'Enter'], gaps)).toEqual([scan]);
  });

  it('may be slow when the setting says so', () => {
    expect(type([...Array.from(CODE), 'Enter'], 120, 150)).toEqual([scan]);
    expect(type([...Array.from(CODE), 'Enter'], 90, 50).some(({ kind }) => kind === 'scan')).toBe(false);
  });

  it('may send AIM identifier, capital letters and group separators', () => {
    const keys = [
      ...Array.from(']Q1'),
      'Shift',
      'A',
      'b',
      '^]',
      'Unidentified',
      ...Array.from('12345'),
      'Enter',
    ];
    expect(type(keys, 8)).toEqual([{ kind: 'scan', text: ']Q1Ab12345', before: '' }]);
  });

  it('may read twice', () => {
    expect(type([...Array.from(CODE), 'Enter', ...Array.from(CODE), 'Enter'], 8)).toEqual([scan, scan]);
  });

  it('that is held up at its beginning tells what it typed before', () => {
    const gaps = Array.from(CODE, (_digit, index) => (index === 2 ? 300 : 5));
    expect(type([...Array.from(CODE), 'Enter'], gaps)).toEqual([
      { kind: 'typed', text: CODE.slice(0, 2) },
      { kind: 'scan', text: CODE.slice(2), before: CODE.slice(0, 2) },
    ]);
  });

  it('is no scan below six characters', () => {
    expect(type([...Array.from('12345'), 'Enter'], 8)).toEqual([
      { kind: 'typed', text: '12345' },
      { kind: 'typed', text: 'ENTER' },
    ]);
  });
});

describe('a person who types', () => {
  it('is heard digit by digit', () => {
    expect(type([...Array.from('1050')], 180)).toEqual(
      [...Array.from('1050')].map((text) => ({ kind: 'typed', text })),
    );
  });

  it('may type six digits and Enter', () => {
    const bursts = type([...Array.from('123456'), 'Enter'], 95);
    expect(bursts).toEqual([
      { kind: 'typed', text: '123456' },
      { kind: 'typed', text: 'ENTER' },
    ]);
  });

  it('loses no digit, however fast', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...Array.from('0123456789')), fc.integer({ min: 1, max: 400 })), {
          maxLength: 40,
        }),
        (keys) => {
          const bursts = type(
            keys.map(([key]) => key),
            keys.map(([, gap]) => gap),
          );
          expect(bursts.map(({ text }) => text).join('')).toBe(keys.map(([key]) => key).join(''));
        },
      ),
    );
  });
});
