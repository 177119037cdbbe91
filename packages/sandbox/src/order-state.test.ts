import { describe, expect, it } from 'vitest';
import { nextOrderState, ORDER_STATES, ORDER_TRANSITIONS, type OrderEvent } from './order-state.ts';

const EVENTS: readonly OrderEvent[] = ['charge', 'decline', 'close', 'reverse'];
const ALLOWED = new Map([
  ['in_transit charge', 'paid'],
  ['in_transit decline', 'declined'],
  ['processing charge', 'paid'],
  ['processing decline', 'declined'],
  ['waiting charge', 'paid'],
  ['waiting decline', 'declined'],
  ['waiting close', 'closed'],
  ['processing reverse', 'reversed'],
  ['waiting reverse', 'reversed'],
  ['paid reverse', 'reversed'],
  ['declined charge', 'paid'],
]);
const EVERY_PAIR = ORDER_STATES.flatMap((state) => EVENTS.map((event) => [state, event] as const));

describe('the law of the wallet’s book', () => {
  it('has a row for every state', () => {
    expect(Object.keys(ORDER_TRANSITIONS).sort()).toEqual([...ORDER_STATES].sort());
  });

  it.each(EVERY_PAIR)('%s takes %s only as listed', (state, event) => {
    const expected = ALLOWED.get(`${state} ${event}`);
    if (expected === undefined) {
      expect(() => nextOrderState(state, event)).toThrow(`A payment that is ${state} cannot ${event}.`);
    } else {
      expect(nextOrderState(state, event)).toBe(expected);
    }
  });
});
