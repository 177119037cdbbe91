import { hexOf, hmacSha256 } from './pure-hashes.ts';

/** What the derived key is for: no signature of one purpose serves for another. */
const PURPOSE = 'opencpm notification v2';

const utf8 = new TextEncoder();

/**
 * `v1` of `X-QF-SIGNATURE-V2`: HMAC-SHA256 over `<id>.<t>.<body>` in lower-case hex. Its key is HKDF-SHA256 of the
 * client key's text, without salt, with the purpose as info, 32 bytes.
 *
 * @param seconds since 1970-01-01 UTC, in digits.
 */
export function timedDigest(clientKey: string, id: string, seconds: string, body: string): string {
  const extracted = hmacSha256(new Uint8Array(32), utf8.encode(clientKey));
  // 32 bytes are one block of SHA-256: the expansion ends after its first step, whose counter is 1.
  const key = hmacSha256(extracted, utf8.encode(`${PURPOSE}\u0001`));
  return hexOf(hmacSha256(key, utf8.encode(`${id}.${seconds}.${body}`)));
}
