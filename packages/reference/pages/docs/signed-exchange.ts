import {
  equalDigests,
  HMAC_SIGN_TYPE,
  type SignType,
  signBody,
  signRequest,
  signRequestV2,
  verifyAnswerV2,
  writeForm,
} from '@opencpm/protocol';
import { byteHashes, digest } from './hashes.ts';
import type { SandboxMerchant } from './sandbox-merchants.ts';

const NONCE_BYTES = 16;
const utf8 = new TextEncoder();

/** A call to be tried. */
export interface Trial {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly parameters: readonly (readonly [name: string, value: string])[];
  readonly signType: SignType;
}

/** What went over the line and came back. */
export interface TrialResult {
  /** Request line, headers and body as text. */
  readonly request: string;
  readonly status: number;
  /** `verified`, `absent`, or `wrong`. */
  readonly signature: 'verified' | 'absent' | 'wrong';
  readonly contentType: string;
  readonly body: string;
}

/** Signs a call with the sandbox's own credentials and sends it to this gateway. */
export async function tryCall(merchant: SandboxMerchant, trial: Trial): Promise<TrialResult> {
  const { method, path, parameters, signType } = trial;
  const form = writeForm(parameters);
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const headers = signedHeaders(merchant, trial, form, {
    timestamp: String(Math.floor(Date.now() / 1000)),
    nonce: Array.from(nonce, (byte) => byte.toString(16).padStart(2, '0')).join(''),
  });
  const target = method === 'GET' ? `${path}?${form}` : path;
  const sent = {
    ...headers,
    ...(method === 'POST' ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}),
  };
  const answer = await fetch(target, {
    method,
    headers: sent,
    ...(method === 'POST' ? { body: form } : {}),
  });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const contentType = answer.headers.get('content-type') ?? '';
  return {
    request: [
      `${method} ${target}`,
      ...Object.entries(sent).map((pair) => pair.join(': ')),
      ...(method === 'POST' ? ['', form] : []),
    ].join('\n'),
    status: answer.status,
    signature: judge(merchant, signType, answer, bytes, headers['X-QF-NONCE'] ?? ''),
    contentType,
    body: contentType.startsWith('application/json')
      ? JSON.stringify(JSON.parse(new TextDecoder().decode(bytes)), undefined, 2)
      : `${bytes.length} bytes of ${contentType}`,
  };
}

function signedHeaders(
  { appCode, clientKey }: SandboxMerchant,
  { method, path, parameters, signType }: Trial,
  form: string,
  fresh: { readonly timestamp: string; readonly nonce: string },
): Record<string, string> {
  if (signType !== HMAC_SIGN_TYPE) {
    return {
      'X-QF-APPCODE': appCode,
      'X-QF-SIGN': signRequest(parameters, clientKey, signType, digest),
      'X-QF-SIGNTYPE': signType,
    };
  }
  const request = { method, path, appCode, ...fresh, content: utf8.encode(form) };
  return {
    'X-QF-APPCODE': appCode,
    'X-QF-SIGN': signRequestV2(request, clientKey, byteHashes),
    'X-QF-SIGNTYPE': signType,
    'X-QF-TIMESTAMP': fresh.timestamp,
    'X-QF-NONCE': fresh.nonce,
  };
}

function judge(
  { appCode, clientKey }: SandboxMerchant,
  signType: SignType,
  { status, headers }: Response,
  body: Uint8Array,
  nonce: string,
): TrialResult['signature'] {
  const signature = headers.get('x-qf-sign');
  if (signature === null) return 'absent';
  if (signType === HMAC_SIGN_TYPE) {
    const answer = { status, appCode, timestamp: headers.get('x-qf-timestamp') ?? '', nonce, body };
    return verifyAnswerV2(answer, signature, clientKey, byteHashes) ? 'verified' : 'wrong';
  }
  const text = new TextDecoder().decode(body);
  return equalDigests(signBody(text, clientKey, signType, digest), signature) ? 'verified' : 'wrong';
}
