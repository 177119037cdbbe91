import { type DigestAlgorithm, parseSignType } from './digest.ts';
import { HMAC_SIGN_TYPE } from './request-signature-v2.ts';

/** How a request is signed: the two digests of the wire, or the form that covers method, path, time and a nonce. */
export type SignType = DigestAlgorithm | typeof HMAC_SIGN_TYPE;

/** Every word of `X-QF-SIGNTYPE`, the weakest first. */
export const SIGN_TYPES: readonly SignType[] = ['MD5', 'SHA256', HMAC_SIGN_TYPE];

/**
 * Reads `X-QF-SIGNTYPE` as {@link parseSignType} does, with the word of the newer form.
 *
 * @returns the sign type, or `undefined` for a word that is none.
 */
export function readSignTypeHeader(header: string | undefined): SignType | undefined {
  return header?.toUpperCase() === HMAC_SIGN_TYPE ? HMAC_SIGN_TYPE : parseSignType(header);
}

/** Whether a sign type is at least as strong as another. */
export function isAtLeast(signType: SignType, minimum: SignType): boolean {
  return SIGN_TYPES.indexOf(signType) >= SIGN_TYPES.indexOf(minimum);
}
