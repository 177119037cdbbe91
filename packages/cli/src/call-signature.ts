import {
  equalDigests,
  HMAC_SIGN_TYPE,
  parseSignType,
  signBody,
  signRequest,
  signRequestV2,
  type SignType,
  verifyAnswerV2,
} from '@opencpm/protocol';
import { nodeByteHashes, nodeDigest } from '@opencpm/protocol/node';
import type { GatewayAccess } from './access/gateway-access.ts';
import type { Surroundings } from './context.ts';
import type { HttpAnswer } from './timed-fetch.ts';

/** What a call is signed over. */
export interface CallToSign {
  readonly path: string;
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** The parameters as they are sent. */
  readonly body: string;
  readonly signType: SignType;
}

/** The headers a call is signed with. */
export interface CallSignature {
  readonly headers: Readonly<Record<string, string>>;
  /** Nonce of the newer form; an answer of that form must name it. */
  readonly nonce: string | undefined;
}

const NONCE_BYTES = 16;

/** Signs a POST in the form it asks for. The newer form is signed anew for every try. */
export function signCall(
  surroundings: Pick<Surroundings, 'clock' | 'randomBytes'>,
  access: GatewayAccess,
  { path, parameters, body, signType }: CallToSign,
): CallSignature {
  const { appCode, key } = access;
  const usual = { 'x-qf-appcode': appCode, 'x-qf-signtype': signType };
  if (signType !== HMAC_SIGN_TYPE) {
    const signature = signRequest(parameters, key, signType, nodeDigest);
    return { headers: { ...usual, 'x-qf-sign': signature }, nonce: undefined };
  }
  const timestamp = String(Math.floor(surroundings.clock.nowMs() / 1000));
  const nonce = Buffer.from(surroundings.randomBytes(NONCE_BYTES)).toString('hex');
  const request = { method: 'POST', path, appCode, timestamp, nonce, content: Buffer.from(body) };
  const signature = signRequestV2(request, key, nodeByteHashes);
  return {
    headers: { ...usual, 'x-qf-sign': signature, 'x-qf-timestamp': timestamp, 'x-qf-nonce': nonce },
    nonce,
  };
}

/** Whether an answer proves that it comes from the holder of the key, and was made for this very call. */
export function checkAnswerSignature(
  { status, headers, body }: HttpAnswer,
  { appCode, key }: Pick<GatewayAccess, 'appCode' | 'key'>,
  nonce: string | undefined,
): 'verified' | 'absent' | 'wrong' {
  const signature = headers.get('x-qf-sign');
  if (signature === null || signature === '') return 'absent';
  if (nonce !== undefined) {
    const timestamp = headers.get('x-qf-timestamp') ?? '';
    const answer = { status, appCode, timestamp, nonce, body };
    return verifyAnswerV2(answer, signature, key, nodeByteHashes) ? 'verified' : 'wrong';
  }
  const algorithm = parseSignType(headers.get('x-qf-signtype') ?? undefined);
  if (algorithm === undefined) return 'wrong';
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);
  return equalDigests(signBody(text, key, algorithm, nodeDigest), signature) ? 'verified' : 'wrong';
}
