import { createHmac, hash } from 'node:crypto';
import type { DigestHex } from './signature/digest.ts';
import type { ByteHashes } from './signature/request-signature-v2.ts';
import type { ExplainerHashes } from './signature-explainer/signing-plan.ts';

/** {@link DigestHex} on Node's own hash functions. */
export const nodeDigest: DigestHex = (algorithm, text) =>
  hash(algorithm === 'MD5' ? 'md5' : 'sha256', text, 'hex').toUpperCase();

/** {@link ByteHashes} on Node's own hash functions. */
export const nodeByteHashes: ByteHashes = {
  sha256: (message) => hash('sha256', message, 'buffer'),
  hmacSha256: (key, message) => createHmac('sha256', key).update(message).digest(),
};

/** {@link ExplainerHashes} on Node's own hash functions. */
export const nodeExplainerHashes: ExplainerHashes = {
  digest: (name, message) => hash(name.toLowerCase(), message, 'buffer'),
  hmac: (name, key, message) => createHmac(name.toLowerCase(), key).update(message).digest(),
};
