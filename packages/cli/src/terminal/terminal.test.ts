import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { execFileSync } from 'node:child_process';
import { displayWidth, padToWidth } from './display-width.ts';
import { paint } from './paint.ts';
import { printable } from './printable.ts';
import { shellWord } from './shell-word.ts';
import { formatFields, formatTable } from './table.ts';

describe('printable', () => {
  it('leaves text of any language alone', () => {
    expect(printable('Tea 茶 "quoted" é')).toBe('Tea 茶 "quoted" é');
  });

  it.each(['\u001b[2J', 'a\nb', '\r', '\u009b', '\u202e', '\u2066', '\u0000', '\u2028', '\ufeff'])(
    'marks %j',
    (text) => {
      expect(printable(text)).toContain('\ufffd');
    },
  );

  it('never lets a control character through', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/\p{Cc}/u.test(printable(text))));
  });
});

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['tea', 3],
    ['茶館', 4],
    ['ﾃｨｰ', 3],
    ['e\u0301', 1],
    ['１２', 4],
    ['한', 2],
  ])('counts the columns of %s', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  it('fills up on either side and never cuts', () => {
    expect(padToWidth('茶', 4)).toBe('茶  ');
    expect(padToWidth('10', 4, 'right')).toBe('  10');
    expect(padToWidth('long', 2)).toBe('long');
  });
});

describe('formatTable', () => {
  it('sets columns under their headings', () => {
    const table = formatTable(
      [{ heading: 'NAME' }, { heading: 'N', side: 'right' }],
      [
        ['茶館', '1'],
        ['a', '22'],
      ],
    );
    expect(table).toBe('NAME   N\n茶館   1\na     22\n');
  });

  it('keeps one line for each row, whatever the values hold', () => {
    expect(formatTable([{ heading: 'A' }], [['x\ny']]).split('\n')).toHaveLength(3);
  });
});

describe('formatFields', () => {
  it('leaves out what is absent', () => {
    const text = formatFields([
      ['order', 'A-1'],
      ['syssn', ''],
      ['text', undefined],
      ['r', 'x'],
    ]);
    expect(text).toBe('order  A-1\nr      x\n');
  });
});

describe('paint', () => {
  it('adds colour only where it may', () => {
    expect(paint({ write: () => undefined, colour: false }, 'good', 'PAID')).toBe('PAID');
    expect(paint({ write: () => undefined, colour: true }, 'good', 'PAID')).toContain('\u001b[32m');
  });
});

describe('shellWord', () => {
  it('leaves plain words alone', () => {
    expect(shellWord('A-1001_b.2')).toBe('A-1001_b.2');
  });

  it('survives a shell', () => {
    const order = fc.string({
      unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
      minLength: 1,
    });
    fc.assert(
      fc.property(order, (text) => {
        expect(execFileSync('/bin/sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' })).toBe(
          text,
        );
      }),
      { numRuns: 30, examples: [["it's"], ['$(x)'], ['a b'], ['`']] },
    );
  });
});
