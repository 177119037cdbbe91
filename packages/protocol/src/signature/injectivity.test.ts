import { describe, expect, it } from 'vitest';
import type { FormParameter } from '../form/form-parameter.ts';
import { findAmbiguity } from './ambiguity.ts';
import { stringToSign, USUAL_VARIANT } from './string-to-sign.ts';

function wordsUpTo(length: number, letters: string): string[] {
  const words = [''];
  for (let from = 0, round = 0; round < length; round += 1) {
    const to = words.length;
    for (; from < to; from += 1) for (const letter of letters) words.push((words[from] ?? '') + letter);
  }
  return words;
}

/** A text of up to 15 characters over `1&=abc` as one number, different texts as different numbers. */
function numberOf(text: string): number {
  let number = 0;
  for (const character of text) number = number * 7 + '1&=abc'.indexOf(character) + 1;
  return number;
}

/** Twins among numbers; sorts them in place, which takes far less memory than a set of texts. */
function countTwins(numbers: Float64Array): number {
  numbers.sort();
  let twins = 0;
  for (let index = 1; index < numbers.length; index += 1) {
    if (numbers[index] === numbers[index - 1]) twins += 1;
  }
  return twins;
}

function parameterNamed(name: string): (value: string) => readonly FormParameter[] {
  return (value) => [{ name, value, raw: encodeURIComponent(value) }];
}

describe('every map of two names to texts of up to four characters over 1&=ab', () => {
  const words = wordsUpTo(4, '1&=ab');
  const as = [[], ...words.map(parameterNamed('a'))];
  const bs = [[], ...words.map(parameterNamed('b'))];
  const listed = new Set(['a', 'b']);
  const all = new Float64Array(782 * 782 - 1);
  const accepted = new Float64Array(782 * 782 - 1);
  let total = 0;
  let imitating = 0;
  let fallingApart = 0;
  let kept = 0;
  for (const a of as) {
    for (const b of bs) {
      const parameters = [...a, ...b];
      if (parameters.length === 0) continue;
      const number = numberOf(stringToSign(parameters, USUAL_VARIANT));
      all[total] = number;
      total += 1;
      const imitates = parameters.some(({ value }) => /&[ab]=/.test(value));
      if (imitates) imitating += 1;
      if (findAmbiguity(parameters, listed) === undefined) {
        accepted[kept] = number;
        kept += 1;
      } else if (!imitates) {
        fallingApart += 1;
      }
    }
  }

  it('are 611,523, and 52 of them share their text to sign with an earlier one', () => {
    expect(total).toBe(611_523);
    expect(countTwins(all)).toBe(52);
  });

  it('loses 33,924 that imitate a listed name', () => {
    expect(imitating).toBe(33_924);
    expect(total - imitating).toBe(577_599);
  });

  it('loses 4,557 more, in which an unlisted name such as ab could follow a or b', () => {
    expect(fallingApart).toBe(4_557);
    expect(kept).toBe(577_599 - 4_557);
  });

  it('leaves no two accepted maps with one text to sign', () => {
    expect(countTwins(accepted.subarray(0, kept))).toBe(0);
  });
});

describe('every map of two listed names a and c around an unlisted b', () => {
  const listed = new Set(['a', 'c']);
  const as = [[], ...wordsUpTo(4, '&=b1').map(parameterNamed('a'))];
  const bs = [[], ...wordsUpTo(2, '&=b1').map(parameterNamed('b'))];
  const cs = [[], ...['', '1', 'b', '&b=', '&d=', '1&c1='].map(parameterNamed('c'))];

  /** What a list means: the listed values that are not empty. */
  function meaningOf(parameters: readonly FormParameter[]): string {
    const meaning = parameters.filter(({ name, value }) => name !== 'b' && value !== '');
    return meaning.map(({ name, value }) => `${name}:${value}`).join();
  }

  /** How many accepted lists have a text to sign, empty values kept or dropped, that also means something else. */
  function clashesUnder(accepts: (parameters: readonly FormParameter[]) => boolean): number {
    const meanings = new Map<string, string>();
    let clashes = 0;
    for (const a of as) {
      for (const b of bs) {
        for (const c of cs) {
          const parameters = [...a, ...b, ...c];
          if (!accepts(parameters)) continue;
          const meaning = meaningOf(parameters);
          for (const emptyValues of ['kept', 'dropped'] as const) {
            const text = stringToSign(parameters, { values: 'decoded', emptyValues });
            const other = meanings.get(text);
            if (other === undefined) meanings.set(text, meaning);
            else if (other !== meaning) clashes += 1;
          }
        }
      }
    }
    return clashes;
  }

  it('clash without the rule', () => {
    expect(clashesUnder(() => true)).toBeGreaterThan(0);
  });

  it('clash under a rule that looks at listed names only', () => {
    const accepts = (parameters: readonly FormParameter[]): boolean =>
      !parameters.some(({ value }) => /&[ac]=/.test(value)) &&
      (!parameters.some(({ name }) => name === 'b') || !parameters.some(({ value }) => value.includes('&')));
    expect(clashesUnder(accepts)).toBeGreaterThan(0);
  });

  it('never clash under the rule', () => {
    expect(clashesUnder((parameters) => findAmbiguity(parameters, listed) === undefined)).toBe(0);
  });
});
