import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import { signBody } from '@opencpm/protocol';
import { nodeDigest } from '@opencpm/protocol/node';

/**
 * Signatures of notifications. The old one is the wire's: `X-QF-SIGN`, upper-case MD5 of the body and the key. It says
 * neither which notification it belongs to nor when it was made, so a second one stands beside it:
 *
 *     X-QF-NOTIFY-ID: ntf_<32 hex digits>, the same on every try
 *     X-QF-SIGNATURE-V2: t=<seconds since 1970>,v1=<64 lower-case hex digits>[,v1=<the same under another live key>]
 *
 * `v1` is HMAC-SHA256 over `<id>.<t>.<body>`. Its key is derived from the client key, so that no signature of one
 * purpose can serve for another: HKDF-SHA256 with the client key's text as input, no salt, {@link PURPOSE} as info,
 * 32 bytes.
 */
const PURPOSE = 'opencpm notification v2';

const KEY_BYTES = 32;

/** Derived keys kept at hand, those of the merchants that are being told: deriving one takes longer than signing. */
const DERIVED_MAX = 256;
const derivedKeys = new Map<string, KeyObject>();

/** How far `t` may be from the receiver's clock, in seconds. */
const SIGNATURE_TOLERANCE_S = 300;

/** What is signed: the id of a notification and the exact text of its body. */
export interface SignedNotification {
  readonly notifyId: string;
  readonly body: string;
}

/** The wire's signature, for `X-QF-SIGN`. */
export function wireSignature({ body }: SignedNotification, clientKey: string): string {
  return signBody(body, clientKey, 'MD5', nodeDigest);
}

/**
 * The timestamped signature, for `X-QF-SIGNATURE-V2`.
 *
 * @param clientKeys every key the receiver may know, the preferred one first.
 */
export function timedSignature(
  notification: SignedNotification,
  clientKeys: readonly string[],
  nowMs: number,
): string {
  const seconds = Math.floor(nowMs / 1000);
  const values = clientKeys.map((key) => `v1=${timedDigest(notification, key, seconds)}`);
  return [`t=${seconds}`, ...values].join(',');
}

/** What is wrong with a timestamped signature, as a sentence, or `undefined`. */
export function timedSignatureProblem(
  notification: SignedNotification,
  header: string,
  clientKey: string,
  nowMs: number,
): string | undefined {
  const parts = header.split(',').map((part) => part.trim().split('=', 2));
  const time = parts.find(([name]) => name === 't')?.[1] ?? '';
  if (!/^\d{1,12}$/.test(time)) return 'it has no time t.';
  const expected = timedDigest(notification, clientKey, Number(time));
  const matches = parts.some(([name, value = '']) => name === 'v1' && equalTexts(value, expected));
  if (!matches) return 'no v1 belongs to this id, time, body and key.';
  const apart = Math.abs(nowMs / 1000 - Number(time));
  return apart > SIGNATURE_TOLERANCE_S ? `its time lies ${Math.round(apart)} s from this clock.` : undefined;
}

function timedDigest({ notifyId, body }: SignedNotification, clientKey: string, seconds: number): string {
  return createHmac('sha256', derivedKey(clientKey)).update(`${notifyId}.${seconds}.${body}`).digest('hex');
}

function derivedKey(clientKey: string): KeyObject {
  const known = derivedKeys.get(clientKey);
  if (known !== undefined) return known;
  const derived = createSecretKey(new Uint8Array(hkdfSync('sha256', clientKey, '', PURPOSE, KEY_BYTES)));
  if (derivedKeys.size >= DERIVED_MAX) derivedKeys.clear();
  derivedKeys.set(clientKey, derived);
  return derived;
}

function equalTexts(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
