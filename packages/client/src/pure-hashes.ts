import type { ByteHashes, DigestHex } from '@opencpm/protocol';
import { hmac } from '@noble/hashes/hmac.js';
import { md5 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';

const utf8 = new TextEncoder();

/** The digests of the wire in plain JavaScript: the same on Node, Deno, Bun, workers and in browsers. */
export const pureDigest: DigestHex = (algorithm, text) =>
  hexOf((algorithm === 'MD5' ? md5 : sha256)(utf8.encode(text))).toUpperCase();

/** HMAC-SHA256 in plain JavaScript. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  return hmac(sha256, key, message);
}

/** Hashes over bytes in plain JavaScript. */
export const pureByteHashes: ByteHashes = { sha256: (message) => sha256(message), hmacSha256 };

/** Lower-case hex. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
