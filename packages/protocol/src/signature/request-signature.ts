import type { FormParameter } from '../form/form-parameter.ts';
import { type DigestAlgorithm, type DigestHex, equalDigests, isDigestHex } from './digest.ts';
import { type SigningVariant, signedParameters, stringToSign, USUAL_VARIANT } from './string-to-sign.ts';

/** Signs parameters the way our own clients do: decoded values, empty ones kept, upper-case hex. */
export function signRequest(
  parameters: Iterable<readonly [name: string, value: string]>,
  key: string,
  algorithm: DigestAlgorithm,
  digest: DigestHex,
): string {
  const signed = signedParameters(Array.from(parameters, ([name, value]) => ({ name, value, raw: value })));
  return digest(algorithm, stringToSign(signed, USUAL_VARIANT) + key);
}

/** What a signature is checked against. */
export interface SignatureCheck {
  /** Value of `X-QF-SIGN`. */
  readonly signature: string;
  readonly algorithm: DigestAlgorithm;
  /** Live keys of the app code, the newest first. */
  readonly keys: readonly string[];
  /** Whether strings built from undecoded values may match; `false` pins the merchant to decoded values. */
  readonly rawAllowed: boolean;
  readonly digest: DigestHex;
}

/** Which key and which reading matched. */
export interface SignatureMatch {
  /** Position in {@link SignatureCheck.keys}. */
  readonly keyIndex: number;
  readonly variant: SigningVariant;
}

const PERCENT_ESCAPE = /%[0-9A-Fa-f]{2}/;

/** The parameter whose value makes a request the same request again. */
const ORDER_NUMBER = 'out_trade_no';

/**
 * The readings of a request that may match its signature, most usual first.
 *
 * One text can be two values: `1%2B1` is `1+1` for a client that signs what it has encoded, and itself for one that
 * signs first. Both kinds of client exist, so both are accepted, within bounds:
 *
 * - the undecoded reading is dropped when a decoded value contains a percent escape, so nothing is decoded twice;
 * - it is dropped when the order number was sent with a `+`. Together with the format of order numbers, which takes no
 *   percent escape, a digest stands for one order number in every reading, and a captured request can only be
 *   repeated, never turned into another order. Amounts, codes and numbers of stores and transactions hold neither
 *   character.
 */
export function signingVariants(
  parameters: Iterable<FormParameter>,
  rawAllowed: boolean,
): readonly SigningVariant[] {
  let hasEmpty = false;
  let differs = false;
  let twofold = false;
  for (const { name, value, raw } of parameters) {
    if (value === '') hasEmpty = true;
    if (value !== raw) differs = true;
    if (PERCENT_ESCAPE.test(value) || (name === ORDER_NUMBER && raw.includes('+'))) twofold = true;
  }
  const readings: SigningVariant['values'][] =
    rawAllowed && differs && !twofold ? ['decoded', 'raw'] : ['decoded'];
  const variants = readings.map((values): SigningVariant => ({ values, emptyValues: 'kept' }));
  if (!hasEmpty) return variants;
  return [...variants, ...readings.map((values): SigningVariant => ({ values, emptyValues: 'dropped' }))];
}

/**
 * Checks the signature of a request against every reading a known client may have signed and every live key.
 * The algorithm comes from the header alone; letter case of the digest does not matter.
 *
 * @returns which key and reading matched, or `undefined` when none did.
 */
export function verifyRequest(
  parameters: readonly FormParameter[],
  check: SignatureCheck,
): SignatureMatch | undefined {
  if (!isDigestHex(check.algorithm, check.signature)) return undefined;
  const sorted = signedParameters(parameters);
  for (const variant of signingVariants(sorted, check.rawAllowed)) {
    const text = stringToSign(sorted, variant);
    for (const [keyIndex, key] of check.keys.entries()) {
      if (equalDigests(check.digest(check.algorithm, text + key), check.signature))
        return { keyIndex, variant };
    }
  }
  return undefined;
}
