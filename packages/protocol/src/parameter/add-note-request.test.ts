import { describe, expect, it } from 'vitest';
import { ADD_NOTE_NAMES, readAddNoteRequest } from './add-note-request.ts';

const SYSSN = '20260301000100020000000001';
const CODE = 'A'.repeat(32);

function read(values: Readonly<Record<string, string>>) {
  return readAddNoteRequest(Object.entries(values).map(([name, value]) => ({ name, value, raw: value })));
}

describe('readAddNoteRequest', () => {
  it('reads app code, number and text', () => {
    expect(read({ code: CODE, syssn: SYSSN, note: '茶 7' })).toEqual({
      ok: true,
      request: { appCode: CODE, syssn: SYSSN, note: '茶 7' },
    });
  });

  it('takes 200 characters, also those of two code units, and not one more', () => {
    expect(read({ code: CODE, syssn: SYSSN, note: '😀'.repeat(200) }).ok).toBe(true);
    expect(read({ code: CODE, syssn: SYSSN, note: '😀'.repeat(201) })).toEqual({
      ok: false,
      field: 'note',
      problem: 'is longer than 200 characters',
    });
  });

  it.each([
    ['code', { syssn: SYSSN, note: 'x' }, 'is missing'],
    ['code', { code: 'A'.repeat(33), syssn: SYSSN, note: 'x' }, 'is longer than 32 characters'],
    ['syssn', { code: CODE, note: 'x' }, 'is missing'],
    ['note', { code: CODE, syssn: SYSSN, note: '' }, 'is missing'],
    ['note', { code: CODE, syssn: SYSSN, note: 'a\tb' }, 'may not contain control characters'],
    [
      'mchid',
      { code: CODE, syssn: SYSSN, note: 'x', mchid: 'M1' },
      'may not be sent; notes are for merchants without mchid',
    ],
  ])('names %s when it breaks its rule', (field, values, problem) => {
    expect(read(values as Record<string, string>)).toEqual({ ok: false, field, problem });
  });

  it('takes one number only', () => {
    expect(read({ code: CODE, syssn: `${SYSSN},${SYSSN}`, note: 'x' })).toMatchObject({ field: 'syssn' });
  });

  it('gives every parameter a meaning', () => {
    expect([...ADD_NOTE_NAMES]).toEqual(['code', 'syssn', 'note', 'mchid']);
  });
});
