import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import vectors from './vectors.json' with { type: 'json' };

/** Signature vectors: throw-away keys and messages that two independent implementations agree on. */
export const VECTORS = vectors;

/** Key of the institution in the vectors. */
export const MERCHANT_KEY: KeyObject = createPrivateKey({
  key: Buffer.from(vectors.merchant.privateKey, 'base64'),
  format: 'der',
  type: 'pkcs8',
});

/** Key of the platform in the vectors, both halves. */
export const PLATFORM_KEY: KeyObject = createPrivateKey({
  key: Buffer.from(vectors.platform.privateKey, 'base64'),
  format: 'der',
  type: 'pkcs8',
});
export const PLATFORM_PUBLIC_KEY: KeyObject = createPublicKey({
  key: Buffer.from(vectors.platform.publicKey, 'base64'),
  format: 'der',
  type: 'spki',
});
