import type { ProtocolFault, WireReply } from '../../../packages/sandbox/src/index.ts';

/**
 * What becomes of an answer between a wire server and a connector, beside being lost or late.
 *
 * - `cut`: the connection breaks inside the body, and that shows.
 * - `truncated`: the body ends early, and its length says that it is whole.
 * - `page`: a proxy answers with a page for people.
 * - `swapped`: the answer of another call of the same kind, with its own signature.
 * - `forged`: what was paid is refused, under the signature of the true answer.
 * - the others: as only somebody can damage it who knows the protocol.
 */
export type WireDamage = 'cut' | 'truncated' | 'page' | 'swapped' | 'forged' | ProtocolFault;

export const WIRE_DAMAGES: readonly WireDamage[] = [
  'cut',
  'truncated',
  'page',
  'swapped',
  'forged',
  'unsigned',
  'wrong-signature',
  'other-order',
  'unknown-code',
];

const PAGE = Buffer.from('<!DOCTYPE html><html><body><h1>Bad gateway</h1></body></html>\n');

/** A proxy's own answer. @param status such as 200 or 502. */
export function proxyPage(status: number): WireReply {
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: PAGE };
}

/** Our numbers of payments and refunds, wherever they stand in a message. */
const NUMBER = /(?:LC)?\d{26}/g;

/** Our numbers in a text. */
export function numbersIn(text: string): ReadonlySet<string> {
  return new Set(text.match(NUMBER) ?? []);
}

/** A path without the numbers in it: calls of the same kind have the same. */
export function kindOfPath(target: string): string {
  return target.replace(NUMBER, 'NUMBER');
}
