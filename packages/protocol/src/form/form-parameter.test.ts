import { expect, it } from 'vitest';
import { isParameterName } from './form-parameter.ts';

it.each(['a', '_', '0', 'out_trade_no', 'Z'.repeat(32)])('%s can be a name', (text) => {
  expect(isParameterName(text)).toBe(true);
});

it.each(['', ' ', 'a b', 'a=', 'a&', 'a%', 'é', 'a\n', 'Z'.repeat(33)])('%j cannot be a name', (text) => {
  expect(isParameterName(text)).toBe(false);
});
