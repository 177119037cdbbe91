import { expect, it } from 'vitest';
import { KnownOrders } from './known-orders.ts';

it('knows orders until very many others were named after them', () => {
  const known = new KnownOrders();
  expect(known.has('A')).toBe(false);
  known.add('A');
  known.add('B');
  known.add('A');
  for (let order = 0; order < 9_999; order += 1) known.add(String(order));
  expect(known.has('A')).toBe(true);
  expect(known.has('B')).toBe(false);
  known.add('another');
  expect(known.has('A')).toBe(false);
  expect(known.has('another')).toBe(true);
});
