import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** First sixteen hex digits of the SHA-256 of a key's public half (SPKI): the same for both halves of a pair. */
export function keyFingerprint(key: KeyObject): string {
  const half = key.type === 'private' ? createPublicKey(key) : key;
  return createHash('sha256')
    .update(half.export({ format: 'der', type: 'spki' }))
    .digest('hex')
    .slice(0, 16);
}

/** A key in words, such as `RSA private key, 2048 bits`. */
export function describeKey(key: KeyObject): string {
  const kind = (key.asymmetricKeyType ?? 'unknown').toUpperCase();
  const bits = key.asymmetricKeyDetails?.modulusLength;
  const curve = key.asymmetricKeyDetails?.namedCurve;
  const size = bits === undefined ? curve : `${bits} bits`;
  return `${kind} ${key.type} key${size === undefined ? '' : `, ${size}`}`;
}
