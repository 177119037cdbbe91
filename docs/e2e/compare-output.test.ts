import { describe, expect, it } from 'vitest';
import { findDifference } from './compare-output.ts';

describe('the comparison of a document with what came out', () => {
  it.each([
    ['the same text', 'PAID  HKD 10.50\n', 'PAID  HKD 10.50\n'],
    ['another time', 'at 2026-03-05 18:00:00', 'at 2027-01-01 00:00:00'],
    ['another instant', 'until 2026-03-05T10:00:00.123Z', 'until 2027-01-01T00:00:00.001Z'],
    ['another fresh order number', 'order cli20260305180000a1b2c3d4', 'order cli20270101000000ffffffff'],
    ['another order number of the examples', 'till-1772704800123-5f0c2a91', 'till-1795298287223-7512333a'],
    ['another long number', 'syssn 20260305000100020000000001', 'syssn 20270101000100020000000777'],
    ['another key', 'key 0123456789ABCDEF0123456789ABCDEF', 'key FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF'],
    ['text left open', 'mchid … Central', 'mchid ABtiv6XciY  Peak Central'],
    ['lines left open', 'first\n…\nlast', 'first\nsecond\nthird\nlast'],
    ['no lines left open', 'first\n…\nlast', 'first\nlast'],
  ])('accepts %s', (_name, expected, actual) => {
    expect(findDifference(expected, actual)).toBeUndefined();
  });

  it.each([
    ['another amount', 'PAID  HKD 10.50', 'PAID  HKD 10.51', 'PAID  HKD 10.50'],
    ['another result', '…\nresult 0000', 'order A\nresult 1145', 'result 0000'],
    ['a missing line', 'one\ntwo', 'one', 'two'],
    ['a surplus line', 'one', 'one\ntwo', '(nothing more; but there is: two)'],
    ['a character that means something in a pattern', 'a.c', 'abc', 'a.c'],
    ['a digest', 'SHA256 AA'.padEnd(71, '0'), 'SHA256 AB'.padEnd(71, '0'), 'SHA256 AA'.padEnd(71, '0')],
  ])('notices %s', (_name, expected, actual, difference) => {
    expect(findDifference(expected, actual)).toBe(difference);
  });
});
