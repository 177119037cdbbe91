import {
  type DigestAlgorithm,
  type ResponseCode,
  responseCode,
  signBody,
  type WireObject,
  writeWireJson,
} from '@opencpm/protocol';
import { nodeDigest } from '@opencpm/protocol/node';
import type { ProtocolFault } from '../../answer-manner.ts';
import type { WireReply } from '../wallet-protocol.ts';

/** Whom an answer is signed for, and how. */
export interface AnswerKey {
  readonly clientKey: string;
  readonly algorithm: DigestAlgorithm;
}

/** The three members every answer begins its meaning with. */
export function resultMembers(respcd: ResponseCode, message: string): WireObject {
  return { respcd, resperr: responseCode(respcd).textZh, respmsg: message.slice(0, 128) };
}

/** An answer, signed over its bytes. */
export function signedReply(members: WireObject, { clientKey, algorithm }: AnswerKey): WireReply {
  const body = writeWireJson(members);
  return {
    status: 200,
    headers: {
      'Content-Type': 'application/json; charset=UTF-8',
      'X-QF-SIGN': signBody(body, clientKey, algorithm, nodeDigest),
      ...(algorithm === 'MD5' ? {} : { 'X-QF-SIGNTYPE': algorithm }),
    },
    body: Buffer.from(body),
  };
}

/** An answer to somebody whose key is not known. */
export function unsignedReply(members: WireObject): WireReply {
  return {
    status: 200,
    headers: { 'Content-Type': 'application/json; charset=UTF-8' },
    body: Buffer.from(writeWireJson(members)),
  };
}

/** The same answer, damaged. */
export function damagedReply(reply: WireReply, fault: ProtocolFault, clientKey: string): WireReply {
  const { 'X-QF-SIGN': signature = '', ...headers } = reply.headers;
  switch (fault) {
    case 'unsigned':
      return { ...reply, headers };
    case 'wrong-signature':
      return { ...reply, headers: { ...headers, 'X-QF-SIGN': signature.replace(/./g, otherDigit) } };
    case 'other-order':
      return resigned(reply, clientKey, (text) =>
        text.replace(/("out_trade_no": ")[^"]*/g, '$1another-order'),
      );
    case 'unknown-code':
      return resigned(reply, clientKey, (text) => text.replace(/("respcd": ")\d{4}/g, '$19876'));
  }
}

function otherDigit(digit: string): string {
  return digit === '0' ? '1' : '0';
}

function resigned(reply: WireReply, clientKey: string, change: (text: string) => string): WireReply {
  const body = change(reply.body.toString());
  const algorithm = reply.headers['X-QF-SIGNTYPE'] === 'SHA256' ? 'SHA256' : 'MD5';
  return {
    ...reply,
    headers: { ...reply.headers, 'X-QF-SIGN': signBody(body, clientKey, algorithm, nodeDigest) },
    body: Buffer.from(body),
  };
}
