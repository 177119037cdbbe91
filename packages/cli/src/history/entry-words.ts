import { formatAmount, isCurrencyCode } from '@opencpm/protocol';
import type { HistoryEntry, HistoryEvent } from '@opencpm/gateway';

type Facts = HistoryEntry['facts'];

/** An event as a sentence. Facts in `used` are told by the sentence, all others are added behind it. */
interface Wording {
  readonly used: readonly string[];
  readonly words: (fact: (name: string) => string) => string;
}

const STATES: Readonly<Record<string, string>> = {
  waiting_for_payer: 'waiting for the payer',
  partly_refunded: 'partly refunded',
};

const CALLERS: Readonly<Record<string, string>> = {
  charge: 'the charge',
  enquiry: 'an enquiry',
  resolver: 'the resolver',
  reversal: 'the reversal',
  refund: 'the refund',
};

const ANSWERS: Readonly<Record<string, string>> = {
  not_sent: 'not reached',
  unknown: 'no clear answer',
  not_found: 'not known there',
  waiting_for_payer: 'waiting for the payer',
};

function stateWords(state: string): string {
  return STATES[state] ?? state;
}

function answerWords(answer: string): string {
  return ANSWERS[answer] ?? answer.replaceAll('_', ' ');
}

function callerWords(by: string): string {
  return CALLERS[by] ?? by;
}

function tries(count: string): string {
  return count === '' ? '' : `, try ${count}`;
}

function moved(thing: string, fact: (name: string) => string): string {
  const from = fact('from') === '' ? '' : ` from ${stateWords(fact('from'))}`;
  const answer = fact('answer') === '' ? '' : `; the wallet said: ${answerWords(fact('answer'))}`;
  const by = fact('by') === '' ? '' : `, by ${callerWords(fact('by'))}`;
  return `${thing} moved${from} to ${stateWords(fact('to'))}${by}${answer}`;
}

function notification(what: string): Wording {
  return {
    used: ['notifyId', 'attempts', 'result', 'waitMs'],
    words: (fact) =>
      `notification ${fact('notifyId')} ${what}${tries(fact('attempts'))}${resultOf(fact)}${nextTry(fact('waitMs'))}`,
  };
}

function nextTry(waitMs: string): string {
  return waitMs === '' ? '' : `; tried again in ${Math.round(Number(waitMs) / 1_000)} s`;
}

function resultOf(fact: (name: string) => string): string {
  return fact('result') === '' ? '' : `: ${fact('result')}`;
}

const MOVE = ['from', 'to', 'by', 'answer'];

const WORDINGS: Readonly<Record<HistoryEvent, Wording>> = {
  payment_accepted: {
    used: ['syssn', 'amountMinor', 'currency', 'orderNumber', 'connector'],
    words: (fact) =>
      `request accepted: ${amountOf(fact)}, order ${fact('orderNumber')}, to be charged by ${fact('connector')}`,
  },
  payment_changed: { used: MOVE, words: (fact) => moved('payment', fact) },
  wallet_asked: {
    used: ['by', 'answer', 'asks'],
    words: (fact) =>
      `wallet called for ${callerWords(fact('by'))}${tries(fact('asks'))}; it said: ${answerWords(fact('answer'))}`,
  },
  reversal_begun: {
    used: ['from', 'syssn', 'origin', 'asks'],
    words: (fact) =>
      `reversal ${fact('syssn')} begun by the ${fact('origin')}; the payment was ${stateWords(fact('from'))}`,
  },
  reversal_acknowledged: {
    used: ['syssn'],
    words: (fact) => `the wallet acknowledged the reversal ${fact('syssn')}`,
  },
  late_charge_found: {
    used: ['state', 'by'],
    words: (fact) =>
      `LATE CHARGE: the wallet took money although the payment is ${stateWords(fact('state'))}; found by ${callerWords(fact('by'))}`,
  },
  late_charge_asked: {
    used: ['answer', 'attempts', 'nextNumber'],
    words: (fact) =>
      `return of the late charge asked for${tries(fact('attempts'))}; the wallet said: ${answerWords(fact('answer'))}${
        fact('nextNumber') === '' ? '' : `; the next try goes under the number ${fact('nextNumber')}`
      }`,
  },
  late_charge_returned: { used: ['answer'], words: () => 'the late charge was returned to the payer' },
  refund_reserved: {
    used: ['syssn', 'amountMinor', 'currency', 'orderNumber', 'originalSyssn', 'refund'],
    words: (fact) =>
      fact('refund') === ''
        ? `refund accepted: ${amountOf(fact)}, order ${fact('orderNumber')}`
        : `${amountOf(fact)} reserved for refund ${fact('refund')}`,
  },
  refund_changed: { used: MOVE, words: (fact) => moved('refund', fact) },
  refund_released: {
    used: ['refund', 'amountMinor', 'currency'],
    words: (fact) => `${amountOf(fact)} no longer reserved: refund ${fact('refund')} was refused`,
  },
  notification_stored: {
    used: ['notifyId', 'url'],
    words: (fact) => `notification ${fact('notifyId')} to ${fact('url')} stored`,
  },
  notification_tried: notification('tried, not acknowledged'),
  notification_acknowledged: notification('acknowledged'),
  notification_given_up: notification('given up'),
  notification_replayed: {
    used: ['notifyId', 'state', 'attempts'],
    words: (fact) => `notification ${fact('notifyId')} begun anew by an operator; it was ${fact('state')}`,
  },
  note_added: { used: ['note'], words: (fact) => `note: ${fact('note')}` },
  merchant_added: {
    used: ['appCode', 'name', 'kind'],
    words: (fact) => `merchant ${fact('appCode')} added: ${fact('name')}, ${fact('kind')}`,
  },
  merchant_changed: { used: ['appCode'], words: (fact) => `merchant ${fact('appCode')} changed` },
  key_added: {
    used: ['appCode', 'keyId'],
    words: (fact) => `key ${fact('keyId')} of ${fact('appCode')} added`,
  },
  key_rotated: {
    used: ['appCode', 'keyId', 'olderExpireAtMs'],
    words: (fact) =>
      `key ${fact('keyId')} of ${fact('appCode')} made; the one before it works until ${timeOf(fact('olderExpireAtMs'))}`,
  },
  key_first_used: {
    used: ['appCode', 'keyId'],
    words: (fact) => `key ${fact('keyId')} of ${fact('appCode')} used for the first time`,
  },
  history_begun: {
    used: ['transactionsUpTo', 'merchantsUpTo'],
    words: (fact) =>
      `history begun; older: transactions up to number ${fact('transactionsUpTo')}, merchants up to ${fact('merchantsUpTo')}`,
  },
  gateway_started: { used: ['node'], words: (fact) => `gateway started, number ${fact('node')}` },
};

/** An entry in words, with every fact it holds. */
export function entryWords({ event, facts }: Pick<HistoryEntry, 'event' | 'facts'>): string {
  const fact = (name: string): string => factText(facts, name);
  const wording: Wording | undefined = WORDINGS[event];
  // A newer gateway may know events this program does not.
  if (wording === undefined) return `${event}${furtherFacts(facts, [])}`;
  return wording.words(fact) + furtherFacts(facts, wording.used);
}

/** An entry as a JSON object of the command line. */
export function entryJson({ sequence, atMs, event, facts }: HistoryEntry): Readonly<Record<string, unknown>> {
  return { sequence, at: new Date(atMs).toISOString(), event, facts };
}

function furtherFacts(facts: Facts, used: readonly string[]): string {
  const rest = Object.keys(facts).filter((name) => !used.includes(name) && factText(facts, name) !== '');
  if (rest.length === 0) return '';
  return ` (${rest.map((name) => `${name}: ${factText(facts, name)}`).join('; ')})`;
}

function factText(facts: Facts, name: string): string {
  const value = facts[name];
  return value === undefined ? '' : String(value);
}

function amountOf(fact: (name: string) => string): string {
  const currency = fact('currency');
  const amountMinor = Number(fact('amountMinor'));
  return isCurrencyCode(currency) && Number.isSafeInteger(amountMinor)
    ? formatAmount(amountMinor, currency)
    : `${currency} ${fact('amountMinor')}`.trim();
}

function timeOf(atMs: string): string {
  const time = new Date(Number(atMs));
  return Number.isNaN(time.getTime()) ? 'an unknown time' : time.toISOString();
}
