import { madeUpCode } from './payment-codes.ts';
import { exchange, requestBytes } from './raw-http.ts';
import type { SecretWatch } from './secret-watch.ts';
import { type Algorithm, digestOf, formOf, type Parameters, signatureOf } from './wire-signing.ts';

/** What a merchant signs with. */
export interface Credentials {
  readonly appCode: string;
  readonly clientKey: string;
}

/** An answer of the gateway. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The body exactly as sent. */
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly respcd: string;
  readonly respmsg: string;
  /** `syssn` of the body, empty when it holds none. */
  readonly syssn: string;
  /** Rows of an enquiry, empty for other answers. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** How a request differs from a plain signed POST. */
export interface RequestChanges {
  readonly algorithm?: Algorithm;
  readonly method?: 'GET' | 'POST';
  /** Replaces, or with `undefined` leaves out, headers of the usual request. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Sent instead of the encoded parameters, which are signed all the same. */
  readonly body?: string;
}

/** Parameters of a payment to change; `undefined` leaves one out. */
export type ParameterChanges = Readonly<Record<string, string | undefined>>;

/** Where payments are sent. */
export const PAYMENT_PATH = '/trade/v1/payment';
/** Where enquiries are sent. */
export const QUERY_PATH = '/trade/v1/query';

let orders = 0;

/** An order number no other test uses. */
export function freshOrderNumber(): string {
  orders += 1;
  return `T-${process.pid}-${orders}`;
}

/** A payment of HKD 10.50 by Alipay with a fresh order number and a fresh code. */
export function paymentOf(changes: ParameterChanges = {}): Parameters {
  return withChanges(
    {
      txamt: '1050',
      txcurrcd: 'HKD',
      pay_type: '800108',
      out_trade_no: freshOrderNumber(),
      txdtm: '2026-03-15 12:00:00',
      auth_code: madeUpCode(),
    },
    changes,
  );
}

/** Parameters with some of them replaced or left out. */
export function withChanges(parameters: Parameters, changes: ParameterChanges): Parameters {
  const changed: Record<string, string> = { ...parameters };
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete changed[name];
    else changed[name] = value;
  }
  return changed;
}

/** A merchant's till: signs, sends, and tells the watch every secret that goes over the wire. */
export class WireClient {
  readonly url: string;
  readonly credentials: Credentials;
  readonly #watch: SecretWatch;
  /** Parameters every request of this till carries, such as `mchid`. */
  readonly #always: Parameters;

  constructor(url: string, credentials: Credentials, watch: SecretWatch, always: Parameters = {}) {
    this.url = url;
    this.credentials = credentials;
    this.#watch = watch;
    this.#always = always;
    watch.add('client key', credentials.clientKey);
  }

  /** The same merchant naming a store in every request. */
  forStore(storeId: string): WireClient {
    return new WireClient(this.url, this.credentials, this.#watch, { mchid: storeId });
  }

  /** The same merchant signing with another key. */
  withKey(clientKey: string): WireClient {
    return new WireClient(this.url, { ...this.credentials, clientKey }, this.#watch, this.#always);
  }

  pay(changes: ParameterChanges = {}, request: RequestChanges = {}): Promise<WireAnswer> {
    return this.send(PAYMENT_PATH, paymentOf({ ...this.#always, ...changes }), request);
  }

  query(parameters: ParameterChanges = {}, request: RequestChanges = {}): Promise<WireAnswer> {
    return this.send(QUERY_PATH, withChanges(this.#always, parameters), request);
  }

  /** Sends exactly these parameters, signed unless the changes bring another signature. */
  async send(path: string, parameters: Parameters, request: RequestChanges = {}): Promise<WireAnswer> {
    const { algorithm = 'MD5', method = 'POST', body = formOf(parameters) } = request;
    const headers = new Headers(this.headersFor(parameters, algorithm));
    headers.set('Content-Type', 'application/x-www-form-urlencoded');
    for (const [name, value] of Object.entries(request.headers ?? {})) {
      if (value === undefined) headers.delete(name);
      else headers.set(name, value);
    }
    this.#watch.add('signature', headers.get('X-QF-SIGN') ?? '');
    if (method === 'GET') headers.delete('Content-Type');
    const target = method === 'GET' ? `${path}?${body}` : path;
    const response = await fetch(this.url + target, {
      method,
      headers,
      ...(method === 'GET' ? {} : { body: Buffer.from(body) }),
    });
    return this.#answer(response.status, response.headers, await response.text());
  }

  /** The headers of a signed request. Also tells the watch about the auth code among the parameters. */
  headersFor(parameters: Parameters, algorithm: Algorithm = 'MD5'): Record<string, string> {
    this.#watch.add('auth code', parameters['auth_code'] ?? '');
    const signature = signatureOf(parameters, this.credentials.clientKey, algorithm);
    this.#watch.add('signature', signature);
    return {
      'X-QF-APPCODE': this.credentials.appCode,
      'X-QF-SIGN': signature,
      ...(algorithm === 'SHA256' ? { 'X-QF-SIGNTYPE': 'SHA256' } : {}),
    };
  }

  /** Sends bytes of the caller's own making over a socket of their own. */
  async sendBytes(
    line: string,
    headers: readonly (readonly [name: string, value: string])[],
    body: string | Uint8Array = '',
  ): Promise<WireAnswer> {
    for (const [name, value] of headers) {
      if (/^x-qf-sign$/i.test(name)) this.#watch.add('signature', value);
    }
    const [, code = ''] = /\bauth_code=([^&\s]*)/.exec(line + Buffer.from(body).toString('latin1')) ?? [];
    this.#watch.add('auth code', code);
    const answer = await exchange(this.url, requestBytes(line, headers, body));
    return this.#answer(answer.status, new Headers([...answer.headers]), answer.text);
  }

  /** Whether the answer carries the signature this merchant expects (contract, section 3.4). */
  isSignedFor(answer: WireAnswer, algorithm: Algorithm = 'MD5'): boolean {
    return answer.headers.get('X-QF-SIGN') === digestOf(algorithm, answer.text + this.credentials.clientKey);
  }

  #answer(status: number, headers: Headers, text: string): WireAnswer {
    this.#watch.add('signature', headers.get('X-QF-SIGN') ?? '');
    const body: Record<string, unknown> = text === '' ? {} : JSON.parse(text);
    const member = (name: string): string => (typeof body[name] === 'string' ? body[name] : '');
    const { data } = body;
    return {
      status,
      headers,
      text,
      body,
      respcd: member('respcd'),
      respmsg: member('respmsg'),
      syssn: member('syssn'),
      rows: Array.isArray(data) ? data : [],
    };
  }
}
