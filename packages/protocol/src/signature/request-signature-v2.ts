import { equalDigests, isDigestHex } from './digest.ts';

/**
 * Hash functions over bytes. Handed in, as `DigestHex` is: browsers, workers and Node bring them in different places
 * and this package depends on none.
 */
export interface ByteHashes {
  sha256(message: Uint8Array): Uint8Array;
  hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array;
}

/** What a derived key signs. One purpose never verifies for the other. */
export type SigningPurpose = 'QF2 request' | 'QF2 answer';

/** Word of `X-QF-SIGNTYPE` for this form. */
export const HMAC_SIGN_TYPE = 'HMAC-SHA256';

/** How far `X-QF-TIMESTAMP` may lie from the gateway's clock, either way. */
export const TIMESTAMP_TOLERANCE_SECONDS = 300;

/** Everything about a request that its signature covers. */
export interface SignedRequest {
  readonly method: string;
  /** Path of the call from `/trade` or `/download` on, without query string. */
  readonly path: string;
  readonly appCode: string;
  /** `X-QF-TIMESTAMP`: seconds since 1970-01-01 UTC, in decimal digits. */
  readonly timestamp: string;
  /** `X-QF-NONCE`. */
  readonly nonce: string;
  /** The bytes that carry the parameters, exactly as sent: the body, or the query string where there is no body. */
  readonly content: Uint8Array;
}

/** Everything about an answer that its signature covers. */
export interface SignedAnswer {
  /** HTTP status. */
  readonly status: number;
  readonly appCode: string;
  /** `X-QF-TIMESTAMP` of the answer. */
  readonly timestamp: string;
  /** Nonce of the request, so that no answer can stand for another. */
  readonly nonce: string;
  readonly body: Uint8Array;
}

const TIMESTAMP = /^[0-9]{1,12}$/;
const NONCE = /^[A-Za-z0-9_-]{16,64}$/;

const utf8 = new TextEncoder();

/** Whether a text can be `X-QF-TIMESTAMP`: decimal digits, no sign, no fraction. */
export function isTimestamp(text: string): boolean {
  return TIMESTAMP.test(text);
}

/** Whether a text can be `X-QF-NONCE`: 16 to 64 letters, digits, `_` or `-`. */
export function isNonce(text: string): boolean {
  return NONCE.test(text);
}

/**
 * The key for one purpose: HKDF-SHA256 (RFC 5869) with the client key as key material, the app code as salt and the
 * purpose as info, 32 bytes.
 */
export function deriveSigningKey(
  clientKey: string,
  appCode: string,
  purpose: SigningPurpose,
  hashes: ByteHashes,
): Uint8Array {
  const extracted = hashes.hmacSha256(utf8.encode(appCode), utf8.encode(clientKey));
  // 32 bytes are one block of SHA-256: the expansion ends after its first step, whose counter is 1.
  return hashes.hmacSha256(extracted, utf8.encode(`${purpose}\u0001`));
}

/** The text whose HMAC is the `X-QF-SIGN` of a request. */
export function requestTextV2(request: SignedRequest, hashes: ByteHashes): string {
  const { method, path, appCode, timestamp, nonce, content } = request;
  return ['QF2', method, path, appCode, timestamp, nonce, hexOf(hashes.sha256(content))].join('\n');
}

/** The text whose HMAC is the `X-QF-SIGN` of an answer. */
export function answerTextV2(answer: SignedAnswer, hashes: ByteHashes): string {
  const { status, appCode, timestamp, nonce, body } = answer;
  return ['QF2', String(status), appCode, timestamp, nonce, hexOf(hashes.sha256(body))].join('\n');
}

/** Signs a request; lower-case hex. */
export function signRequestV2(request: SignedRequest, clientKey: string, hashes: ByteHashes): string {
  const key = deriveSigningKey(clientKey, request.appCode, 'QF2 request', hashes);
  return hexOf(hashes.hmacSha256(key, utf8.encode(requestTextV2(request, hashes))));
}

/** Signs an answer; lower-case hex. */
export function signAnswerV2(answer: SignedAnswer, clientKey: string, hashes: ByteHashes): string {
  const key = deriveSigningKey(clientKey, answer.appCode, 'QF2 answer', hashes);
  return hexOf(hashes.hmacSha256(key, utf8.encode(answerTextV2(answer, hashes))));
}

/**
 * Finds the key a request was signed with. Says nothing about time and nonce.
 *
 * @param clientKeys live keys of the app code, the newest first.
 * @returns the position of the key, or `undefined` when none fits.
 */
export function verifyRequestV2(
  request: SignedRequest,
  signature: string,
  clientKeys: readonly string[],
  hashes: ByteHashes,
): number | undefined {
  if (!isDigestHex('SHA256', signature)) return undefined;
  const index = clientKeys.findIndex((key) => equalDigests(signRequestV2(request, key, hashes), signature));
  return index < 0 ? undefined : index;
}

/** Whether an answer was signed with this key. */
export function verifyAnswerV2(
  answer: SignedAnswer,
  signature: string,
  clientKey: string,
  hashes: ByteHashes,
): boolean {
  return equalDigests(signAnswerV2(answer, clientKey, hashes), signature);
}

/** Whether a timestamp is close enough to a clock. */
export function isTimely(timestamp: string, nowMs: number): boolean {
  return Math.abs(Number(timestamp) - nowMs / 1000) <= TIMESTAMP_TOLERANCE_SECONDS;
}

/** Lower-case hex. */
function hexOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}
