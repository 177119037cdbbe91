import { type Caller, readCaller } from './caller.ts';
import { findOrder, noSuchOrder, type OrderName } from './enquiry.ts';
import type { Contract } from './merchants.ts';
import { NUMBERS } from './messages.ts';
import type { OrderParts, Saying } from './pay.ts';
import { CAUSE, type WireError, WireRefusal } from './wire-refusal.ts';

/** How long after a payment a reversal is against the rules. */
const REVERSE_NOT_BEFORE_MS = 15_000;

/** What a reversal needs beside what every call does. */
export interface ReversalParts extends OrderParts {
  /** Told of what no document says how it is answered. */
  readonly noteViolation: (what: string) => void;
}

/** Reverses an order, paid or not; again and again with the same effect. */
export async function reverse(
  parts: ReversalParts,
  contract: Contract,
  name: OrderName,
  body: unknown,
  nowMs: number,
): Promise<Saying> {
  const { door, notes, habits } = parts;
  const caller: Caller = readCaller(contract, body, NUMBERS[contract.mode], 'body');
  const { number, note } = await findOrder(parts, caller, name);
  const entry = await door.find(number);
  if (entry === undefined) throw noSuchOrder();
  const ageMs = nowMs - note.createdAtMs;
  if (ageMs < REVERSE_NOT_BEFORE_MS) parts.noteViolation(`order ${number} was reversed after ${ageMs} ms`);
  if (ageMs > habits().reversalWindowMs) {
    throw new WireRefusal(400, 'INVALID_REQUEST', 'it is too late to reverse the order', {
      cause: CAUSE.tooLateToReverse,
    });
  }
  // Money that came after the wallet had revoked the order goes back like any other.
  const revoked = note.revokedAtMs !== undefined && entry.state !== 'paid';
  if (revoked) throw new WireRefusal(400, 'ORDERREVERSED', 'the order is reversed');
  const { answer, manner } = await door.reverse({ ...entry, family: note.family });
  const refused = (error: WireError): Saying => ({ status: error.status, body: { wire: error }, manner });
  switch (answer.kind) {
    case 'reversed': {
      const failed = entry.state === 'declined' || entry.state === 'closed';
      if (failed && note.sealedAtMs === undefined) await notes.write(number, { ...note, sealedAtMs: nowMs });
      return { status: 204, body: undefined, manner };
    }
    case 'refused':
      return answer.mayRetry
        ? refused({ status: 400, code: 'USERPAYING', message: 'the payer is just paying', cause: 0 })
        : refused({ status: 400, code: 'ORDER_PAID', message: 'the order is paid', cause: 0 });
    case 'unknown':
    case 'not_sent':
      return refused({ status: 500, code: 'SYSTEM_ERROR', message: 'something failed', cause: 0 });
  }
}
