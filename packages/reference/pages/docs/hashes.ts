import type { ByteHashes, DigestHex } from '@opencpm/protocol';
import { hmac } from '@noble/hashes/hmac.js';
import { md5 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

const utf8 = new TextEncoder();

/** The digests of the wire. Browsers bring no MD5, and their SHA-256 only on pages that came over TLS. */
export const digest: DigestHex = (algorithm, text) =>
  bytesToHex((algorithm === 'MD5' ? md5 : sha256)(utf8.encode(text))).toUpperCase();

/** Hashes over bytes. */
export const byteHashes: ByteHashes = {
  sha256: (message) => sha256(message),
  hmacSha256: (key, message) => hmac(sha256, key, message),
};
