import { type SigningMistake, simpleMistake } from './signing-mistake.ts';
import { upperHex, utf8Bytes } from './signing-plan.ts';

const PLAIN_HASH = 'Use a plain MD5 or SHA-256 over text and key, not an HMAC.';
const ONCE = 'Hash once and send the hex digits.';

/** Mistakes in the hash. Which hash it was follows from the length of the signature. */
export const DIGEST_MISTAKES: readonly SigningMistake[] = [
  simpleMistake(
    'foreign_hash',
    'A hash was used that the interface does not know (SHA-1 or SHA-512)',
    'Use SHA-256 with the header X-QF-SIGNTYPE: SHA256, or MD5.',
    (_plan, { hash }) =>
      hash === 'SHA1' || hash === 'SHA512'
        ? { hash: (message, _key, hashes) => hashes.digest(hash, message) }
        : undefined,
  ),
  simpleMistake('hmac', 'An HMAC was used, with the key as its key', PLAIN_HASH, (_plan, { hash }) => ({
    attach: (text) => text,
    hash: (message, key, hashes) => hashes.hmac(hash, key, message),
  })),
  simpleMistake(
    'hmac_with_key_appended',
    'An HMAC was used, and the key appended as well',
    PLAIN_HASH,
    (_plan, { hash }) => ({
      hash: (message, key, hashes) => hashes.hmac(hash, key, message),
    }),
  ),
  simpleMistake('hashed_twice', 'The bytes of the hash were hashed again', ONCE, (_plan, { hash }) => ({
    hash: (message, _key, hashes) => hashes.digest(hash, hashes.digest(hash, message)),
  })),
  ...[true, false].map((upper) =>
    simpleMistake(
      upper ? 'hashed_twice_upper_case' : 'hashed_twice_lower_case',
      'The hex digits of the hash were hashed again',
      ONCE,
      (_plan, { hash }) => ({
        hash: (message, _key, hashes) => {
          const hex = upperHex(hashes.digest(hash, message));
          return hashes.digest(hash, utf8Bytes(upper ? hex : hex.toLowerCase()));
        },
      }),
    ),
  ),
];
