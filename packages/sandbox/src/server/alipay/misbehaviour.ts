import { ABSENT, refused, THROTTLED, UNKNOWN, type WireResult } from './wire-result.ts';
import type { WireCall } from './field-rules.ts';

/** Calls a misbehaviour can be ordered for; `notifyPayment` is the wallet's own. */
export const SPOILT_CALLS = [
  'pay',
  'inquiryPayment',
  'cancel',
  'refund',
  'inquiryRefund',
  'notifyPayment',
] as const;

/** A call that goes wrong. */
export type SpoiltCall = WireCall | 'notifyPayment';

const MEANINGS = {
  unknown: 'Done, but the answer is U/UNKNOWN_EXCEPTION and holds nothing else.',
  'unknown-early': 'Not done; the answer is U/UNKNOWN_EXCEPTION.',
  throttled: 'Not done; the answer is U/REQUEST_TRAFFIC_EXCEED_LIMIT.',
  'system-error': 'Done, but the answer is F/SYSTEM_ERROR.',
  absent: 'The answer is F/ORDER_NOT_EXIST, as if the payment had not arrived yet.',
  'altered-body': 'Done; the answer is changed after it was signed.',
  'altered-time': 'Done; Response-Time is changed after it was signed.',
  'other-key': 'Done; the answer is signed with another key.',
  'raw-signature': 'Done; the signature is not URL-encoded.',
  'odd-json': 'Done; the answer has unknown and empty fields, numbers for texts and another order.',
  none: 'No notification is sent.',
  early: 'The notification is sent before the answer to pay.',
  twice: 'The notification is sent twice.',
  late: 'The notification is sent five minutes later.',
  forged: 'The notification is signed with another key.',
  'other-amount': 'The notification names another amount.',
  'other-payment': 'The notification names a payment nobody knows.',
} as const;

/** What the simulated Alipay can do wrong beside what every simulated wallet can. */
export type Misbehaviour = keyof typeof MEANINGS | `refuse-${string}`;

/** The named ones, with what they do. */
export const MISBEHAVIOURS: readonly { readonly name: string; readonly meaning: string }[] = [
  ...Object.entries(MEANINGS).map(([name, meaning]) => ({ name, meaning })),
  {
    name: 'refuse-CODE',
    meaning: 'Not done; the answer is F with that result code, for pay again and again.',
  },
];

/** Whether a text is the name of a misbehaviour. */
export function isMisbehaviour(text: string): text is Misbehaviour {
  return Object.hasOwn(MEANINGS, text) || /^refuse-[A-Z][A-Z_]{0,63}$/.test(text);
}

/** A misbehaviour that was ordered. */
export interface OrderedMisbehaviour {
  readonly call: SpoiltCall;
  readonly name: Misbehaviour;
  /** How many calls go wrong before they go right again. */
  readonly left: number;
}

/** Misbehaviours that wait for their calls, the oldest first. Forgotten when the sandbox ends. */
export class Misbehaviours {
  #ordered: readonly OrderedMisbehaviour[] = [];

  add(call: SpoiltCall, name: Misbehaviour, times: number): void {
    this.#ordered = [...this.#ordered, { call, name, left: times }];
  }

  list(): readonly OrderedMisbehaviour[] {
    return this.#ordered;
  }

  clear(): void {
    this.#ordered = [];
  }

  /** The misbehaviour of a call that comes in now; it has one call less then. */
  take(call: SpoiltCall): Misbehaviour | undefined {
    const found = this.#ordered.find((each) => each.call === call);
    this.#ordered = this.#ordered.flatMap((each) => {
      if (each !== found) return [each];
      return each.left > 1 ? [{ ...each, left: each.left - 1 }] : [];
    });
    return found?.name;
  }
}

/** What a call is answered when it is not done; undefined for a misbehaviour under which it is. */
export function refusalBefore(name: Misbehaviour | undefined): WireResult | undefined {
  if (name === undefined) return undefined;
  if (name.startsWith('refuse-'))
    return refused(name.slice('refuse-'.length), 'Refused as a developer asked.');
  if (name === 'unknown-early') return UNKNOWN;
  if (name === 'throttled') return THROTTLED;
  return undefined;
}

/** What a call that was done is answered. */
export function spoiltResult(name: Misbehaviour | undefined, result: WireResult): WireResult {
  if (name === 'unknown') return UNKNOWN;
  if (name === 'system-error') return refused('SYSTEM_ERROR', 'A system error occurred.');
  if (name === 'absent') return ABSENT;
  return result;
}
