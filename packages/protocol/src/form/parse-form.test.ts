import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormResult } from './form-parameter.ts';
import { PARAMETERS_MAX, parseForm, parseFormText } from './parse-form.ts';

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function valuesOf(body: string): readonly (readonly [string, string])[] {
  const form = parseForm(bytesOf(body));
  if (!form.ok) throw new Error(`${form.field}: ${form.problem}`);
  return form.parameters.map(({ name, value }) => [name, value]);
}

function refusal(field: string | undefined, problem: string): FormResult {
  return { ok: false, field, problem };
}

describe('parameters', () => {
  it('keep their order, their value and the characters as sent', () => {
    expect(parseForm(bytesOf('b=1+2&a=%E6%B8%AC'))).toEqual({
      ok: true,
      parameters: [
        { name: 'b', value: '1 2', raw: '1+2' },
        { name: 'a', value: '測', raw: '%E6%B8%AC' },
      ],
    });
  });

  it.each([
    ['', []],
    ['&&', []],
    ['&a=1&&b=2&', ['a=1', 'b=2']],
    ['a', ['a=']],
    ['a=', ['a=']],
    ['a==', ['a==']],
    ['a=b=c', ['a=b=c']],
    ['a=1;b=2', ['a=1;b=2']],
    ['a=?#/:@', ['a=?#/:@']],
    ['a=1\r\n', ['a=1\r\n']],
    ['a=%26b%3D1', ['a=&b=1']],
    ['%61%5f1=x', ['a_1=x']],
  ])('%j are read as %j', (body, pairs) => {
    expect(valuesOf(body).map(([name, value]) => `${name}=${value}`)).toEqual(pairs);
  });

  it('read blanks as +, %20 and as they stand', () => {
    for (const blank of ['+', '%20', ' ']) {
      expect(valuesOf(`txdtm=2026-03-05${blank}18:00:00`)).toEqual([['txdtm', '2026-03-05 18:00:00']]);
    }
    expect(valuesOf('a=%2B')).toEqual([['a', '+']]);
  });

  it.each(['%', '%4', '%zz', '%%', '%4g', '100%', '%u6d4b', '% 41', '%-1', '50% off'])(
    'take the percent sign of %s for itself',
    (value) => expect(valuesOf(`a=${value}`)).toEqual([['a', value]]),
  );

  it('decode once, in both cases of the hex digits', () => {
    expect(valuesOf('a=%2541&b=%e6%b8%ac&c=%25&d=%%41&e=%4%31')).toEqual([
      ['a', '%41'],
      ['b', '測'],
      ['c', '%'],
      ['d', '%A'],
      ['e', '%41'],
    ]);
  });

  it('do not lose a byte-order mark, a null or an unusual separator inside a value', () => {
    const odd = '\u{feff}\0\u{2028}\u{202e}e\u{301}';
    expect(valuesOf(`a=${odd}&b=${encodeURIComponent(odd)}`)).toEqual([
      ['a', odd],
      ['b', odd],
    ]);
  });

  it('are the same read from a query string', () => {
    for (const text of ['a=1+%E6%B8%AC&b', '', 'a=1&a=2', '%=1']) {
      expect(parseFormText(text)).toEqual(parseForm(bytesOf(text)));
    }
  });
});

describe('names', () => {
  const problem = 'a parameter name must be 1 to 32 letters, digits or _';

  it.each(['a', 'Z', '9', '_', '_x', 'a1_B', '10', 'a'.repeat(32)])('may be %s', (name) => {
    expect(valuesOf(`${name}=1`)).toEqual([[name, '1']]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype'])(
    'may be %s, which means nothing',
    (name) => {
      expect(valuesOf(`${name}=1&txamt=10`)).toEqual([
        [name, '1'],
        ['txamt', '10'],
      ]);
    },
  );

  it.each([
    '',
    ' a',
    'a ',
    '+a',
    'a-b',
    'a.b',
    'a[b]',
    'a[b][c]',
    'a%20',
    'a%00',
    'a%',
    'é',
    '%C3%A9',
    '%26',
    '%3D',
    '"a"',
    'a\n',
    '\u{feff}a',
    'a'.repeat(33),
    '%ff',
  ])('may not be %j', (name) => {
    expect(parseForm(bytesOf(`${name}=1`))).toEqual(refusal(undefined, problem));
    expect(parseForm(bytesOf(`txamt=10&${name}=1`))).toEqual(
      refusal(undefined, `behind txamt: ${problem}; write an & within a value as %26`),
    );
  });

  it('are not looked for in JSON', () => {
    for (const body of ['{"txamt": 1050}', '\r\n [1]']) {
      expect(parseForm(bytesOf(body))).toEqual(
        refusal(undefined, 'the parameters are JSON; send them form-encoded: txamt=1050&txcurrcd=HKD'),
      );
    }
  });

  it('are not freed of a byte-order mark in front of the body', () => {
    expect(parseForm(bytesOf('\u{feff}a=1'))).toEqual(refusal(undefined, problem));
  });

  it('may not be repeated, also not in another encoding or with an equal or empty value', () => {
    for (const body of ['a=1&a=2', 'a=1&a=1', 'a&a', 'a=&b=1&a=', 'a=1&%61=1']) {
      expect(parseForm(bytesOf(body))).toEqual(refusal('a', 'is given more than once'));
    }
    expect(parseForm(bytesOf('__proto__=1&__proto__=2'))).toEqual(
      refusal('__proto__', 'is given more than once'),
    );
  });

  it('are different in different letter case', () => {
    expect(valuesOf('Txamt=1&txamt=2')).toHaveLength(2);
  });
});

describe('text that is not UTF-8', () => {
  it.each([
    ['two bytes that are never UTF-8', '%ff'],
    ['its twin', '%fe'],
    ['an overlong slash', '%c0%af'],
    ['an overlong null', '%c0%80'],
    ['an overlong form of three bytes', '%e0%80%af'],
    ['a high surrogate', '%ed%a0%80'],
    ['a low surrogate', '%ed%b0%80'],
    ['a surrogate pair in two parts', '%ed%a0%bc%ed%bd%b0'],
    ['beyond Unicode', '%f4%90%80%80'],
    ['a sequence without its end', '%e6%b8'],
    ['a sequence cut off by a letter', '%e6%b8x'],
    ['a sequence with another start inside', '%e6%e6%b8%ac'],
    ['a continuation alone', '%80'],
    ['GBK', '%b2%e2%ca%d4'],
    ['an escape behind a good one', '%e6%b8%ac%ff'],
  ])('is refused in escapes: %s', (_case, value) => {
    const problem = 'is not valid UTF-8 after percent-decoding';
    expect(parseForm(bytesOf(`txamt=10&goods_name=a${value}`))).toEqual(refusal('goods_name', problem));
  });

  it.each([
    ['a byte that is never UTF-8', [0xff]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a sequence without its end', [0xe6, 0xb8]],
    ['GBK', [0xb2, 0xe2]],
  ])('is refused as it stands: %s', (_case, bytes) => {
    const problem = 'the parameters are not valid UTF-8';
    expect(parseForm(Uint8Array.of(...bytesOf('goods_name='), ...bytes))).toEqual(
      refusal(undefined, problem),
    );
  });

  it('is refused when half of it is escaped', () => {
    expect(parseForm(Uint8Array.of(...bytesOf('a=%e6'), 0xb8, 0xac)).ok).toBe(false);
    expect(parseForm(bytesOf('a=%e6測'))).toMatchObject({ ok: false, field: 'a' });
  });
});

describe('the number of parameters', () => {
  function body(count: number): string {
    return Array.from({ length: count }, (_, index) => `p${index}=1`).join('&');
  }

  it('may reach the limit', () => {
    expect(valuesOf(`&&${body(PARAMETERS_MAX)}&&`)).toHaveLength(64);
  });

  it('may not pass it', () => {
    expect(parseForm(bytesOf(body(65)))).toEqual(refusal(undefined, 'more than 64 parameters'));
    expect(parseForm(bytesOf(body(100_000)))).toEqual(refusal(undefined, 'more than 64 parameters'));
  });
});

it('answers any bytes with parameters of good names and values, or with a refusal that has a text', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.string({ unit: fc.constantFrom('a', 'b', '=', '&', '%', 'f', '4', '1', '+', 'é') }).map(bytesOf),
  );
  fc.assert(
    fc.property(bytes, (body) => {
      const form = parseForm(body);
      if (!form.ok) {
        expect(form.problem).not.toBe('');
        return;
      }
      for (const { name, value, raw } of form.parameters) {
        expect(name).toMatch(/^\w+$/);
        expect(value.isWellFormed()).toBe(true);
        expect(raw).not.toContain('&');
      }
      expect(new Set(form.parameters.map(({ name }) => name)).size).toBe(form.parameters.length);
    }),
  );
});
