import {
  REFUND_EVENTS,
  REFUND_STATES,
  REFUND_TRANSITIONS,
  type RefundState,
} from '../../packages/gateway/src/payment/refund-state.ts';
import { PAYMENT_STATES, type PaymentState, WIRE_VIEWS } from '../../packages/gateway/src/payment/state.ts';
import {
  type Effect,
  PAYMENT_EVENTS,
  PAYMENT_TRANSITIONS,
  type PaymentEvent,
} from '../../packages/gateway/src/payment/transition.ts';
import { code, GENERATED_NOTE, page, table } from './markdown-table.ts';

const STATE_MEANINGS: Readonly<Record<PaymentState, string>> = {
  accepted: 'The intent is durable; the wallet has not answered.',
  processing: 'The wallet gave no clear answer. The customer may or may not have been charged.',
  waiting_for_payer: 'The wallet waits for a password or a consent.',
  reversing: 'A reversal is on its way.',
  paid: 'The wallet said paid, for this order and this amount.',
  partly_refunded: 'Paid; part of the amount went back.',
  refunded: 'Paid; the whole amount went back.',
  declined: 'The wallet said no and will not charge any more.',
  reversed: 'Cancelled before it was paid.',
};

const EVENT_MEANINGS: Readonly<Record<PaymentEvent, string>> = {
  outcome_unknown: 'No clear answer of the wallet: time-out, lost connection, unreadable, not found.',
  payer_asked: 'The wallet waits for the payer.',
  paid_by_wallet: 'The wallet reports the payment, with the right amount and currency.',
  declined_by_wallet: 'The wallet refuses for good.',
  reversal_begun: 'A merchant asked for a reversal, or the resolver reached the deadline.',
  reversal_confirmed:
    'The wallet confirms that nothing was or will be charged: it says "reversed", or "not found" after it acknowledged the reversal.',
  reversal_refused_by_wallet: 'The wallet refused the reversal for good and, asked again, says paid.',
  refunded_in_part: 'Part of the paid amount went back.',
  refunded_in_full: 'The rest of the paid amount went back.',
};

const REFUND_STATE_MEANINGS: Readonly<Record<RefundState, string>> = {
  reserved: 'Part of the paid amount is held back; the wallet has not been called.',
  processing: 'The wallet gave no clear answer.',
  succeeded: 'The money went back.',
  refused: 'The wallet refused for good; the reservation is let go.',
};

const EFFECT_WORDS: Readonly<Record<Exclude<Effect, object>, string>> = {
  nothing_new: '·',
  late_charge: 'late charge',
  alarm: 'alarm',
  refuse: 'refused',
};

function effectWords(effect: Effect | { readonly to: string }): string {
  return typeof effect === 'object' ? `→ ${effect.to}` : EFFECT_WORDS[effect];
}

/** The states and moves of a table of transitions as a Mermaid diagram; moves between two states share an arrow. */
function diagram(
  first: string,
  transitions: Readonly<Record<string, Readonly<Record<string, Effect | { readonly to: string }>>>>,
): string {
  const arrows = new Map<string, string[]>();
  for (const [from, effects] of Object.entries(transitions)) {
    for (const [event, effect] of Object.entries(effects)) {
      if (typeof effect !== 'object') continue;
      const arrow = `${from} --> ${effect.to}`;
      arrows.set(arrow, [...(arrows.get(arrow) ?? []), event]);
    }
  }
  const lines = [...arrows].map(([arrow, events]) => `    ${arrow}: ${events.join(', ')}`);
  return ['```mermaid', 'stateDiagram-v2', `    [*] --> ${first}`, ...lines, '```'].join('\n');
}

/** The diagram of a payment, drawn from the table that drives the code. */
export function paymentDiagram(): string {
  return diagram('accepted', PAYMENT_TRANSITIONS);
}

function paymentStateTable(): string {
  return table(
    ['State', 'Meaning', '`respcd`', '`cancel`', 'Final'],
    PAYMENT_STATES.map((state) => {
      const { respcd, cancel, final } = WIRE_VIEWS[state];
      const shown = respcd === 'code of the refusal' ? respcd : code(respcd);
      return [code(state), STATE_MEANINGS[state], shown, code(cancel), final ? 'yes' : 'no'];
    }),
  );
}

function paymentEffectTable(): string {
  return table(
    ['', ...PAYMENT_STATES.map(code)],
    PAYMENT_EVENTS.map((event) => [
      code(event),
      ...PAYMENT_STATES.map((state) => effectWords(PAYMENT_TRANSITIONS[state][event])),
    ]),
  );
}

function refundEffectTable(): string {
  return table(
    ['', ...REFUND_STATES.map(code)],
    REFUND_EVENTS.map((event) => [
      code(event),
      ...REFUND_STATES.map((state) => effectWords(REFUND_TRANSITIONS[state][event])),
    ]),
  );
}

/** The reference page of states: diagram, wire view and every event in every state, for payments and refunds. */
export function renderPaymentStates(): string {
  return page(
    '# States of payments and refunds',
    GENERATED_NOTE,
    'One table decides what every event does in every state. The gateway runs on it, the tests check that it is whole, and this page is printed from it.',
    '## Payments',
    paymentDiagram(),
    '`respcd` and `cancel` are what an enquiry shows. The payment call answers the same `respcd`. A final state never goes back; only the return of money changes it.',
    paymentStateTable(),
    '## Every event in every state',
    paymentEffectTable(),
    table(
      ['Word', 'Meaning'],
      [
        ['→ state', 'The payment moves.'],
        ['·', 'Nothing new: a duplicate, a late answer, or weaker than what is known.'],
        [
          'late charge',
          'The wallet took money after the verdict "not paid". The verdict stays; the money is returned by itself, once, and an alert (`late_charge`) is logged.',
        ],
        [
          'alarm',
          'The event contradicts a stronger fact. Nothing moves; an alert (`payment_alarm`) is logged.',
        ],
        ['refused', 'A command that is not allowed here; whoever gave it is told so.'],
      ],
    ),
    table(
      ['Event', 'Meaning'],
      PAYMENT_EVENTS.map((event) => [code(event), EVENT_MEANINGS[event]]),
    ),
    '## Refunds',
    diagram('reserved', REFUND_TRANSITIONS),
    table(
      ['State', 'Meaning'],
      REFUND_STATES.map((state) => [code(state), REFUND_STATE_MEANINGS[state]]),
    ),
    refundEffectTable(),
  );
}
