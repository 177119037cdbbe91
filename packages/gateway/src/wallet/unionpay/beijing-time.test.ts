import { expect, it } from 'vitest';
import { readTraceTime, writeBeijingTime } from './beijing-time.ts';

it('writes the time of Beijing', () => {
  expect(writeBeijingTime(Date.UTC(2024, 11, 31, 16, 0, 0))).toBe('20250101000000');
});

it.each([
  ['0101120000', Date.UTC(2025, 0, 1, 4), Date.UTC(2025, 0, 1, 4, 0, 30)],
  ['1231235959', Date.UTC(2024, 11, 31, 15, 59, 59), Date.UTC(2024, 11, 31, 16, 0, 5)],
  ['0101000001', Date.UTC(2024, 11, 31, 16, 0, 1), Date.UTC(2024, 11, 31, 15, 59, 58)],
])('reads %s in the year that is nearest', (text, expected, nearMs) => {
  expect(readTraceTime(text, nearMs)).toBe(expected);
});

it.each(['', '0230120000', '010112000', '01011200000', '0101250000'])('reads no time in "%s"', (text) => {
  expect(readTraceTime(text, Date.UTC(2025, 0, 1))).toBeUndefined();
});
