import { describe, expect, it } from 'vitest';
import { csvFile } from './csv.ts';

function cell(value: string | number): string {
  return csvFile([[value]]).slice(1, -2);
}

describe('a CSV file', () => {
  it('begins with the mark of UTF-8 and ends every line as RFC 4180 says', () => {
    expect(csvFile([['a', 1], [], ['三']])).toBe('\uFEFFa,1\r\n\r\n三\r\n');
  });

  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['-10.50', '-10.50'],
    [-5, '-5'],
  ])('writes %j as %j', (value, written) => {
    expect(cell(value)).toBe(written);
  });

  it.each(['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', "=cmd|' /C calc'!A0"])(
    'runs nothing in a spreadsheet: %j',
    (value) => {
      expect(cell(value).replace(/^"/, '')).toMatch(/^'/);
    },
  );
});
