import type { ByteHashes, DigestHex } from '@opencpm/protocol';
import { hmac } from '@noble/hashes/hmac.js';
import { md5 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** The hash functions that signatures of the wire are made of. */
export interface WireHashes {
  /** For signatures over parameters and bodies. */
  readonly digest: DigestHex;
  /** For signatures with time and nonce. */
  readonly bytes: ByteHashes;
}

const utf8 = new TextEncoder();

/** HMAC-SHA256 in plain JavaScript. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  return hmac(sha256, key, message);
}

/** Lower-case hex. */
export function hexOf(bytes: Uint8Array): string {
  return bytesToHex(bytes);
}

/** The digests of the wire in plain JavaScript: the same on Node, Deno, Bun, workers and in browsers. */
export const pureDigest: DigestHex = (algorithm, text) =>
  hexOf((algorithm === 'MD5' ? md5 : sha256)(utf8.encode(text))).toUpperCase();

/** All of them in plain JavaScript. */
export const pureHashes: WireHashes = {
  digest: pureDigest,
  bytes: { sha256: (message) => sha256(message), hmacSha256 },
};
