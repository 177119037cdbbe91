import type { FormParameter } from '../form/form-parameter.ts';

/** How a client may have read its own parameters when it signed them (contract section 3.2). */
export interface SigningVariant {
  /** `decoded` hashes the values themselves, `raw` the characters that stand on the wire. */
  readonly values: 'decoded' | 'raw';
  /** Whether parameters with an empty value are part of the string. */
  readonly emptyValues: 'kept' | 'dropped';
}

/** The variant of our own clients and of most others. */
export const USUAL_VARIANT: SigningVariant = { values: 'decoded', emptyValues: 'kept' };

const UNSIGNED_NAMES: ReadonlySet<string> = new Set(['sign', 'sign_type']);

/** Whether a parameter of this name is signed: all but the signature itself, which some clients also send in the body. */
export function isSignedName(name: string): boolean {
  return !UNSIGNED_NAMES.has(name);
}

/**
 * The parameters that are signed, sorted by name in ASCII order. Every parameter that was sent takes part, known or
 * not, except the signature itself.
 */
export function signedParameters(parameters: Iterable<FormParameter>): FormParameter[] {
  return [...parameters]
    .filter(({ name }) => isSignedName(name))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

/**
 * The text whose digest is `X-QF-SIGN`, without the key: `name=value` joined with `&`, nothing escaped.
 * The client key follows directly, with no separator.
 *
 * @param sorted what {@link signedParameters} returned.
 */
export function stringToSign(sorted: readonly FormParameter[], variant: SigningVariant): string {
  const pairs: string[] = [];
  for (const parameter of sorted) {
    if (parameter.value === '' && variant.emptyValues === 'dropped') continue;
    pairs.push(`${parameter.name}=${variant.values === 'raw' ? parameter.raw : parameter.value}`);
  }
  return pairs.join('&');
}
