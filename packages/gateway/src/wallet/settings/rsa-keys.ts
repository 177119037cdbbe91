import type { KeyObject } from 'node:crypto';
import { keyFingerprint } from '../key-fingerprint.ts';

/** Shortest RSA key a wallet issues or takes. */
const BITS_MIN = 2_048;

/**
 * What is wrong with the RSA keys of a connector, one line each, beginning with the name of the setting.
 *
 * @param ours by the name of its setting: what requests are signed with.
 * @param theirs by the name of its setting: what answers are verified by.
 */
export function rsaKeyProblems(
  ours: readonly [name: string, key: KeyObject | undefined],
  theirs: readonly [name: string, key: KeyObject | undefined],
): readonly string[] {
  const problems = [ours, theirs].flatMap(([name, key]) =>
    key === undefined ? [] : formProblems(name, key),
  );
  const [[ourName, ourKey], [theirName, theirKey]] = [ours, theirs];
  const swapped =
    ourKey !== undefined && theirKey !== undefined && keyFingerprint(ourKey) === keyFingerprint(theirKey);
  return swapped
    ? [...problems, `${theirName}: is the public half of ${ourName}; give the key the wallet has handed out`]
    : problems;
}

function formProblems(name: string, key: KeyObject): readonly string[] {
  if (key.asymmetricKeyType !== 'rsa') return [`${name}: must be an RSA key`];
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return bits < BITS_MIN ? [`${name}: must have ${BITS_MIN} bits at least`] : [];
}
