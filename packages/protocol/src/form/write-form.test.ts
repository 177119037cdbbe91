import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseForm, parseFormText } from './parse-form.ts';
import { writeForm } from './write-form.ts';

const names = fc.stringMatching(/^[A-Za-z0-9_]{1,32}$/);
const values = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('%', '4', '1', '&', '=', '+', ' ', ';', '#', '\0', '\u{feff}') }),
);
const pairs = fc.uniqueArray(fc.tuple(names, values), { selector: ([name]) => name, maxLength: 64 });

it('is read back as it was, from bytes and from text', () => {
  fc.assert(
    fc.property(pairs, (list) => {
      const body = writeForm(list);
      const form = parseForm(new TextEncoder().encode(body));
      expect(form).toEqual(parseFormText(body));
      expect(form.ok && form.parameters.map(({ name, value }) => [name, value])).toEqual(list);
    }),
  );
});

it('is ASCII and leaves no character of a value that a reader could take for a separator', () => {
  fc.assert(
    fc.property(names, values, (name, value) => {
      const body = writeForm([[name, value]]);
      expect(body.startsWith(`${name}=`)).toBe(true);
      expect(body.slice(name.length + 1)).toMatch(/^[A-Za-z0-9%\-_.!~*'()]*$/);
    }),
  );
});

it('says the same in the encodings of other clients', () => {
  fc.assert(
    fc.property(pairs, (list) => {
      const expected = parseFormText(writeForm(list));
      const other = new URLSearchParams(
        list.map(([name, value]): [string, string] => [name, value]),
      ).toString();
      const form = parseFormText(other);
      expect(form.ok && form.parameters.map(({ name, value }) => [name, value])).toEqual(
        expected.ok && expected.parameters.map(({ name, value }) => [name, value]),
      );
    }),
  );
});

it.each([
  [[], ''],
  [[['a', '']], 'a='],
  [
    [
      ['txdtm', '2026-03-05 18:00:00'],
      ['txzone', '+0800'],
    ],
    'txdtm=2026-03-05%2018%3A00%3A00&txzone=%2B0800',
  ],
  [[['goods_name', '測試&=']], 'goods_name=%E6%B8%AC%E8%A9%A6%26%3D'],
] as const)('writes %j as %s', (list, body) => {
  expect(writeForm(list)).toBe(body);
});

describe('half a surrogate pair', () => {
  it.each(['a\ud83c', '\udf70a', '\udf70\ud83c'])('cannot be written: %j', (value) => {
    expect(() => writeForm([['goods_name', value]])).toThrow(/^goods_name: .*half a surrogate pair/);
  });

  it('cannot be written in a name', () => {
    expect(() => writeForm([['\ud83c', '1']])).toThrow(RangeError);
  });
});
