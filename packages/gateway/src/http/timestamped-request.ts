import {
  isNonce,
  isTimely,
  isTimestamp,
  TIMESTAMP_TOLERANCE_SECONDS,
  verifyRequestV2,
} from '@opencpm/protocol';
import { nodeByteHashes } from '@opencpm/protocol/node';
import type { WireRequest } from './wire-request.ts';

/**
 * What is wrong with the time or the nonce of a request of the newer form, or `undefined`. Whether the nonce was used
 * before is asked later, of requests whose signature is right.
 */
export function refuseUntimely({ timestamp, nonce }: WireRequest, nowMs: number): string | undefined {
  if (timestamp === undefined || !isTimestamp(timestamp)) {
    return 'header X-QF-TIMESTAMP must be seconds since 1970 in digits';
  }
  if (nonce === undefined || !isNonce(nonce)) {
    return 'header X-QF-NONCE must be 16 to 64 letters, digits, _ or -';
  }
  if (isTimely(timestamp, nowMs)) return undefined;
  return `X-QF-TIMESTAMP is more than ${TIMESTAMP_TOLERANCE_SECONDS} s from the gateway's clock; set the clock of this machine`;
}

/** Checks the signature of the newer form against the live keys. Time and nonce were found well-formed before. */
export function verifyTimestamped(
  request: WireRequest,
  path: string,
  secrets: readonly string[],
): { readonly keyIndex: number; readonly raw: false; readonly signedText: undefined } | undefined {
  const { method, appCode = '', signature = '', timestamp = '', nonce = '', body, query } = request;
  const content = body.length > 0 ? body : Buffer.from(query, 'latin1');
  const signed = { method, path, appCode, timestamp, nonce, content };
  const keyIndex = verifyRequestV2(signed, signature, secrets, nodeByteHashes);
  return keyIndex === undefined ? undefined : { keyIndex, raw: false, signedText: undefined };
}
