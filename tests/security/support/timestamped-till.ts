import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Credentials, WireAnswer } from '../../wire/support/wire-client.ts';
import { exchange, requestBytes } from '../../wire/support/raw-http.ts';
import { formOf, type Parameters } from '../../wire/support/wire-signing.ts';

/** What a request of the newer form says about itself; all of it can be given to make a wrong one. */
export interface TimestampedRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly timestamp: string;
  readonly nonce: string;
  /** Body, or query string of a GET. */
  readonly content: string;
}

/** An answer with what its signature covers. */
export interface TimestampedAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

function hmac(key: string | Buffer, text: string | Buffer): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function bodyHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** A fresh nonce. */
export function freshNonce(): string {
  return randomBytes(16).toString('hex');
}

/**
 * A till that signs in the newer form. Written for the tests alone from docs/guides/sign-requests.md, so that the
 * gateway is not checked against its own code.
 */
export class TimestampedTill {
  readonly #url: string;
  readonly #credentials: Credentials;
  readonly #nowMs: () => number;

  constructor(url: string, credentials: Credentials, nowMs: () => number) {
    this.#url = url;
    this.#credentials = credentials;
    this.#nowMs = nowMs;
  }

  /** A request about to be signed. */
  request(
    path: string,
    parameters: Parameters,
    changes: Partial<TimestampedRequest> = {},
  ): TimestampedRequest {
    return {
      method: 'POST',
      path,
      timestamp: String(Math.floor(this.#nowMs() / 1000)),
      nonce: freshNonce(),
      content: formOf(parameters),
      ...changes,
    };
  }

  signatureOf({ method, path, timestamp, nonce, content }: TimestampedRequest): string {
    const { appCode } = this.#credentials;
    const text = ['QF2', method, path, appCode, timestamp, nonce, bodyHash(content)].join('\n');
    return hmac(this.#key('QF2 request'), text).toString('hex');
  }

  /** Sends a request; the signature is its own unless another one is given. */
  async send(request: TimestampedRequest, signature = this.signatureOf(request)): Promise<TimestampedAnswer> {
    const { method, path, timestamp, nonce, content } = request;
    const target = method === 'GET' ? `${path}?${content}` : path;
    const headers = [
      ['X-QF-APPCODE', this.#credentials.appCode],
      ['X-QF-SIGNTYPE', 'HMAC-SHA256'],
      ['X-QF-TIMESTAMP', timestamp],
      ['X-QF-NONCE', nonce],
      ['X-QF-SIGN', signature],
      ['Content-Type', 'application/x-www-form-urlencoded'],
    ] as const;
    const answer = await exchange(
      this.#url,
      requestBytes(`${method} ${target}`, headers, method === 'GET' ? '' : content),
    );
    return { ...answer, body: JSON.parse(answer.text) };
  }

  /** Whether an answer is signed for the request with this nonce. */
  isAnswerTo(nonce: string, { status, headers, text }: TimestampedAnswer): boolean {
    const { appCode } = this.#credentials;
    const signed = [
      'QF2',
      String(status),
      appCode,
      headers.get('x-qf-timestamp') ?? '',
      nonce,
      bodyHash(text),
    ];
    return headers.get('x-qf-sign') === hmac(this.#key('QF2 answer'), signed.join('\n')).toString('hex');
  }

  #key(purpose: string): Buffer {
    const { appCode, clientKey } = this.#credentials;
    return hmac(hmac(appCode, clientKey), `${purpose}\u0001`);
  }
}

/** `respcd` of an answer of either form. */
export function codeOf(answer: TimestampedAnswer | WireAnswer): unknown {
  return answer.body['respcd'];
}
