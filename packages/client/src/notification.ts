import { equalDigests, isDigestHex, signBody } from '@opencpm/protocol';
import { timedDigest } from './notification-key.ts';
import { pureDigest } from './pure-hashes.ts';
import { type Transaction, transactionOf } from './transaction.ts';
import { readFields } from './wire-fields.ts';

/** How far the time of a notification may be from this machine's clock. */
const TOLERANCE_S = 300;

/** A request as it came to the endpoint for notifications. */
export interface NotificationRequest {
  /** Exactly as received, before any parsing. */
  readonly body: string | Uint8Array;
  /** By name in any case, or standard `Headers`. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What a notification is checked against. */
export interface NotificationCheck {
  /** Every live key of the app code; during a change of keys there are two. */
  readonly clientKeys: readonly string[];
  /** Milliseconds since 1970-01-01 UTC. */
  readonly nowMs: number;
  /**
   * Whether the signature with a time is demanded. It is checked whenever it is there; a host that always sends it
   * should be held to it, because the older one never expires.
   */
  readonly timedRequired?: boolean | undefined;
}

/**
 * A notification. Deliveries repeat: handle each id once, answer `SUCCESS` with HTTP 200, and confirm by enquiry before
 * goods of value leave.
 */
export type NotificationResult =
  | {
      readonly genuine: true;
      /** The same on every delivery of the same notification; empty when the host gives none. */
      readonly id: string;
      readonly transaction: Transaction & { readonly kind: 'payment' | 'refund' };
    }
  /** Not to be believed; answer with an error, not with SUCCESS. */
  | { readonly genuine: false; readonly problem: string };

/**
 * Verifies a notification: by `X-QF-SIGNATURE-V2`, which covers id and time, when there is one, and by `X-QF-SIGN`
 * (contract section 3.5), which every host sends.
 */
export function verifyNotification(
  { body, headers }: NotificationRequest,
  { clientKeys, nowMs, timedRequired = false }: NotificationCheck,
): NotificationResult {
  const text = typeof body === 'string' ? body : decoded(body);
  if (text === undefined) return forged('the body is not UTF-8');
  const signature = headerOf(headers, 'x-qf-sign');
  const timed = headerOf(headers, 'x-qf-signature-v2');
  const id = headerOf(headers, 'x-qf-notify-id');
  const fits = (key: string): boolean => equalDigests(signBody(text, key, 'MD5', pureDigest), signature);
  if (!isDigestHex('MD5', signature) || !clientKeys.some(fits)) {
    return forged('X-QF-SIGN does not fit the body and the client key');
  }
  if (timed !== '' || timedRequired) {
    const problem = timedProblem({ id, text }, timed, clientKeys, nowMs);
    if (problem !== undefined) return forged(problem);
  }
  const fields = readFields(text);
  if (fields === undefined || fields.text('syssn') === '') return forged('the body is no notification');
  const kind = fields.text('notify_type') === 'refund' ? 'refund' : 'payment';
  // Without the newer signature nothing vouches for the id.
  return { genuine: true, id: timed === '' ? '' : id, transaction: { ...transactionOf(fields), kind } };
}

function timedProblem(
  { id, text }: { readonly id: string; readonly text: string },
  header: string,
  clientKeys: readonly string[],
  nowMs: number,
): string | undefined {
  const parts = header.split(',').map((part) => part.trim().split('=', 2));
  const time = parts.find(([name]) => name === 't')?.[1] ?? '';
  if (!/^\d{1,12}$/.test(time)) return 'X-QF-SIGNATURE-V2 is missing or has no time';
  const values = parts.filter(([name]) => name === 'v1').map(([, value = '']) => value);
  const fits = clientKeys.some((key) => {
    const expected = timedDigest(key, id, time, text);
    return values.some((value) => isDigestHex('SHA256', value) && equalDigests(value, expected));
  });
  if (!fits) return 'X-QF-SIGNATURE-V2 does not fit id, time, body and client key';
  const apart = Math.abs(nowMs / 1_000 - Number(time));
  return apart > TOLERANCE_S
    ? `the notification was signed ${Math.round(apart)} s from this machine's time; check the clock`
    : undefined;
}

function headerOf(headers: NotificationRequest['headers'], name: string): string {
  if (headers instanceof Headers) return headers.get(name) ?? '';
  const found = Object.entries(headers).find(([each]) => each.toLowerCase() === name)?.[1];
  return typeof found === 'string' ? found : (found?.join(', ') ?? '');
}

function decoded(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}

function forged(problem: string): NotificationResult {
  return { genuine: false, problem };
}
