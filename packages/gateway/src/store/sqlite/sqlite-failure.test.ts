import { describe, expect, it } from 'vitest';
import { failureKind, primaryCode } from './sqlite-failure.ts';

function sqliteError(errcode: unknown): Error {
  return Object.assign(new Error('SQLite'), { errcode });
}

describe('failureKind', () => {
  it.each([
    [5, 'SQLITE_BUSY', 'unavailable'],
    [6, 'SQLITE_LOCKED', 'unavailable'],
    [8, 'SQLITE_READONLY', 'unavailable'],
    [13, 'SQLITE_FULL', 'unavailable'],
    [14, 'SQLITE_CANTOPEN', 'unavailable'],
    [10, 'SQLITE_IOERR', 'fatal'],
    [11, 'SQLITE_CORRUPT', 'fatal'],
    [26, 'SQLITE_NOTADB', 'fatal'],
    [1, 'SQLITE_ERROR', 'statement'],
    [19, 'SQLITE_CONSTRAINT', 'statement'],
    [20, 'SQLITE_MISMATCH', 'statement'],
  ])('takes %i (%s) as %s, with and without the bits of an extended code', (code, _name, kind) => {
    expect(failureKind(sqliteError(code))).toBe(kind);
    expect(failureKind(sqliteError(code | (4 << 8)))).toBe(kind);
  });

  it('takes what is no error of SQLite as a broken statement', () => {
    expect(failureKind(new TypeError('a bug'))).toBe('statement');
    expect(failureKind(sqliteError('10'))).toBe('statement');
    expect(failureKind('10')).toBe('statement');
    expect(failureKind(undefined)).toBe('statement');
    expect(primaryCode({ errcode: 10 })).toBeUndefined();
  });
});
