/** Ways an answer can be damaged on its way, with what the caller sees. The wallet has done what it was asked. */
export const WIRE_FAULTS = {
  reset: 'the connection is reset',
  cut: 'the body ends in the middle',
  empty: 'HTTP 200 without a body',
  garbage: 'HTTP 200 with a page for people',
  'server-error': 'HTTP 502 with a page for people',
  redirect: 'HTTP 302 to another address',
  'too-long': 'a body of several megabytes',
  trickle: 'the body comes byte by byte and never ends',
  unsigned: 'the answer is not signed',
  'wrong-signature': 'the signature does not fit the answer',
  'other-order': 'a signed answer about another payment',
  'unknown-code': 'a signed answer with a code nobody has documented',
} as const;

/** A way an answer can be damaged. */
export type WireFault = keyof typeof WIRE_FAULTS;

/** Damages that need the wallet's own protocol; the others are the same for all. */
export type ProtocolFault = Extract<
  WireFault,
  'unsigned' | 'wrong-signature' | 'other-order' | 'unknown-code'
>;

/** Whether a damage needs the wallet's own protocol. */
export function isProtocolFault(fault: WireFault): fault is ProtocolFault {
  return (
    fault === 'unsigned' || fault === 'wrong-signature' || fault === 'other-order' || fault === 'unknown-code'
  );
}

/**
 * How an answer goes out.
 *
 * - `at_once`, or after `delayMs`: what the wallet has to say.
 * - `lost`: the connection breaks at once.
 * - `never`: nothing, until the caller gives up.
 * - `fault`: damaged. Without a wire in between nothing but the damage is left.
 */
export type AnswerManner =
  | 'at_once'
  | { readonly delayMs: number }
  | 'lost'
  | 'never'
  | { readonly fault: WireFault };

/** What the wallet has to say, and how that goes out. */
export interface Spoken<Answer> {
  readonly answer: Answer;
  readonly manner: AnswerManner;
}
