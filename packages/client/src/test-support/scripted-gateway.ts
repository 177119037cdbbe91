import { type DigestAlgorithm, signBody, type WireObject, writeWireJson } from '@opencpm/protocol';
import { nodeDigest } from '@opencpm/protocol/node';
import type { Surroundings } from '../surroundings.ts';
import { VirtualClock } from './virtual-clock.ts';

/** Who calls the scripted gateway. */
export const TEST_CREDENTIALS = {
  baseUrl: 'https://gateway.test',
  appCode: '0123456789ABCDEF0123456789ABCDEF',
  clientKey: 'fedcba9876543210fedcba9876543210',
  signType: 'SHA256',
} as const;

/** A call as it arrived. */
export interface HeardCall {
  readonly atMs: number;
  readonly path: string;
  readonly method: string;
  readonly headers: Headers;
  readonly content: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** What becomes of a call. */
export type Reply =
  | {
      readonly members: WireObject;
      readonly signature?: 'right' | 'absent' | 'wrong';
      readonly algorithm?: DigestAlgorithm;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly afterMs?: number;
    }
  /** A body as it is, unsigned. */
  | {
      readonly body: string;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly afterMs?: number;
    }
  | { readonly failure: 'refused' | 'reset'; readonly afterMs?: number }
  | 'silence';

/** Decides about a call. */
export type Script = (call: HeardCall, index: number) => Reply;

/** A gateway that says what a test wants, and time that it shares with the client. */
export class ScriptedGateway {
  readonly clock = new VirtualClock();
  readonly calls: HeardCall[] = [];
  readonly #script: Script;
  #chance = 0;

  constructor(script: Script) {
    this.#script = script;
  }

  get surroundings(): Surroundings {
    return {
      clock: this.clock,
      fetch: (url, request) => this.#fetch(url, request),
      randomBytes: (length) => {
        this.#chance += 1;
        return Uint8Array.from({ length }, (_, index) => (this.#chance * 31 + index * 7) % 256);
      },
    };
  }

  /** Times of the calls of a path, in milliseconds since the start. */
  timesOf(path: string): readonly number[] {
    return this.callsOf(path).map(({ atMs }) => atMs);
  }

  callsOf(path: string): readonly HeardCall[] {
    return this.calls.filter((call) => call.path === path);
  }

  async #fetch(url: string, request: RequestInit): Promise<Response> {
    const address = new URL(url);
    const content = typeof request.body === 'string' ? request.body : address.search.slice(1);
    const call: HeardCall = {
      atMs: this.clock.monotonicMs(),
      path: address.pathname,
      method: request.method ?? 'GET',
      headers: new Headers(request.headers),
      content,
      parameters: new Map(new URLSearchParams(content)),
    };
    const index = this.callsOf(call.path).length;
    this.calls.push(call);
    const reply = this.#script(call, index);
    await this.#wait(reply === 'silence' ? undefined : (reply.afterMs ?? 0), request.signal ?? undefined);
    if (reply === 'silence') throw new Error('a silent gateway answers nothing');
    if ('failure' in reply) throw networkError(reply.failure);
    if ('body' in reply) {
      return new Response(reply.body, { status: reply.status ?? 200, headers: { ...reply.headers } });
    }
    return signedResponse(reply);
  }

  #wait(delayMs: number | undefined, signal: AbortSignal | undefined): Promise<void> {
    // What takes no time needs nobody to move it.
    if (delayMs === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const callOff = delayMs === undefined ? () => undefined : this.clock.after(delayMs, resolve);
      signal?.addEventListener('abort', () => {
        callOff();
        reject(new DOMException('aborted', 'AbortError'));
      });
    });
  }
}

function signedResponse(reply: Extract<Reply, { members: WireObject }>): Response {
  const { members, signature = 'right', algorithm = 'SHA256', status = 200, headers = {} } = reply;
  const body = writeWireJson(members);
  const key = signature === 'right' ? TEST_CREDENTIALS.clientKey : 'another key';
  const signed =
    signature === 'absent'
      ? {}
      : { 'X-QF-SIGN': signBody(body, key, algorithm, nodeDigest), 'X-QF-SIGNTYPE': algorithm };
  return new Response(body, { status, headers: { ...signed, ...headers } });
}

function networkError(failure: 'refused' | 'reset'): Error {
  const cause =
    failure === 'refused'
      ? Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' })
      : Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
  return new TypeError('fetch failed', { cause });
}

/** The answer to a payment, or a row of an enquiry, for the attempt of a call. */
export function stateOfCall(call: HeardCall, respcd: string, more: WireObject = {}): WireObject {
  const text = (name: string): string => call.parameters.get(name) ?? '';
  return {
    respcd,
    resperr: '',
    respmsg: '',
    syssn: '20260302000100020000000001',
    out_trade_no: text('out_trade_no'),
    txamt: '1050',
    txcurrcd: 'HKD',
    paydtm: respcd === '0000' ? '2026-03-02 12:00:03' : '',
    chnlsn: respcd === '0000' ? '2026030222001' : '',
    ...more,
  };
}

/** An enquiry that finds the attempt in a state, or finds nothing. */
export function foundAs(call: HeardCall, respcd: string | undefined, more: WireObject = {}): Reply {
  const data = respcd === undefined ? [] : [{ ...stateOfCall(call, respcd, more), order_type: 'payment' }];
  return { members: { respcd: '0000', resperr: '', respmsg: '', data } };
}
