import type { DigestAlgorithm, DigestHex } from './digest.ts';

/**
 * The signature of an answer or a notification: digest of the body exactly as sent, followed by the key, in
 * upper-case hex (contract sections 3.4 and 3.5).
 */
export function signBody(body: string, key: string, algorithm: DigestAlgorithm, digest: DigestHex): string {
  return digest(algorithm, body + key);
}
