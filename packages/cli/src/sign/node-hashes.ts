import { createHmac, hash } from 'node:crypto';
import type { SigningHashes } from './signing-plan.ts';

/** {@link SigningHashes} on Node's own hash functions. */
export const nodeHashes: SigningHashes = {
  digest: (name, text) => hash(name.toLowerCase(), text, 'hex').toUpperCase(),
  hmac: (name, key, text) => createHmac(name.toLowerCase(), key).update(text).digest('hex').toUpperCase(),
};
