import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAYMENT_STATES, type PaymentState, WIRE_VIEWS } from './state.ts';
import {
  type Effect,
  PAYMENT_EVENTS,
  PAYMENT_TRANSITIONS,
  type PaymentEvent,
  transition,
} from './transition.ts';

/**
 * The law once more, as a picture: a letter is the state a payment moves to, `.` nothing new, `!` an alarm, `x` a
 * refused command, `$` a late charge.
 */
const LETTERS: Readonly<Record<string, Effect>> = {
  A: { to: 'accepted' },
  P: { to: 'processing' },
  W: { to: 'waiting_for_payer' },
  V: { to: 'reversing' },
  '0': { to: 'paid' },
  '5': { to: 'partly_refunded' },
  '3': { to: 'refunded' },
  D: { to: 'declined' },
  R: { to: 'reversed' },
  '.': 'nothing_new',
  '!': 'alarm',
  x: 'refuse',
  $: 'late_charge',
};

/** Columns: unknown, payer asked, paid, declined, reversal begun, confirmed, refused, refund in part, in full. */
const PICTURE: Readonly<Record<PaymentState, string>> = {
  accepted: 'PW0DVR!xx',
  processing: '.W0DVR!xx',
  waiting_for_payer: '..0DVR!xx',
  reversing: '...R.R0xx',
  paid: '...!x!.53',
  partly_refunded: '...!x!.53',
  refunded: '...!x!.xx',
  declined: '..$...!xx',
  reversed: '..$...!xx',
};

const PAIRS: readonly (readonly [PaymentState, PaymentEvent])[] = PAYMENT_STATES.flatMap((state) =>
  PAYMENT_EVENTS.map((event) => [state, event] as const),
);

const aRun = fc.array(fc.constantFrom(...PAYMENT_EVENTS), { maxLength: 30 });

/** The states a payment passes through when events happen to it, the first included. */
function walk(events: readonly PaymentEvent[], from: PaymentState = 'accepted'): readonly PaymentState[] {
  const states = [from];
  for (const event of events) {
    const state = states.at(-1) ?? from;
    const effect = transition(state, event);
    states.push(typeof effect === 'object' ? effect.to : state);
  }
  return states;
}

describe('the table of payments', () => {
  it('has exactly one entry for every event in every state', () => {
    expect(Object.keys(PAYMENT_TRANSITIONS)).toEqual([...PAYMENT_STATES]);
    for (const state of PAYMENT_STATES) {
      expect(Object.keys(PAYMENT_TRANSITIONS[state]), state).toEqual([...PAYMENT_EVENTS]);
    }
    expect(PAIRS).toHaveLength(81);
  });

  it.each(PAIRS)('says in state %s to event %s what the picture says', (state, event) => {
    const letter = PICTURE[state][PAYMENT_EVENTS.indexOf(event)] ?? '';
    expect(transition(state, event)).toEqual(LETTERS[letter]);
  });

  it('never moves a payment back to accepted', () => {
    for (const [state, event] of PAIRS) {
      expect(transition(state, event), `${state} ${event}`).not.toEqual({ to: 'accepted' });
    }
  });

  it('reaches every state from accepted, and from every open state a verdict', () => {
    const reached = (from: PaymentState): ReadonlySet<PaymentState> => {
      const found = new Set<PaymentState>([from]);
      for (const state of found) {
        for (const event of PAYMENT_EVENTS) {
          const effect = transition(state, event);
          if (typeof effect === 'object') found.add(effect.to);
        }
      }
      return found;
    };
    expect(reached('accepted')).toEqual(new Set(PAYMENT_STATES));
    for (const state of PAYMENT_STATES.filter((each) => !WIRE_VIEWS[each].final)) {
      expect(
        [...reached(state)].some((each) => WIRE_VIEWS[each].final),
        state,
      ).toBe(true);
    }
  });

  it('leaves a verdict only for the return of money', () => {
    fc.assert(
      fc.property(aRun, (events) => {
        const states = walk(events);
        for (const [index, state] of states.entries()) {
          const next = states[index + 1];
          if (next === undefined || next === state || !WIRE_VIEWS[state].final) continue;
          expect(['paid', 'partly_refunded']).toContain(state);
          expect(['partly_refunded', 'refunded']).toContain(next);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('shows success for ever once it has shown it, and failure for ever once it has shown that', () => {
    fc.assert(
      fc.property(aRun, (events) => {
        const shown = walk(events)
          .filter((state) => WIRE_VIEWS[state].final)
          .map((state) => WIRE_VIEWS[state].respcd);
        expect(new Set(shown).size).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is paid after the wallet said so, unless it was reversing or had a verdict', () => {
    fc.assert(
      fc.property(aRun, fc.nat({ max: 30 }), (events, position) => {
        const before = walk(events.slice(0, position)).at(-1) ?? 'accepted';
        const [, after] = walk(['paid_by_wallet'], before);
        if (!WIRE_VIEWS[before].final && before !== 'reversing') expect(after).toBe('paid');
        else expect(after).toBe(before);
      }),
    );
  });

  it('says the same when something is heard twice', () => {
    for (const [state, event] of PAIRS.filter(([, each]) => !each.startsWith('refunded'))) {
      const [, once, twice] = walk([event, event], state);
      expect(twice, `${state} ${event}`).toBe(once);
    }
  });

  it('has no money taken back from a payment that was never paid', () => {
    for (const [state, event] of PAIRS.filter(([, each]) => each.startsWith('refunded'))) {
      const effect = transition(state, event);
      if (typeof effect === 'object') expect(WIRE_VIEWS[state].respcd).toBe('0000');
      else expect(effect).toBe('refuse');
    }
  });
});
