import { equalDigests, signBody } from '@opencpm/protocol';
import type { Surroundings } from './surroundings.ts';
import { type Transaction, transactionOf } from './transaction.ts';
import { readFields } from './wire-fields.ts';

/** A verified notification. Deliveries repeat: handle each {@link Transaction.syssn} once, and confirm by enquiry. */
export interface Notification {
  /** The same on every delivery of the same notification; empty when the sender gives none. */
  readonly id: string;
  readonly transaction: Transaction;
}

/**
 * Verifies a notification by the signature every gateway sends: MD5 of the body as received, followed by the key.
 *
 * @param body exactly as received, before any parsing.
 * @param signature value of `X-QF-SIGN`.
 * @returns `undefined` when it is not genuine or not readable; answer such a request with an error, not with SUCCESS.
 */
export function verifyNotification(
  { digest }: Pick<Surroundings, 'digest'>,
  clientKey: string,
  body: string,
  signature: string,
  id = '',
): Notification | undefined {
  if (!equalDigests(signBody(body, clientKey, 'MD5', digest), signature)) return undefined;
  const fields = readFields(body);
  if (fields === undefined) return undefined;
  const kind = fields.text('notify_type') === 'refund' ? 'refund' : 'payment';
  return { id, transaction: { ...transactionOf(fields), kind } };
}
