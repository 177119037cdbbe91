import { generateKeyPairSync, type KeyObject } from 'node:crypto';

let made: KeyObject | undefined;

/** A private key nobody has been told of; made when it is first needed. */
export function strangeKey(): KeyObject {
  made ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return made;
}
