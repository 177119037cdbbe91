import { Resolver } from 'node:dns/promises';
import {
  Agent as PlainAgent,
  type ClientRequest,
  type IncomingMessage,
  request as plainRequest,
} from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Timers } from '../clock/clock.ts';
import { type AddressPolicy, mayConnect, notifyAddressProblem } from './address-guard.ts';
import {
  ANSWER_BYTES_MAX,
  type NotifyAnswer,
  type NotifyRequest,
  type NotifyTransport,
} from './notify-transport.ts';

/** How long an endpoint may take to be found and connected, TLS included. */
export const CONNECT_LIMIT_MS = 3_000;
const ANSWER_HEADER_BYTES_MAX = 8_192;
const RESOLVE_LIMIT_MS = 2_000;

/** Addresses a name stands for now. Rejects when there are none. */
export type ResolveName = (name: string) => Promise<readonly string[]>;

/** What reaching merchants over the network needs. */
export interface NodeTransportParts {
  readonly policy: AddressPolicy;
  readonly timers: Timers;
  /** {@link systemResolve} when left out. */
  readonly resolve?: ResolveName;
  /** Certificate authorities to trust instead of the public ones, PEM. */
  readonly authorities?: string;
}

/**
 * Posts notifications with Node's own client. Connects only to addresses that may be reached, whatever a name stands for
 * at that moment; takes no proxy from the environment, follows no redirect, keeps no connection and sends no cookie.
 */
export class NodeTransport implements NotifyTransport {
  readonly #policy: AddressPolicy;
  readonly #timers: Timers;
  readonly #resolve: ResolveName;
  readonly #plainAgent = new PlainAgent({ keepAlive: false });
  readonly #tlsAgent: TlsAgent;

  constructor({ policy, timers, resolve = systemResolve(), authorities }: NodeTransportParts) {
    this.#policy = policy;
    this.#timers = timers;
    this.#resolve = resolve;
    this.#tlsAgent = new TlsAgent({
      keepAlive: false,
      // Said aloud: a variable of the environment can turn it off for the whole process.
      rejectUnauthorized: true,
      ...(authorities === undefined ? {} : { ca: authorities }),
    });
  }

  post(request: NotifyRequest, signal: AbortSignal): Promise<NotifyAnswer> {
    // Stored addresses were checked, perhaps by an older version or under another policy.
    const problem = notifyAddressProblem(request.url, this.#policy);
    if (problem !== undefined)
      return Promise.resolve({ kind: 'failure', why: `refused: the address ${problem}` });
    return new Promise((resolve) => {
      const call = this.#open(request);
      const cancel = this.#timers.after(CONNECT_LIMIT_MS, () => fail('no connection within 3 s'));
      const abort = (): void => fail('no answer in time');
      const settle = (answer: NotifyAnswer): void => {
        cancel();
        signal.removeEventListener('abort', abort);
        resolve(answer);
        call.destroy();
      };
      const fail = (why: string): void => settle({ kind: 'failure', why });
      signal.addEventListener('abort', abort);
      call.on('error', (error) => fail(failureText(error)));
      call.on('socket', (socket) => {
        socket.once('connect', () => {
          const address = socket.remoteAddress ?? '';
          // The last word: nothing is sent before the connected address is known to be one that may be reached.
          if (!mayConnect(address, this.#policy)) fail(`refused: ${address} must not be reached`);
          else call.end(request.body);
        });
        socket.once(isSecure(request.url) ? 'secureConnect' : 'connect', cancel);
      });
      call.on('response', (response) => readAnswer(response, settle));
      if (signal.aborted) abort();
    });
  }

  #open({ url, headers, body }: NotifyRequest): ClientRequest {
    const secure = isSecure(url);
    return (secure ? tlsRequest : plainRequest)(url, {
      method: 'POST',
      agent: secure ? this.#tlsAgent : this.#plainAgent,
      headers: {
        ...headers,
        'Content-Length': Buffer.byteLength(body),
        'Accept-Encoding': 'identity',
        Connection: 'close',
      },
      lookup: this.#lookup,
      maxHeaderSize: ANSWER_HEADER_BYTES_MAX,
    });
  }

  /** Resolves a name and lets only addresses through that may be reached; one that may not spoils them all. */
  readonly #lookup: LookupFunction = (name, options, callback) => {
    const fail = (error: unknown): void =>
      callback(error instanceof Error ? error : new Error(String(error)), '');
    const local = name === 'localhost' && this.#policy.loopbackAllowed;
    const found = local ? Promise.resolve(['127.0.0.1', '::1']) : this.#resolve(name);
    found.then((addresses) => {
      const [first] = addresses;
      const refused = addresses.find((address) => !mayConnect(address, this.#policy));
      if (refused !== undefined) return fail(new Error(`refused: ${name} leads to ${refused}`));
      if (first === undefined) return fail(new Error(`${name} leads nowhere`));
      if (options.all !== true) return callback(null, first, isIP(first));
      return callback(
        null,
        addresses.map((address) => ({ address, family: isIP(address) })),
      );
    }, fail);
  };
}

/**
 * Asks name servers directly, those of the system unless others are named as `address:port`. The system's own way runs on a handful of threads that the whole process shares, and
 * the slow name server of one merchant could hold all of them.
 */
export function systemResolve(servers?: readonly string[]): ResolveName {
  const resolver = new Resolver({ timeout: RESOLVE_LIMIT_MS, tries: 1 });
  if (servers !== undefined) resolver.setServers(servers);
  return async (name) => {
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const addresses = [v4, v6].flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    if (addresses.length === 0 && v4.status === 'rejected') throw v4.reason;
    return addresses;
  };
}

function isSecure(url: string): boolean {
  return new URL(url).protocol === 'https:';
}

function readAnswer(response: IncomingMessage, settle: (answer: NotifyAnswer) => void): void {
  const status = response.statusCode ?? 0;
  if (status !== 200) {
    settle({ kind: 'answer', status, body: '', complete: true });
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  const end = (complete: boolean): void => {
    const body = Buffer.concat(chunks).subarray(0, ANSWER_BYTES_MAX).toString('latin1');
    settle({ kind: 'answer', status, body, complete });
  };
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > ANSWER_BYTES_MAX) end(false);
  });
  response.on('end', () => end(response.complete));
  response.on('error', () => end(false));
}

/** The words of an error of the network, one short line. */
function failureText(error: Error): string {
  const inner = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const text = inner instanceof Error ? inner.message : String(inner);
  return text.replace(/[^ -~]/g, '?').slice(0, 120);
}
