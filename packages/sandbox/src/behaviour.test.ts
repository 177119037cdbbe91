import { describe, expect, it } from 'vitest';
import { type Behaviour, isAccountBehaviour, NAMED_BEHAVIOURS, planOf } from './behaviour.ts';
import { ORDER_TRANSITIONS } from './order-state.ts';

describe('behaviours', () => {
  it.each(NAMED_BEHAVIOURS)('$name has a plan the book can follow', ({ name, meaning }) => {
    const { start, later, respcd } = planOf(name);
    const transitions = start === 'nothing' ? {} : ORDER_TRANSITIONS[start];
    if (start === 'in_transit' || start === 'processing' || start === 'waiting') expect(later).toBeDefined();
    if (later !== undefined) expect(transitions).toHaveProperty(later.event);
    if (later?.event === 'decline' || later?.event === 'close' || start === 'declined') {
      expect(respcd).toBeDefined();
    }
    expect(meaning).toMatch(/^[A-Z].*\.$/);
    expect(isAccountBehaviour(name)).toBe(true);
  });

  it('include a refusal with any code that is a refusal', () => {
    expect(isAccountBehaviour('declined-1294')).toBe(true);
    expect(planOf('declined-1294')).toEqual({
      start: 'declined',
      respcd: '1294',
      answer: 'at_once',
      reports: 'truth',
    });
  });

  it.each(['declined-0000', 'declined-1143', 'declined-9999', 'declined-', 'Paid', '', 'toString'])(
    'do not include %j',
    (text) => {
      expect(isAccountBehaviour(text)).toBe(false);
      expect(() => planOf(text as Behaviour)).toThrow('is no behaviour of a wallet');
    },
  );

  it('leave accounts their own rules as "normal"', () => {
    expect(isAccountBehaviour('normal')).toBe(true);
  });
});
