import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type WireObject, type WireValue, writeWireJson } from './wire-json.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.nat(0xff).map((unit) => String.fromCharCode(unit)) }),
  fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) }),
);
const number = fc.maxSafeInteger().map((value) => value + 0);
const flat = fc.dictionary(text, fc.oneof(text, number), { noNullPrototype: true });
const object: fc.Arbitrary<WireObject> = fc.dictionary(
  text,
  fc.oneof(text, number, flat, fc.array(flat, { maxLength: 3 })),
  { noNullPrototype: true },
);

describe('the text form of the service', () => {
  it.each<[string, WireValue, string]>([
    ['an empty object', {}, '{}'],
    ['an empty list', { data: [] }, '{"data": []}'],
    ['members in their order', { b: '1', a: 2 }, '{"b": "1", "a": 2}'],
    ['a list of objects', { data: [{ a: '1' }, {}, { b: 1 }] }, '{"data": [{"a": "1"}, {}, {"b": 1}]}'],
    ['an object inside', { data: { a: '1' } }, '{"data": {"a": "1"}}'],
    ['nothing for an absent member', { a: undefined, b: '1', c: undefined }, '{"b": "1"}'],
    ['an empty text', '', '""'],
    [
      'whole numbers',
      { a: 0, b: -1, c: Number.MAX_SAFE_INTEGER },
      '{"a": 0, "b": -1, "c": 9007199254740991}',
    ],
    ['Chinese', { resperr: '交易成功' }, '{"resperr": "\\u4ea4\\u6613\\u6210\\u529f"}'],
    ['a name in Chinese', { 交: '1' }, '{"\\u4ea4": "1"}'],
    ['a pair of surrogates', '\u{1f370}', '"\\ud83c\\udf70"'],
    ['half a pair', '\ud83c', '"\\ud83c"'],
    ['quotes, backslashes and slashes', '"\\/', '"\\"\\\\/"'],
    ['controls with a short form', '\b\f\n\r\t', '"\\b\\f\\n\\r\\t"'],
    ['other controls', '\0\u{1f}\u{7f}\u{80}', '"\\u0000\\u001f\\u007f\\u0080"'],
    ['line separators', '\u{2028}\u{2029}', '"\\u2028\\u2029"'],
    ['markup as it is', "<a href='x'>&", '"<a href=\'x\'>&"'],
  ])('writes %s', (_case, value, json) => expect(writeWireJson(value)).toBe(json));

  it.each([0.1, 1e21, 2 ** 53, Number.NaN, Infinity, -Infinity])('refuses the number %d', (value) => {
    expect(() => writeWireJson({ txamt: value })).toThrow(
      new RangeError(`not a whole number for the wire: ${value}`),
    );
  });

  it('is read back as the same value and is printable ASCII', () => {
    fc.assert(
      fc.property(object, (value) => {
        const json = writeWireJson(value);
        expect(json).toMatch(/^[ -~]*$/);
        expect(JSON.parse(json)).toEqual(value);
      }),
    );
  });

  it('has a blank behind each separator and nowhere else between members', () => {
    fc.assert(
      fc.property(object, (value) => {
        const withoutTexts = writeWireJson(value).replace(/"(?:[^"\\]|\\.)*"/g, '""');
        expect(withoutTexts.replaceAll(', ', ',').replaceAll(': ', ':')).not.toContain(' ');
        expect(withoutTexts).not.toMatch(/[,:](?! )/);
      }),
    );
  });
});

describe('the JSON of Python, which existing receivers rebuild', () => {
  /** Texts `json.dumps` gave. */
  const RECORDED: readonly (readonly [WireObject, string])[] = [
    [{ goods_name: '测试', txamt: '10' }, String.raw`{"goods_name": "\u6d4b\u8bd5", "txamt": "10"}`],
    [
      { cake: '\u{1f370}', data: [{ page: 1 }, {}] },
      String.raw`{"cake": "\ud83c\udf70", "data": [{"page": 1}, {}]}`,
    ],
    [{ controls: '\u{0}\b\t\n\f\r\u{1b}\u{7f}' }, String.raw`{"controls": "\u0000\b\t\n\f\r\u001b\u007f"}`],
    [{ marks: '"\\/<>&\'\u{2028}é' }, String.raw`{"marks": "\"\\/<>&'\u2028\u00e9"}`],
  ];

  it('is the same for recorded objects', () => {
    for (const [value, json] of RECORDED) expect(writeWireJson(value)).toBe(json);
  });

  it('is the same for 200 random objects where Python is at hand, else for the recorded ones', () => {
    const samples = [...RECORDED.map(([value]) => value), ...fc.sample(object, 200)];
    // One object a line, in escapes only, so that no encoding of a pipe matters.
    const lines = samples.map((value) => JSON.stringify(value).replace(/[^ -~]/g, escapeUnit)).join('\n');
    const program = 'import json,sys\nfor line in sys.stdin: print(json.dumps(json.loads(line)))';
    const python = spawnSync('python3', ['-c', program], { input: lines, encoding: 'utf8' });
    const expected =
      python.status === 0 ? python.stdout.trimEnd().split('\n') : RECORDED.map(([, json]) => json);
    expect(samples.slice(0, expected.length).map(writeWireJson)).toEqual(expected);
  });
});

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
