import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonProblem, readStrictJson } from './strict-json.ts';

describe('JSON that people write', () => {
  it('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        expect(readStrictJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('is refused where JSON.parse refuses it, and nowhere else but for names that stand twice', () => {
    const signs = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"a"',
      '"b"',
      '1',
      '-',
      '.5',
      'true',
      ' ',
      '\\',
    );
    fc.assert(
      fc.property(
        fc.array(signs, { maxLength: 9 }).map((some) => some.join('')),
        (text) => {
          expect(outcomeOf(readStrictJson, text)).toEqual(outcomeOf(JSON.parse, text));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['', 'it is empty'],
    [' \n\n', 'it is empty'],
    ['{"a": 1,}', 'line 1: a name in double quotes is expected'],
    ['{\n  "a": 1\n  "b": 2\n}', 'line 3: a comma or } is expected'],
    ['{"a" 1}', 'line 1: a colon is expected behind "a"'],
    ["{\n'a': 1}", 'line 2: a name in double quotes is expected'],
    ['{\n\n"a": yes}', 'line 3: a value is expected, texts in double quotes'],
    ['{"a": 01}', 'line 1: a value is expected, texts in double quotes'],
    ['{"a": "x\ny"}', 'line 1: a value is expected, texts in double quotes'],
    ['[1 2]', 'line 1: a comma or ] is expected'],
    ['{}\n// the end', 'line 2: nothing may follow the end'],
    ['{"a": {"b": 1,\n"b": 1}}', 'line 2: "b" stands here a second time'],
    ['['.repeat(40), 'line 1: objects stand too deep inside of each other'],
  ])('%j: %s', (text, problem) => {
    expect(() => readStrictJson(text)).toThrow(new JsonProblem(problem));
  });

  it('keeps names that mean something to JavaScript', () => {
    const read = readStrictJson('{"__proto__": {"a": 1}, "constructor": 2}') as object;
    expect(Object.keys(read)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  });
});

/** A value, or that it was refused; names that stand twice count as one here. */
function outcomeOf(read: (text: string) => unknown, text: string): unknown {
  try {
    return { value: read(text) };
  } catch (error) {
    const twice = error instanceof JsonProblem && error.message.includes('a second time');
    return twice ? outcomeOf(JSON.parse, text) : 'refused';
  }
}
