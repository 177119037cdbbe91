import type { Clock } from '../../clock/clock.ts';
import type { WalletExchange, WalletHttp, WalletReply } from '../http/wallet-http.ts';
import { type JsonObject, readJsonObject, textOf } from './json-object.ts';
import type { PlatformKeys } from './platform-keys.ts';
import { authorizationOf, isSignedBy, responseMessage, type Signer } from './signature.ts';

/** How far the platform's clock and ours may be apart, in seconds, either way. */
const CLOCK_SKEW_MAX_S = 300;

/** A call as the wire carries it. */
export interface WechatPayCall {
  readonly method: 'GET' | 'POST';
  /** Path and query, encoded. */
  readonly target: string;
  /** Written once: the same bytes are signed and sent. */
  readonly body?: JsonObject;
}

/** An answer that may be believed as far as `signed` goes. */
export interface WechatPayAnswer {
  readonly kind: 'answer';
  readonly status: number;
  /** Whether the platform's key has signed it. Never absent for a status below 300. */
  readonly signed: boolean;
  /** Fields of the body; empty when there is none. */
  readonly body: JsonObject;
  /** `code` of an error, empty without one. */
  readonly code: string;
  /** The number behind the Request-ID, a fine cause for logs; empty when there is none. */
  readonly cause: string;
  /** When the platform signed it, milliseconds since 1970-01-01 UTC; undefined when it did not. */
  readonly signedAtMs: number | undefined;
}

/** How a call ended. */
export type WechatPayExchange =
  | WechatPayAnswer
  | { readonly kind: 'not_sent'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What sending needs. */
export interface SendParts {
  readonly http: WalletHttp;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
  /** Address of the platform, without a slash at the end. */
  readonly origin: string;
  readonly signer: Signer;
}

/** Signs a call and sends it once. @param answerBytesMax longest answer, where it is not the usual one. */
export function send(
  parts: SendParts,
  call: WechatPayCall,
  signal: AbortSignal,
  answerBytesMax?: number,
): Promise<WalletExchange> {
  const { http, clock, randomBytes, origin, signer } = parts;
  const { method, target } = call;
  const body = Buffer.from(call.body === undefined ? '' : JSON.stringify(call.body));
  const authorization = authorizationOf(signer, {
    method,
    target,
    timestampS: Math.floor(clock.nowMs() / 1_000),
    nonce: Buffer.from(randomBytes(NONCE_BYTES)).toString('hex'),
    body,
  });
  return http.send(
    {
      method,
      url: `${origin}${target}`,
      headers: {
        authorization,
        accept: 'application/json',
        'accept-language': 'en',
        'user-agent': 'opencpm',
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(call.body === undefined ? {} : { body }),
      ...(answerBytesMax === undefined ? {} : { answerBytesMax }),
    },
    signal,
  );
}

const NONCE_BYTES = 16;

/** What the four headers of an answer say. */
export interface AnswerSeal {
  readonly timestamp: string;
  readonly nonce: string;
  readonly signature: string;
  readonly serial: string;
}

/** The seal of an answer; undefined when it carries none. */
export function sealOf({ headers }: Pick<WalletReply, 'headers'>): AnswerSeal | undefined {
  const {
    'wechatpay-timestamp': timestamp = '',
    'wechatpay-nonce': nonce = '',
    'wechatpay-signature': signature = '',
    'wechatpay-serial': serial = '',
  } = headers;
  return signature === '' && serial === '' ? undefined : { timestamp, nonce, signature, serial };
}

/** Whether the time of a seal is near enough to ours. */
export function isFresh({ timestamp }: AnswerSeal, nowMs: number): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(nowMs / 1_000 - Number(timestamp)) <= CLOCK_SKEW_MAX_S;
}

/** What reading an answer needs. */
export interface ReadParts {
  readonly keys: PlatformKeys;
  readonly clock: Clock;
  readonly alert: (why: string) => void;
}

/**
 * Verifies an answer over the bytes that came, and only then reads it. A success that nobody has signed, and whatever
 * carries a seal that does not hold, is no answer at all; an error without a seal is read and marked as unsigned.
 */
export async function readAnswer(parts: ReadParts, reply: WalletReply): Promise<WechatPayExchange> {
  const { status, body } = reply;
  const requestId = (reply.headers['request-id'] ?? '').replaceAll(/[^\w-]/g, '').slice(0, 64);
  const seal = sealOf(reply);
  if (seal === undefined && status < 300) {
    return refuse(parts, `an answer ${status} is not signed`, requestId);
  }
  if (seal !== undefined) {
    const flaw = await flawOf(parts, seal, body);
    if (flaw !== undefined) return refuse(parts, `an answer ${status} has ${flaw}`, requestId);
  }
  const fields = readJsonObject(body);
  if (fields === undefined && body.length > 0) {
    return { kind: 'unknown', reason: `WeChat Pay answered ${status} with a body that is no JSON object` };
  }
  return {
    kind: 'answer',
    status,
    signed: seal !== undefined,
    body: fields ?? {},
    code: textOf(fields?.['code']).slice(0, 64),
    cause: /-(\d{1,12})$/.exec(requestId)?.[1] ?? '',
    signedAtMs: seal === undefined ? undefined : Number(seal.timestamp) * 1_000,
  };
}

/** What is wrong with a seal over these bytes; undefined for one that holds. */
export async function flawOf(
  { keys, clock }: Pick<ReadParts, 'keys' | 'clock'>,
  seal: AnswerSeal,
  body: Buffer,
): Promise<string | undefined> {
  if (!isFresh(seal, clock.nowMs())) {
    return `a signature more than ${CLOCK_SKEW_MAX_S} s away from our clock`;
  }
  const key = await keys.find(seal.serial);
  if (key === undefined) return 'a signature by a key that is not in the certificate list';
  const message = responseMessage(seal.timestamp, seal.nonce, body);
  return isSignedBy(key, message, seal.signature) ? undefined : 'a bad signature';
}

function refuse({ alert }: ReadParts, what: string, requestId: string): WechatPayExchange {
  alert(`${what}${requestId === '' ? '' : ` (Request-ID ${requestId})`}`);
  return { kind: 'unknown', reason: `WeChat Pay: ${what}` };
}
