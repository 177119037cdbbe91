import { equalDigests, parseSignType, signBody, signRequest, writeForm } from '@opencpm/protocol';
import type { Credentials } from './credentials.ts';
import { isNotSent } from './network-error.ts';
import type { Surroundings } from './surroundings.ts';
import { type Fields, readFields } from './wire-fields.ts';

/** Parameters of a call, in the order they are sent. */
export type Parameters = readonly (readonly [name: string, value: string])[];

/** A request whose bytes are fixed: sent again, it is the same request. */
export interface SignedCall {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * What is known after a request went out, or failed to.
 *
 * - `answered`: the gateway answered, and proved it where it could.
 * - `not_sent`: no connection came about; the gateway knows nothing of it.
 * - `unknown`: the request may have arrived and may have had its effect.
 */
export type Exchange =
  | {
      readonly kind: 'answered';
      readonly httpStatus: number;
      /** Four digits. */
      readonly respcd: string;
      readonly fields: Fields;
      /** Whether the answer is signed with the client key. Answers with a wrong signature are `unknown`. */
      readonly signed: boolean;
      /** How long the gateway asks to wait, when it said so. */
      readonly retryAfterMs: number | undefined;
    }
  | { readonly kind: 'not_sent'; readonly reason: string }
  | {
      readonly kind: 'unknown';
      readonly reason: string;
      /** The gateway says that it does not know app code or key; it cannot sign such an answer for us. */
      readonly credentialsRefused?: boolean;
    };

const RESPCD = /^[0-9]{4}$/;
/** Longest body read; an enquiry of a hundred rows has a tenth of it. */
const BODY_BYTES_MAX = 1_048_576;

/** Fixes the bytes of a call. */
export function signCall(
  { baseUrl, appCode, clientKey, signType = 'SHA256' }: Credentials,
  path: string,
  parameters: Parameters,
  { digest }: Pick<Surroundings, 'digest'>,
): SignedCall {
  return {
    url: `${baseUrl.replace(/\/+$/, '')}${path}`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-qf-appcode': appCode,
      'x-qf-sign': signRequest(parameters, clientKey, signType, digest),
      'x-qf-signtype': signType,
    },
    body: writeForm(parameters),
  };
}

/**
 * Sends a call once and reads the whole answer. Never rejects. Redirections are not followed: a repeated request could
 * be a second payment somewhere else.
 *
 * @param stop lets go of the connection; the effect of the request is unknown then.
 */
export async function exchange(
  surroundings: Pick<Surroundings, 'fetch' | 'clock' | 'digest'>,
  call: SignedCall,
  clientKey: string,
  answerMs: number,
  stop?: AbortSignal,
): Promise<Exchange> {
  const timeOut = new AbortController();
  const callOff = surroundings.clock.after(answerMs, () => timeOut.abort());
  try {
    const response = await surroundings.fetch(call.url, {
      method: 'POST',
      headers: call.headers,
      body: call.body,
      redirect: 'manual',
      signal: stop === undefined ? timeOut.signal : AbortSignal.any([timeOut.signal, stop]),
    });
    const body = new Uint8Array(await response.arrayBuffer());
    return readAnswer(surroundings, response, body, clientKey);
  } catch (error) {
    if (stop?.aborted === true) return unknown('stopped while waiting for the answer');
    if (timeOut.signal.aborted) return unknown(`no answer within ${answerMs / 1_000} s`);
    return isNotSent(error)
      ? { kind: 'not_sent', reason: `no connection: ${textOf(error)}` }
      : unknown(`the connection broke: ${textOf(error)}`);
  } finally {
    callOff();
  }
}

function readAnswer(
  { digest }: Pick<Surroundings, 'digest'>,
  response: Response,
  bytes: Uint8Array,
  clientKey: string,
): Exchange {
  if (bytes.length > BODY_BYTES_MAX) return unknown(`an answer of ${bytes.length} bytes`);
  const body = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const fields = readFields(body);
  const respcd = fields?.text('respcd') ?? '';
  if (response.status >= 500 || fields === undefined || !RESPCD.test(respcd)) {
    return unknown(`HTTP ${response.status} without an answer of the payment interface`);
  }
  const signature = response.headers.get('x-qf-sign') ?? '';
  if (signature !== '') {
    const algorithm = parseSignType(response.headers.get('x-qf-signtype') ?? undefined);
    const proven =
      algorithm !== undefined && equalDigests(signBody(body, clientKey, algorithm, digest), signature);
    if (!proven) {
      const reason = `the answer (${respcd}) is not signed with this client key`;
      return { kind: 'unknown', reason, credentialsRefused: respcd === '1108' };
    }
  }
  return {
    kind: 'answered',
    httpStatus: response.status,
    respcd,
    fields,
    signed: signature !== '',
    retryAfterMs: retryAfterOf(response.headers.get('retry-after')),
  };
}

function retryAfterOf(header: string | null): number | undefined {
  return header !== null && /^\d{1,4}$/.test(header) ? Number(header) * 1_000 : undefined;
}

function unknown(reason: string): Exchange {
  return { kind: 'unknown', reason };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
