import type { SignType } from '@opencpm/protocol';
import { answerProof, type RawAnswer } from './answer-proof.ts';
import type { Credentials } from './credentials.ts';
import { isNotSent, textOfError } from './network-error.ts';
import { hostOf, type PreparedCall, signCall } from './prepared-call.ts';
import type { WireHashes } from './pure-hashes.ts';
import { readBody } from './read-body.ts';
import type { Surroundings } from './surroundings.ts';
import { type Fields, readFields } from './wire-fields.ts';

/** An answer that can be read. */
export interface Answered {
  readonly kind: 'answered';
  readonly httpStatus: number;
  /** Four digits. */
  readonly respcd: string;
  readonly fields: Fields;
  /** Whether the answer may be believed: it is signed with the client key, or the credentials ask for less. */
  readonly proven: boolean;
  /** How long the gateway asks to wait, when it said so. */
  readonly retryAfterMs: number | undefined;
}

/**
 * What is known after a request went out, or failed to.
 *
 * - `answered`: the gateway answered, and did not fail to prove it.
 * - `not_sent`: no connection came about; the gateway knows nothing of it.
 * - `unknown`: the request may have arrived and may have had its effect.
 */
export type Exchange =
  | Answered
  | { readonly kind: 'not_sent'; readonly reason: string }
  | {
      readonly kind: 'unknown';
      readonly reason: string;
      /** The other side says that it does not know app code or key; it cannot prove such an answer to us. */
      readonly credentialsRefused: boolean;
    };

/** How a call is sent. */
export interface ExchangeOptions {
  readonly signType: SignType;
  /** Longest wait for the whole answer. */
  readonly answerMs: number;
  /** Lets go of the connection; the effect of the request is unknown then. */
  readonly stop?: AbortSignal | undefined;
}

const RESPCD = /^[0-9]{4}$/;
/** Of the body of a POST. */
export const FORM_TYPE = 'application/x-www-form-urlencoded; charset=UTF-8';
/** The code for an app code or a key the gateway does not know, and for a signature it does not take. */
export const CREDENTIALS_REFUSED = '1108';

/**
 * Sends a call once and reads the whole answer. Never rejects. Redirections are not followed: a repeated request could
 * be a second payment somewhere else.
 */
export async function exchange(
  surroundings: Surroundings,
  credentials: Credentials,
  call: PreparedCall,
  { signType, answerMs, stop }: ExchangeOptions,
): Promise<Exchange> {
  const letGo = new AbortController();
  const stopped = (): void => letGo.abort();
  let late = false;
  const callOff = surroundings.clock.after(answerMs, () => {
    late = true;
    letGo.abort();
  });
  try {
    if (stop?.aborted === true) return { kind: 'not_sent', reason: 'stopped before it was sent' };
    stop?.addEventListener('abort', stopped, { once: true });
    const { headers, nonce } = signCall(credentials, call, signType, surroundings);
    const response = await surroundings.fetch(urlOf(credentials, call), {
      method: call.method,
      headers: call.method === 'GET' ? headers : { 'content-type': FORM_TYPE, ...headers },
      redirect: 'manual',
      signal: letGo.signal,
      ...(call.method === 'GET' ? {} : { body: call.content }),
    });
    const bytes = await readBody(response);
    if (bytes === undefined) return unknown('an answer that does not end');
    return readAnswer({ status: response.status, headers: response.headers, bytes }, credentials, nonce);
  } catch (error) {
    if (stop?.aborted === true) return unknown('stopped while waiting for the answer');
    if (late) return unknown(`no answer within ${answerMs / 1_000} s`);
    return isNotSent(error)
      ? { kind: 'not_sent', reason: `no connection: ${textOfError(error)}` }
      : unknown(`the connection broke: ${textOfError(error)}`);
  } finally {
    callOff();
    stop?.removeEventListener('abort', stopped);
  }
}

/** Where a call goes. */
export function urlOf({ baseUrl }: Pick<Credentials, 'baseUrl'>, call: PreparedCall): string {
  const address = `${hostOf(baseUrl)}${call.path}`;
  return call.method === 'GET' ? `${address}?${call.content}` : address;
}

/**
 * Reads and proves an answer.
 *
 * @param nonce of the request, when it was signed in the newer form.
 * @param hashes those of the machine, where it has faster ones than plain JavaScript.
 */
export function readAnswer(
  { status, headers, bytes }: Omit<RawAnswer, 'text'>,
  credentials: Pick<Credentials, 'appCode' | 'clientKey' | 'answerSignatures'>,
  nonce: string | undefined,
  hashes?: WireHashes,
): Exchange {
  const text = textOf(bytes);
  const fields = text === undefined ? undefined : readFields(text);
  const respcd = fields?.text('respcd') ?? '';
  if (status >= 500 || text === undefined || fields === undefined || !RESPCD.test(respcd)) {
    return unknown(`HTTP ${status} without an answer of the payment interface`);
  }
  const { answerSignatures = 'required' } = credentials;
  const proof = answerProof({ status, headers, bytes, text }, credentials, nonce, hashes);
  if (proof !== 'right' && respcd === CREDENTIALS_REFUSED) {
    return unknown('the other side does not know this app code and client key (1108)', true);
  }
  if (proof === 'wrong' && answerSignatures !== 'ignored') {
    return unknown(`the answer (${respcd}) is not signed with this client key`);
  }
  return {
    kind: 'answered',
    httpStatus: status,
    respcd,
    fields,
    proven: proof === 'right' || answerSignatures !== 'required',
    retryAfterMs: retryAfterOf(headers.get('retry-after')),
  };
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function retryAfterOf(header: string | null): number | undefined {
  return header !== null && /^\d{1,4}$/.test(header) ? Number(header) * 1_000 : undefined;
}

function unknown(reason: string, credentialsRefused = false): Exchange {
  return { kind: 'unknown', reason, credentialsRefused };
}
