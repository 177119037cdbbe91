import {
  HMAC_SIGN_TYPE,
  type ResponseCode,
  responseCode,
  signAnswerV2,
  signBody,
  type WireObject,
  writeWireJson,
} from '@opencpm/protocol';
import { nodeByteHashes, nodeDigest } from '@opencpm/protocol/node';
import type { Readable } from 'node:stream';
import type { Refusal } from '../payment/refusal.ts';
import type { AnswerKey } from './authenticate.ts';

/** An answer ready to be sent: the signature is over exactly this body. A file is sent as it is made, unsigned. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Readable;
}

/** What is said with 1100 when not even the sender could be looked up. */
export const CANNOT_SERVE =
  'the gateway cannot serve now; nothing was started, send the same request again later';

/** Longest `resperr` and `respmsg` of the wire, String(128). */
const TEXT_LENGTH_MAX = 128;

/** The three members every answer begins its meaning with (contract section 1). */
export function resultMembers(respcd: ResponseCode, message: string): WireObject {
  return { respcd, resperr: responseCode(respcd).textZh, respmsg: message.slice(0, TEXT_LENGTH_MAX) };
}

/** Writes and signs a body (contract section 3.4). */
export function signedAnswer(
  members: WireObject,
  key: AnswerKey,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const body = writeWireJson(members);
  return {
    status,
    headers: {
      'Content-Type': 'application/json; charset=UTF-8',
      ...signatureHeaders(body, key, status),
      ...headers,
    },
    body,
  };
}

/** Signs as the request was signed: the older form over the body, the newer one over status, time and nonce as well. */
function signatureHeaders(body: string, key: AnswerKey, status: number): Record<string, string> {
  const { secret, algorithm, timestamped } = key;
  if (timestamped === undefined) {
    const signature = signBody(body, secret, algorithm, nodeDigest);
    return { 'X-QF-SIGN': signature, ...(algorithm === 'SHA256' ? { 'X-QF-SIGNTYPE': 'SHA256' } : {}) };
  }
  const { appCode, nonce, nowMs } = timestamped;
  const timestamp = String(Math.floor(nowMs / 1000));
  const answer = { status, appCode, timestamp, nonce, body: Buffer.from(body, 'latin1') };
  return {
    'X-QF-SIGN': signAnswerV2(answer, secret, nodeByteHashes),
    'X-QF-SIGNTYPE': HMAC_SIGN_TYPE,
    'X-QF-TIMESTAMP': timestamp,
    'X-QF-NONCE': nonce,
  };
}

/** An answer that no key is known for: the request was not even readable, or its path does not exist. */
export function unsignedAnswer(
  respcd: ResponseCode,
  message: string,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=UTF-8', ...headers },
    body: writeWireJson(resultMembers(respcd, message)),
  };
}

/** The answer to a request that ended before a transaction existed. */
export function refusalAnswer(refusal: Refusal, key: AnswerKey, orderNumber?: string): Answer {
  const members = resultMembers(refusal.respcd, refusal.message);
  return signedAnswer(orderNumber === undefined ? members : { ...members, out_trade_no: orderNumber }, key);
}
