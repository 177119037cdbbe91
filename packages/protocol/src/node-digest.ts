import { hash } from 'node:crypto';
import type { DigestHex } from './signature/digest.ts';

/** {@link DigestHex} on Node's own hash functions. */
export const nodeDigest: DigestHex = (algorithm, text) =>
  hash(algorithm === 'MD5' ? 'md5' : 'sha256', text, 'hex').toUpperCase();
