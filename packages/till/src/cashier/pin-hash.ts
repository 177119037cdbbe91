import { argon2, timingSafeEqual } from 'node:crypto';

/** Parameters of OWASP's recommendation for argon2id: 19 MiB, two passes, one lane. */
const MEMORY_KIB = 19 * 1024;
const PASSES = 2;
const LANES = 1;
const HASH_BYTES = 32;

/** Bytes of chance in front of every PIN, so that equal PINs have different hashes. */
export const SALT_BYTES = 16;

/**
 * Hashes a PIN. Digits are few: whoever steals the till's file alone must not be able to try them, so a secret that lies
 * in a file of its own goes into every hash.
 */
export function hashPin(pin: string, salt: Uint8Array, secret: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    argon2(
      'argon2id',
      {
        message: pin,
        nonce: salt,
        secret,
        parallelism: LANES,
        tagLength: HASH_BYTES,
        memory: MEMORY_KIB,
        passes: PASSES,
      },
      (error, hash) => (error === null ? resolve(hash) : reject(error)),
    );
  });
}

/** Whether two hashes are the same, in a time that does not depend on where they differ. */
export function sameHash(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
